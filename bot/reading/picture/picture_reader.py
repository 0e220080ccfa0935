"""One picture, as it is seen with several looks -> the reading of it that is surest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.reading.binarise.boards import find_boards
from bot.reading.binarise.rectify import Sheet, sides_within
from bot.reading.binarise.scraps import find_scraps
from bot.reading.layout.look import Look
from bot.reading.layout.page import Page
from bot.reading.line.confidence import LEAST_NUMBER
from bot.reading.page import orientation
from bot.reading.page.edge import at_edge
from bot.reading.page.joints import doubting
from bot.reading.page.page_reader import PageRead, PageReader
from bot.reading.page.read_cell import ReadCell
from bot.reading.page.rows import in_rows
from bot.reading.picture.both_ways import PageOf, read_both_ways
from bot.reading.picture.levelled import is_better
from bot.reading.picture.looks import is_drawn, is_faint, is_grainy
from bot.reading.picture.outline import is_of_table
from bot.reading.picture.sheets import together
from bot.reading.result import Reading, Reason, Tip

_FEWEST: Final = 2
"""Digits that another sheet has, at least, where the largest has none."""
_SIDES: Final = 2
"""A sheet of so few sides within the picture may be paper beside a shadow on it."""
_WORDS: Final = 0.7
"""What can be read so well are words, and nothing is written on the other side of the ground."""
_PLAIN: Final = 0.8
"""What was read more surely in the coarse look is not read better in a finer one."""


class PictureReader:
    """Reads pictures.

    Args:
        pages: reads their pages.
    """

    def __init__(self, pages: PageReader) -> None:
        self._pages = pages

    def read(self, page_of: PageOf, *, coloured: bool = False) -> Reading:
        """Reads the sheet that a picture shows; where nothing is on it, the whole picture.

        Args:
            page_of: gives the page as it is seen with some look.
            coloured: the page can be seen by its colours.
        """
        return read_both_ways(lambda pages: self._read(pages, coloured=coloured), page_of)

    def _read(self, page_of: PageOf, *, coloured: bool) -> Reading:
        page, read = self._read_level(page_of(Look()))
        sheet = page.sheet.enlarged(page.scale) if page.sheet is not None else None
        sheets = page.sheets
        if sheet is not None and not read.reading.digits:
            page, read = self._around(sheet, page, read, page_of)
        elif sheet is not None and sides_within(sheet, page.size) <= _SIDES:
            page, read = self._beyond(page, read, page_of)
        is_light = page.ink.light
        page, reading = self._on_other_side(sheet, page, read, page_of)
        reading = self._finely(page, reading, page_of)
        if page.may_be_small:
            reading = self._small(page, reading, page_of)
        if coloured and (is_faint(page) or (not reading.digits and is_drawn(page))):
            page, reading = self._by_colour(page, reading, page_of)
        if sheet is None and not (reading.digits and reading.confidence >= _PLAIN):
            reading = self._on_boards(page, reading, page_of)
            if not reading.digits:
                reading = self._in_strongest(page, reading)
        if sheet is None and is_light:
            reading = self._on_scraps(page, reading, page_of)
        if not reading.digits and is_grainy(page):
            reading = self._softly(page, reading, page_of)
        if page.sheet is not None or not reading.digits:
            reading = self._with_other_sheets(reading, page_of, sheets)
        return at_edge(doubting(in_rows(reading))).unstretched(page.stretch)

    def _around(
        self, sheet: Sheet, page: Page, read: PageRead, page_of: PageOf
    ) -> tuple[Page, PageRead]:
        """A sheet without a number, or the whole picture, where that holds more than the sheet."""
        whole = page_of(Look(flat=False))
        around = self._read_any_way_up(whole)
        return (page, read) if is_of_table(around.reading, sheet, whole) else (whole, around)

    def _beyond(self, page: Page, read: PageRead, page_of: PageOf) -> tuple[Page, PageRead]:
        """What is read on a sheet, or the whole picture where more is clearly read in that."""
        whole = page_of(Look(flat=False))
        # Paper goes on in the shadow, and so does its writing; a phone's bars are light on black.
        if whole.ink.light != page.ink.light:
            return page, read
        other = self._read_any_way_up(whole)
        return (whole, other) if _is_fuller(other.reading, read.reading) else (page, read)

    def _on_other_side(
        self, sheet: Sheet | None, page: Page, read: PageRead, page_of: PageOf
    ) -> tuple[Page, Reading]:
        """A page and its reading, or what is lighter than the ground instead, or darker."""
        reading = read.reading
        # Without light writing on it, a ground may be the dark side of a shadow.
        no_light = reading.reason is Reason.NO_INK and page.ink.light
        nothing = reading.reason is Reason.NOT_A_DIGIT or no_light
        if not nothing or orientation.legibility(read.cells) >= _WORDS:
            return page, reading
        # Something dark or light around the sheet may outweigh the writing on it.
        other = page_of(Look(flat=page.sheet is not None, light=not page.ink.light))
        if not self._holds_numbers(other, read.cells):
            return page, reading
        beyond = self._pages.read(other).reading
        found = beyond.digits and not is_of_table(beyond, sheet, other)
        return (other, beyond) if found else (page, reading)

    def _finely(self, page: Page, reading: Reading, page_of: PageOf) -> Reading:
        """A reading of a coarse look, or of a finer one where that is surer."""
        lined = page.segments.lined
        plain = reading.confidence >= _PLAIN and not lined
        if plain or not page.is_coarse or reading.reason is not None:
            return reading
        look = Look(page.sheet is not None, fine=True, light=page.ink.light)
        finer = self._read_any_way_up(page_of(look)).reading
        # A one that lies on a printed line may be lost in the coarse look.
        more = lined and len(finer.digits) > len(reading.digits) and finer.confidence >= _PLAIN
        surer = finer.reason is None and (more or finer.confidence > reading.confidence)
        return finer if surer else reading

    def _small(self, page: Page, reading: Reading, page_of: PageOf) -> Reading:
        """A reading, or that of small writing where it is surer or more of it is found."""
        look = Look(flat=page.sheet is not None, light=page.ink.light, small=True)
        small = self._pages.read(page_of(look)).reading
        if reading.reason is Reason.NO_INK and not small.digits:
            return replace(reading, confidence=small.confidence, tips=(Tip.TOO_SMALL,))
        return small if _is_fuller(small, reading) else reading

    def _by_colour(self, page: Page, reading: Reading, page_of: PageOf) -> tuple[Page, Reading]:
        """A page and its reading, or what is seen by its colours where that is more."""
        beside = page_of(Look(flat=False, light=False, by_colour=True))
        clearer = self._pages.read(beside).reading
        more = len(clearer.digits) > len(reading.digits)
        return (beside, clearer) if more and clearer.confidence >= _PLAIN else (page, reading)

    def _on_boards(self, page: Page, reading: Reading, page_of: PageOf) -> Reading:
        """A reading, or that of the dark boards in the picture, where it is clearer."""
        if not find_boards(page.gray):
            return reading
        board = page_of(Look(flat=False, light=True, boards=True))
        return _clearer(reading, self._pages.read(board).reading)

    def _on_scraps(self, page: Page, reading: Reading, page_of: PageOf) -> Reading:
        """A reading, or that of the light things in the picture where more is clearly read."""
        # The outline of one may be a zero.
        plain = len(reading.digits) >= _FEWEST and reading.confidence >= _PLAIN
        if plain or not find_scraps(page.gray).any():
            return reading
        scraps = page_of(Look(flat=False, light=False, scraps=True))
        on_them = self._read_level(scraps)[1].reading
        # Light things in a photograph of anything else may look like a row of ones.
        clear = orientation.is_clear(on_them) if reading.digits else on_them.confidence >= _PLAIN
        several = clear and len(on_them.digits) >= _FEWEST
        return on_them if several and _is_fuller(on_them, reading) else reading

    def _in_strongest(self, page: Page, reading: Reading) -> Reading:
        """A reading, or that of the strongest ink alone, where it is a clear number."""
        strongest = page.of_strongest()
        return _clearer(reading, self._pages.read(strongest).reading) if strongest else reading

    def _softly(self, page: Page, reading: Reading, page_of: PageOf) -> Reading:
        """A reading, or that of what is seen out of focus, where it is a clear number."""
        soft = page_of(Look(flat=page.sheet is not None, soft=True))
        return _clearer(reading, self._pages.read(soft).reading)

    def _with_other_sheets(self, reading: Reading, page_of: PageOf, sheets: int) -> Reading:
        """A reading of the largest of so many sheets, with what is on the others."""
        if reading.turned:
            return reading
        looks = [Look(which=which) for which in range(1, sheets)]
        readings = [reading, *(self._read_level(page_of(look))[1].reading for look in looks)]
        # A bar in one of several light shapes, none of which has more in it, is no number.
        least = 1 if reading.digits else _FEWEST
        found = [one for one in readings if len(one.digits) >= least and not one.turned]
        return together(found) if found else reading

    def _read_level(self, page: Page) -> tuple[Page, PageRead]:
        """Reads a page; where its lines are turned a little, after they are levelled."""
        read = self._read_any_way_up(page)
        angle = 0.0 if read.reading.turned else page.askew
        if angle:
            straight = page.straightened(angle)
            level = self._pages.read(straight)
            if is_better(level.reading, read.reading):
                return straight, level
        return page, read

    def _read_any_way_up(self, page: Page) -> PageRead:
        read = self._pages.read(page)
        reading = read.reading
        if reading.reason not in {None, Reason.NOT_A_DIGIT} or orientation.is_clear(reading):
            return read
        best, most = None, orientation.legibility(read.cells)
        if most >= orientation.LEGIBLE or not orientation.may_be_turned(page.segments.text):
            return read
        for degrees in orientation.TURNS:
            other = page.turned(degrees)
            seen = self._pages.glance(other)
            legible = orientation.legibility(seen)
            if legible > most and orientation.may_be_upright(seen):
                best, most = (other, degrees), legible
        if best is None:
            return read
        turned = self._pages.read(best[0])
        if len(turned.reading.digits) < orientation.LEAST_DIGITS:
            return read
        return turned._replace(reading=replace(turned.reading, turned=best[1]))

    def _holds_numbers(self, page: Page, before: Sequence[ReadCell]) -> bool:
        """Whether a glance shows mostly numbers, and what is easier to read than `before`."""
        seen = [] if page.segments.crowded else self._pages.glance(page)
        numbers = sum(cell.number >= LEAST_NUMBER for cell in seen)
        # What is light within and between the letters of a dark word may look like a one.
        clearer = orientation.legibility(seen) > orientation.legibility(before)
        return numbers * 2 > len(seen) and clearer


def _clearer(reading: Reading, other: Reading) -> Reading:
    """Of two readings the other, if it is a clear number and surer than one of the first."""
    surer = not reading.digits or other.confidence > reading.confidence
    return other if orientation.is_clear(other) and surer else reading


def _is_fuller(other: Reading, reading: Reading) -> bool:
    """Whether more is clearly read in another look, or no less and more surely."""
    more = len(other.digits) - len(reading.digits)
    surer = more >= 0 and other.confidence > reading.confidence
    return bool(other.digits) and (surer or (more > 0 and orientation.is_clear(other)))
