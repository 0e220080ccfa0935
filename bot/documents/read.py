"""Reads a file that somebody sent: a picture, or the pages of a PDF or a TIFF."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.reading.open.errors import MAX_BYTES, NotAPicture, PictureError, TooManyBytes
from bot.reading.open.formats.tiffpages import tiff_page, tiff_pages
from bot.speech import N_

if TYPE_CHECKING:
    from threading import Event

    from bot.reading import Reader, Reading
    from bot.reading.open.decode import Picture

KNOWN: Final = N_("a JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC, AVIF or PDF")


class Limits(NamedTuple):
    """How much of a file of pages is looked at.

    Attributes:
        pages: so many; all have a number.
        pdf_seconds: after which no more pages of a PDF are rendered.
        tiff_seconds: after which no more pages of a TIFF are read.
        pdf_bytes: a longer PDF is not opened.
        stop: once it is set, no more pages are looked at.
    """

    pages: int
    pdf_seconds: float
    tiff_seconds: float
    pdf_bytes: int = MAX_BYTES
    stop: Event | None = None

    @property
    def stopped(self) -> bool:
        """Whether no more pages are to be looked at."""
        return self.stop is not None and self.stop.is_set()


class Seen(NamedTuple):
    """A picture, or a page, that was looked at.

    Attributes:
        outcome: what was read, or why nothing was.
        picture: gives what was read, to be drawn; `None` where nothing was.
        page: of a PDF, or of a TIFF of several pages, from 1; `None` of a picture.
        of: how many pages there are.
    """

    outcome: Reading | PictureError
    picture: Callable[[], Picture] | None
    page: int | None = None
    of: int = 1


class Pages(NamedTuple):
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


def read_file(
    reader: Reader, data: bytes, turned: int | None = None, stop: Event | None = None
) -> Reading | Pages:
    """Reads a picture, a PDF or a TIFF; of many pages, as far as `bot.pdf.pages.SECONDS` reach.

    Args:
        reader: reads it.
        data: the whole file.
        turned: by how much a picture is turned first, where somebody asked for it.
        stop: as of `Limits`.

    Raises:
        PictureError: nothing of it can be read; its text is for the person who sent it.
    """
    from bot.pdf.pages import MOST_PAGES, SECONDS

    if turned is not None:
        return reader.read_turned(data, turned)
    outcomes: list[Reading | PictureError] = []
    of = 0
    for seen in see(reader, data, Limits(MOST_PAGES, SECONDS, SECONDS, stop=stop)):
        if seen.page is None and not isinstance(seen.outcome, PictureError):
            return seen.outcome
        outcomes.append(seen.outcome)
        of = seen.of
    return Pages(tuple(outcomes), of)


def page_of(data: bytes, number: int, stop: Event | None = None) -> Picture:
    """One page of a PDF or a TIFF, to be looked at on its own.

    Args:
        data: the whole file.
        number: of the page, from 1.
        stop: as of `Limits`.

    Raises:
        PictureError: it cannot be shown; its text is for the person who sent it.
    """
    if number <= len(places := tiff_pages(data)):
        return _decode_tiff(data, places[number - 1])
    from bot.pdf.errors import BrokenPage
    from bot.pdf.pages import is_pdf, pages

    if not is_pdf(data):
        raise NotAPicture(KNOWN)
    for page in pages(data, number, stop=stop):
        if page.number == number:
            if isinstance(page.picture, PictureError):
                raise page.picture
            return page.picture
    raise BrokenPage


def see(reader: Reader, data: bytes, limits: Limits) -> Iterator[Seen]:
    """What is read from a picture, or from one page after another of a PDF or a TIFF.

    Args:
        reader: reads it.
        data: the whole file.
        limits: of pages, time and bytes; and what ends it.

    Raises:
        PictureError: nothing of it can be read; its text is for the person who sent it.
    """
    if len(places := tiff_pages(data)) > 1:
        yield from _see_tiff(reader, data, places, limits)
        return
    try:
        yield Seen(reader.read(data), partial(_decoded, data))
    except (NotAPicture, TooManyBytes) as error:
        from bot.pdf.pages import is_pdf

        if is_pdf(data):
            yield from _see_pdf(reader, data, limits)
        elif isinstance(error, NotAPicture):
            raise NotAPicture(KNOWN) from None
        else:
            raise


def _see_tiff(reader: Reader, data: bytes, places: list[int], limits: Limits) -> Iterator[Seen]:
    until = time.monotonic() + limits.tiff_seconds
    for page, place in enumerate(places[: limits.pages], 1):
        try:
            outcome = reader.read(tiff_page(data, place))
        except PictureError as error:
            yield Seen(error, None, page, len(places))
        else:
            yield Seen(outcome, partial(_decode_tiff, data, place), page, len(places))
        if limits.stopped or time.monotonic() > until:
            return


def _decoded(data: bytes) -> Picture:
    from bot.reading.open.decode import decode  # OpenCV is loaded where a picture is read

    return decode(data)


def _decode_tiff(data: bytes, place: int) -> Picture:
    """Anew, for a copy of the file for each page that was read would take too much memory."""
    return _decoded(tiff_page(data, place))


def _see_pdf(reader: Reader, data: bytes, limits: Limits) -> Iterator[Seen]:
    from bot.pdf.pages import pages

    for page in pages(data, limits.pages, limits.pdf_seconds, limits.pdf_bytes, limits.stop):
        shown = page.picture
        if isinstance(shown, PictureError):
            yield Seen(shown, None, page.number, page.of)
        else:
            outcome = reader.read_gray(shown.gray)
            yield Seen(outcome, partial(_same, shown), page.number, page.of)
        if limits.stopped:
            return


def _same(picture: Picture) -> Picture:
    return picture
