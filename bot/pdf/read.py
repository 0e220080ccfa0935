"""Reads a file that somebody sent: a picture, or the pages of a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.reading.open.errors import NotAPicture, PictureError

if TYPE_CHECKING:
    from bot.reading import Reader, Reading

KNOWN: Final = "a JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC, AVIF or PDF"


@dataclass(frozen=True, slots=True)
class Pages:
    """What was read from a PDF.

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
    """Reads a picture or a PDF; takes up to `bot.pdf.pages.SECONDS` of waiting for a PDF.

    Raises:
        PictureError: nothing of it can be read; its text is for the person who sent it.
    """
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
