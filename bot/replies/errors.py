"""What the admins are told when something went wrong in the bot itself."""

from __future__ import annotations


def report(kind: str, repeated: int) -> str:
    """A report of an error.

    Args:
        kind: what went wrong, and where in the program.
        repeated: how often it has happened since the last report of it.
    """
    text = f"Something went wrong: {kind}. Whoever it happened to was told so. The log has more."
    if repeated:
        times = "once" if repeated == 1 else f"{repeated} times"
        text += f" It has also happened {times} since I last told you."
    return text
