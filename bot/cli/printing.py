"""What a command prints, line by line."""

from __future__ import annotations

import sys

from bot.machine.output import NOBODY_LISTENS, Unprinted, printing


def say(line: str) -> None:
    """Print a line, now.

    Raises:
        Unprinted: nobody listens any longer, or the disk is full.
    """
    with printing():
        print(line)  # noqa: T201 - what a command is for


def note(words: str) -> None:
    """Say what is no part of what the command is for."""
    # Where it was closed before the start, `print` would take standard output.
    if sys.stderr is not None:
        print(words, file=sys.stderr)  # noqa: T201


def ended(unprinted: Unprinted) -> int:
    """The exit status; who has gone away is told nothing."""
    if unprinted.status != NOBODY_LISTENS:
        note(str(unprinted))
    return unprinted.status
