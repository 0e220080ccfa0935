"""Reads a file that somebody sent: a picture, or the pages of a PDF or a TIFF."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.reading.open.errors import NotAPicture, PictureError
from bot.reading.open.formats.tiffpages import tiff_page, tiff_pages
from bot.speech import N_

if TYPE_CHECKING:
    from bot.reading import Reader, Reading

KNOWN: Final = N_("a JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC, AVIF or PDF")


@dataclass(frozen=True, slots=True)
class Pages:
    """What was read from a PDF, or a TIFF of several pages.

    Attributes:
        outcomes: of its first pages, in order; an error says why one was not read.
        of: how many pages it has.
    """

    outcomes: tuple[Reading | PictureError, ...]
    of: int

    @property
    def readings(self) -> list[Reading]:
        """Of the pages that could be shown."""
        return [outcome for outcome in self.outcomes if not isinstance(outcome, PictureError)]

    @property
    def only(self) -> Reading | None:
        """Of the page, where there is one and it could be shown."""
        return self.readings[0] if self.of == 1 and self.readings else None


def read_file(reader: Reader, data: bytes) -> Reading | Pages:
    """Reads a picture, a PDF or a TIFF; of many pages, as far as `bot.pdf.pages.SECONDS` reach.

    Raises:
        PictureError: nothing of it can be read; its text is for the person who sent it.
    """
    if len(places := tiff_pages(data)) > 1:
        return _read_tiff(reader, data, places)
    try:
        return reader.read(data)
    except NotAPicture:
        from bot.pdf.pages import is_pdf

        if not is_pdf(data):
            raise NotAPicture(KNOWN) from None
    return _read_pages(reader, data)


def _read_pages(reader: Reader, data: bytes) -> Pages:
    from bot.pdf.pages import pages

    outcomes: list[Reading | PictureError] = []
    of = 0
    for page in pages(data):
        of = page.of
        shown = page.picture
        if not isinstance(shown, PictureError):
            outcomes.append(reader.read_gray(shown.gray))
        else:
            outcomes.append(shown)
    return Pages(tuple(outcomes), of)


def _read_tiff(reader: Reader, data: bytes, places: list[int]) -> Pages:
    from bot.pdf.pages import MOST_PAGES, SECONDS

    outcomes: list[Reading | PictureError] = []
    until = time.monotonic() + SECONDS
    for place in places[:MOST_PAGES]:
        try:
            outcomes.append(reader.read(tiff_page(data, place)))
        except PictureError as error:
            outcomes.append(error)
        if time.monotonic() > until:
            break
    return Pages(tuple(outcomes), len(places))
