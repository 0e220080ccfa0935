"""What is printed of a picture: a line for programs, or for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.reading import Reading


def as_record(name: str, outcome: Reading | str, page: int | None = None) -> dict[str, object]:
    """One picture's line for programs; a string says why it could not be read.

    Args:
        name: the file's.
        outcome: what came of it.
        page: of a PDF, from 1.
    """
    of: dict[str, object] = {"file": name} if page is None else {"file": name, "page": page}
    if isinstance(outcome, str):
        return of | {"error": outcome}
    return of | {
        "text": outcome.text,
        "confidence": round(outcome.confidence, 6),
        "digits": [
            {
                "digit": digit.digit,
                "confidence": round(digit.confidence, 6),
                "box": list(digit.box),
                "alternatives": [[other, round(p, 6)] for other, p in digit.alternatives],
            }
            for digit in outcome.digits
        ],
        "signs": [
            {"sign": sign.sign, "confidence": round(sign.confidence, 6), "box": list(sign.box)}
            for sign in outcome.signs
        ],
        "left_out": outcome.others,
        "reason": outcome.reason and outcome.reason.value,
    }


def as_words(name: str, outcome: Reading | str) -> str:
    """One picture's line for people; further lines of writing are indented below it.

    What is a table is laid out as in the bot's answers, so that it is seen what stands where.
    """
    if isinstance(outcome, str):
        return f"{name}: {outcome}"
    if outcome.reason is not None:
        from bot.replies import answers

        return " ".join([f"{name}:", answers.refusal(outcome.reason), *answers.advice(outcome)])
    from bot.replies.percent import percent

    first, *others = _laid_out(outcome) if "\n" in outcome.text else [outcome.text]
    if outcome.others or outcome.turned or outcome.tips:
        from bot.replies import answers

        others += answers.notes(outcome)
    sure = percent(outcome.confidence)
    return "\n".join([f"{name}: {first} ({sure})", *(" " * len(name) + f"  {x}" for x in others)])


def _laid_out(reading: Reading) -> list[str]:
    """The lines of writing, with what is to be checked in them."""
    from bot.replies import tables
    from bot.tables.typed_table import typed

    table = typed(reading)
    if not tables.is_shown(table):
        return reading.text.split("\n")
    doubted = any(table.doubted(row) for row in range(len(table.cells)))
    return [*tables.as_text(table).split("\n"), *([tables.CHECK] if doubted else [])]
