"""What is read from one file: of a picture one reading, of a PDF or a fax one for each page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.reading.open.errors import NotAPicture, PictureError
from bot.reading.result import Reading

if TYPE_CHECKING:
    from bot.reading import Reader
    from bot.reading.open.decode import Picture

STANDARD_INPUT: Final = "-"
MOST_PAGES: Final = 200
"""Of one file."""
PAGES_SECONDS: Final = 180.0
"""Of one PDF."""


@dataclass(frozen=True, slots=True)
class Item:
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
    try:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
        from bot.reading.open.formats.tiffpages import tiff_pages

        if len(places := tiff_pages(data)) > 1:
            yield from _tiff_pages(reader, data, places)
            return
        try:
            yield _picture(reader, data)
        except NotAPicture:
            yield from _pages(reader, data)
    except PictureError as error:
        yield Item(error.at_hand)
    except OSError as error:
        yield Item(f"{error.strerror or error}.")


def _picture(reader: Reader, data: bytes, page: int | None = None, of: int = 1) -> Item:
    from bot.reading.open.decode import decode

    return Item(reader.read(data), partial(decode, data), page, of)


def _tiff_pages(reader: Reader, data: bytes, places: list[int]) -> Iterator[Item]:
    from bot.reading.open.formats.tiffpages import tiff_page

    of = len(places)
    for number, place in enumerate(places[:MOST_PAGES], 1):
        try:
            yield _picture(reader, tiff_page(data, place), number, of)
        except PictureError as error:
            yield Item(error.at_hand, None, number, of)
    if of > MOST_PAGES:
        yield _unseen(MOST_PAGES, of)


def _pages(reader: Reader, data: bytes) -> Iterator[Item]:
    from bot.documents.read import KNOWN
    from bot.pdf.pages import is_pdf, pages

    if not is_pdf(data):
        raise NotAPicture(KNOWN)
    number = of = 0
    for page in pages(data, MOST_PAGES, PAGES_SECONDS):
        number, of, shown = page.number, page.of, page.picture
        if isinstance(shown, PictureError):
            yield Item(shown.at_hand, None, number, of)
        else:
            yield Item(reader.read_gray(shown.gray), partial(_same, shown), number, of)
    if number < of:
        yield _unseen(number, of)


def _unseen(seen: int, of: int) -> Item:
    words = f"This page and those after it were not looked at: only {seen} of {of} were."
    return Item(words, None, seen + 1, of)


def _same(picture: Picture) -> Picture:
    return picture
