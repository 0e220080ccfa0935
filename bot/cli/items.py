"""What is read from one file: of a picture one reading, of a PDF or a fax one for each page."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from bot.reading.open.errors import PictureError, TooManyBytes
from bot.reading.result import Reading

if TYPE_CHECKING:
    from bot.reading import Reader
    from bot.reading.open.decode import Picture

STANDARD_INPUT: Final = "-"
MOST_PAGES: Final = 200
"""Of one file."""
PAGES_SECONDS: Final = 180.0
"""Of one PDF."""
PIECE: Final = 1024 * 1024
PDF_BYTES: Final = 200 * 1024 * 1024
"""Of one PDF, as a scanner writes it; a bot gets no more from Telegram than a tenth of that."""
MOST_BYTES: Final = 1024 * 1024 * 1024
"""Of one file, which a long fax may have; what has no end, as `/dev/zero`, is not read to it."""


class Item(NamedTuple):
    """A picture, or a page, that was looked at.

    Attributes:
        outcome: what was read, or why nothing could be.
        picture: gives what was read, to be drawn.
        page: of a PDF or TIFF, from 1; `None` of a picture.
        of: how many pages there are.
    """

    outcome: Reading | str
    picture: Callable[[], Picture] | None = None
    page: int | None = None
    of: int = 1


def items(reader: Reader, name: str) -> Iterator[Item]:
    """What is read from a file, page by page."""
    from bot.documents.read import Limits, see

    limits = Limits(MOST_PAGES, PAGES_SECONDS, math.inf, PDF_BYTES)
    page, of = None, 1
    try:
        for seen in see(reader, _content(name), limits):
            outcome, page, of = seen.outcome, seen.page, seen.of
            words = outcome.at_hand if isinstance(outcome, PictureError) else outcome
            yield Item(words, seen.picture, page, of)
        if page is not None and page < of:
            words = f"This page and those after it were not looked at: only {page} of {of} were."
            yield Item(words, None, page + 1, of)
    except PictureError as error:
        yield Item(error.at_hand)
    except OSError as error:
        yield Item(f"{error.strerror or error}.")
    except MemoryError:
        yield Item("This file needs more memory than there is.")


def _content(name: str) -> bytes:
    """All of a file.

    Raises:
        PictureError: it is longer than any that is read.
        OSError: it cannot be read.
    """
    if name == STANDARD_INPUT:
        if sys.stdin is None:
            raise OSError("Standard input is closed")
        return _at_most(sys.stdin.buffer)
    path = Path(name)
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        raise TooManyBytes(MOST_BYTES)
    with path.open("rb") as file:
        return file.read() if path.is_file() else _at_most(file)


def _at_most(file: BinaryIO) -> bytes:
    """All of a pipe or device, whose length nobody knows before.

    Raises:
        PictureError: it is longer than any file that is read.
    """
    pieces, length = [], 0
    while piece := file.read(PIECE):
        pieces.append(piece)
        length += len(piece)
        if length > MOST_BYTES:
            raise TooManyBytes(MOST_BYTES)
    return b"".join(pieces)
