"""What a command prints, and what becomes of it where no more can be printed."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Final

UNPRINTED: Final = 1
NOBODY_LISTENS: Final = 141
"""What a shell makes of SIGPIPE, as `| head` sends it."""


class Unprinted(Exception):
    """Nothing more can be printed; the text says why.

    Attributes:
        status: the exit status that tells of it.
    """

    def __init__(self, error: OSError) -> None:
        super().__init__(f"No more can be printed: {error.strerror}.")
        self.status = NOBODY_LISTENS if isinstance(error, BrokenPipeError) else UNPRINTED


@contextlib.contextmanager
def printing() -> Iterator[None]:
    """The block does nothing but print to standard output.

    Raises:
        Unprinted: nobody listens any longer, or the disk is full.
    """
    try:
        yield
        if sys.stdout is not None:  # as it is where it was closed before the start
            sys.stdout.flush()
    except OSError as error:
        # Python prints at its end what is left, and must not fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Unprinted(error) from error
