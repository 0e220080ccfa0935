"""What is read from one file: of a picture one reading, of a PDF or a fax one for each page."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from bot.reading.open.errors import MAX_BYTES, PictureError, TooManyBytes
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
TIFF_BYTES: Final = 1024 * 1024 * 1024
"""Of one TIFF, as a long fax may have."""


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
    with path.open("rb") as file:
        if not path.is_file():
            return _at_most(file)
        if (size := path.stat().st_size) > MAX_BYTES:
            _check_length(file.peek(), size)
        return file.read()


def _at_most(file: BinaryIO) -> bytes:
    """All of a pipe or device, whose length nobody knows before, and which may have no end.

    Raises:
        PictureError: it is longer than any file of its kind that is read.
    """
    pieces, length = [], 0
    while piece := file.read(PIECE):
        pieces.append(piece)
        length += len(piece)
        if length > MAX_BYTES:
            _check_length(pieces[0], length)
    return b"".join(pieces)


def _check_length(head: bytes, length: int) -> None:
    """Does nothing where a file of this kind, by how it begins, is read though it is so long.

    Raises:
        PictureError: it is longer than any that is read.
    """
    from bot.pdf.errors import LargePdf
    from bot.pdf.pages import is_pdf
    from bot.reading.open.formats.tiff_directory import STARTS

    if head.startswith(STARTS):
        if length > TIFF_BYTES:
            raise TooManyBytes(TIFF_BYTES)
    elif not is_pdf(head):
        raise TooManyBytes
    elif length > PDF_BYTES:
        raise LargePdf(PDF_BYTES)
