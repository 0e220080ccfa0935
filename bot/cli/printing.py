"""What a command prints, line by line, and what becomes of it where no more can be printed."""

from __future__ import annotations

import os
import sys
from typing import Final

UNPRINTED: Final = 1
NOBODY_LISTENS: Final = 141
"""What a shell makes of SIGPIPE, as `| head` sends it."""


class Unprinted(Exception):
    """A line could not be printed.

    Attributes:
        status: the exit status that tells of it.
    """

    def __init__(self, error: OSError) -> None:
        super().__init__(f"No more can be printed: {error.strerror}.")
        self.status = NOBODY_LISTENS if isinstance(error, BrokenPipeError) else UNPRINTED


def say(line: str) -> None:
    """Print a line, now.

    Raises:
        Unprinted: nobody listens any longer, or the disk is full.
    """
    try:
        print(line, flush=True)  # noqa: T201 - what a command is for
    except OSError as error:
        # Python prints at its end what is left, and must not fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Unprinted(error) from error


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
