"""A page -> what it says, the way up that it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from bot.reading.layout.page import Page
from bot.reading.layout.segment import are_same, as_one_line
from bot.reading.line.confidence import LEAST_NUMBER, probability
from bot.reading.line.features import page_features
from bot.reading.page import orientation
from bot.reading.page.assemble import mass_of, reading_of
from bot.reading.page.read_cell import ReadCell
from bot.reading.page.recognise import MOST_CELLS, Recogniser
from bot.reading.page.tips import tips_for
from bot.reading.page.unlike import with_unlike
from bot.reading.result import Reading, Reason

MOST_DIGITS: Final = 800
"""More are a page that nobody wants in one message."""
_READABLE: Final = 0.25
"""Small print is at least so legible; a texture is not."""
_LINES: Final = 0.8
"""Several lines that are read so surely are not fewer digits in one line."""
_LEAST_SHARE: Final = 0.1
"""A number beside a drawing has at least this share of the ink, or it is a part of the drawing."""
GLANCED: Final = 12
"""Cells that are looked at first, of a page turned or on the other side of the ground."""


class PageRead(NamedTuple):
    """What a page says, and all cells of its lines as they are laid out."""

    reading: Reading
    cells: Sequence[ReadCell] = ()


class PageReader:
    """Reads pages with some networks.

    Args:
        recogniser: reads their lines.
    """

    def __init__(self, recogniser: Recogniser) -> None:
        self.recogniser = recogniser

    def glance(self, page: Page) -> list[ReadCell]:
        """Some of the cells of a page."""
        return self.recogniser.read(page.segments, page.ink, page.gray, GLANCED)

    def read(self, page: Page) -> PageRead:
        """Reads a page this way up; where its layout is in doubt, also as one line."""
        segments, size = page.segments, page.size
        larger = self._read_larger(page)
        if larger is not None:
            return larger
        if segments.crowded:
            return PageRead(Reading((), 1.0, Reason.TOO_MUCH_INK, (), size))
        if not segments.text:
            return PageRead(Reading((), 1.0, Reason.NO_INK, tips_for(page), size))
        read = self._read_segments(page)
        if read.reading.reason is not None and segments.unlike:
            read = self._read_beside_drawing(page) or read
        reading = read.reading
        if reading.reason is None and (segments.unlike or reading.confidence >= orientation.CLEAR):
            return read
        whole = as_one_line(page.ink)
        if not whole.text or are_same(whole, segments):
            return read
        other = self._read_segments(page._replace(segments=whole)).reading
        # With fewer digits it may leave out a line of those without a word.
        lines = reading.confidence >= _LINES and len(segments.text) > 1
        is_all = not lines or len(other.digits) >= len(reading.digits)
        better = is_all and (reading.reason is not None or other.confidence > reading.confidence)
        return read._replace(reading=other) if other.reason is None and better else read

    def _read_larger(self, page: Page) -> PageRead | None:
        """Reads what is larger than the small print of a page, where that is words."""
        larger, printed = page.segments.larger, page.segments.printed
        if larger is None or printed is None:
            return None
        seen = self.recogniser.read(printed, page.ink, page.gray)
        numbers = sum(cell.number >= LEAST_NUMBER for cell in seen)
        if 2 * numbers > len(seen) or orientation.legibility(seen) < _READABLE:
            return None
        read = self.read(page._replace(segments=larger))
        if read.reading.reason is not None:
            return None
        return read._replace(reading=replace(read.reading, others=True))

    def _read_beside_drawing(self, page: Page) -> PageRead | None:
        """Reads the lines of a page that are unlike the others, none of which is a number."""
        segments = page.segments
        own = sum(piece.mass for line in segments.unlike for piece in line.pieces)
        whole = max(segments.mass, own)
        if own < _LEAST_SHARE * whole:
            return None
        rest = segments._replace(text=segments.unlike, unlike=(), mass=whole)
        read = self._read_segments(page._replace(segments=rest))
        if read.reading.reason is not None or read.reading.confidence < orientation.CLEAR:
            return None
        return read._replace(reading=replace(read.reading, others=True))

    def _read_segments(self, page: Page) -> PageRead:
        """Reads the lines as they are laid out."""
        segments, size = page.segments, page.size
        read, complete = self.recogniser.read(segments, page.ink, page.gray), 1.0
        if segments.unlike and any(cell.number >= LEAST_NUMBER for cell in read):
            read, complete = with_unlike(read, page, self.recogniser)
        numbers = [cell for cell in read if cell.number >= LEAST_NUMBER]
        likeliest = max((cell.number for cell in read), default=0.0)
        number = self._number_in(page, numbers) if numbers else likeliest
        if number < LEAST_NUMBER:
            refused = Reading((), 1.0 - number, Reason.NOT_A_DIGIT, tips_for(page), size)
            return PageRead(refused, read)
        cells = sum(len(line.cells) for line in segments.text)
        if cells > MOST_CELLS or sum(cell.digits for cell in numbers) > MOST_DIGITS:
            return PageRead(Reading((), 1.0, Reason.TOO_MANY, (), size), read)
        return PageRead(reading_of(read, page, complete=complete), read)

    def _number_in(self, page: Page, numbers: Sequence[ReadCell]) -> float:
        """How probable it is that there is a number, by the cells of a page that may be one."""
        explained = mass_of(numbers) / max(page.segments.mass, 1.0)
        features = page_features([cell.number for cell in numbers], min(explained, 1.0))
        return probability(features, self.recogniser.network.weights.page)
