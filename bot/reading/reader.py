"""The pipeline: picture bytes -> Reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from bot.reading import orientation
from bot.reading.assemble import reading_of
from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import DETECT_SIDE
from bot.reading.digits.classify import Classifier
from bot.reading.digits.hand import Hand
from bot.reading.edge import at_edge
from bot.reading.faint import is_faint
from bot.reading.joints import doubting
from bot.reading.layout.page import Look, Page, find_page, open_page
from bot.reading.levelled import is_better
from bot.reading.line.confidence import LEAST_NUMBER
from bot.reading.line.network import LineNetwork
from bot.reading.outline import is_of_table
from bot.reading.page_reader import PageRead, PageReader
from bot.reading.read_cell import ReadCell
from bot.reading.recognise import Recogniser
from bot.reading.result import Reading, Reason
from bot.reading.rows import in_rows
from bot.reading.sheets import together

_FEWEST: Final = 2
"""Digits that another sheet has, at least, where the largest has none."""
_WORDS: Final = 0.7
"""What can be read so well are words, and nothing is written on the other side of the ground."""
_PLAIN: Final = 0.8
"""What was read more surely in the coarse look is not read better in a finer one."""


class Reader:
    """Reads pictures with two networks. Safe to call from several threads."""

    def __init__(self, classifier: Classifier, network: LineNetwork) -> None:
        self.classifier = classifier
        self._pages = PageReader(Recogniser(classifier, network))

    @property
    def recogniser(self) -> Recogniser:
        """What reads lines."""
        return self._pages.recogniser

    @classmethod
    def open(cls, model: Path, *, brief: bool = False) -> Reader:
        """Loads the model file, and the line network's beside it.

        Args:
            model: the digit network's file.
            brief: load sooner, for a few pictures, each of which takes longer.

        Raises:
            ModelError: a file is missing or does not fit.
        """
        return cls(
            Classifier.open(model, brief=brief), LineNetwork.beside(model.parent, brief=brief)
        )

    def knowing(self, hand: Hand | None) -> Reader:
        """What reads one person's pictures, with the same networks; itself for an unknown hand.

        Args:
            hand: as embedded by this reader's digit network.
        """
        if hand is None:
            return self
        reader, own = copy(self), self.recogniser
        reader._pages = PageReader(Recogniser(own.classifier, own.network, hand))
        return reader

    def read(self, data: bytes) -> Reading:
        """Reads a picture file.

        Args:
            data: the whole file, in any of the formats that `decode` knows.

        Raises:
            PictureError: the file cannot be decoded; its text is for the person who sent it.
        """
        return self._read_sheet(lambda look: open_page(data, look), coloured=True)

    def read_turned(self, data: bytes, degrees: int) -> Reading:
        """Reads a picture file the way up that somebody says, and no other.

        Args:
            data: as of `read`.
            degrees: 0, 90, 180 or 270, by which it is turned first, clockwise.

        Raises:
            PictureError: as of `read`.
        """
        page = open_page(data)
        upright = page.turned(degrees) if degrees else page
        reading = replace(self._pages.read(upright).reading, turned=degrees)
        return at_edge(doubting(in_rows(reading))).unstretched(page.stretch)

    def read_as_number(self, data: bytes) -> Reading:
        """Reads a picture file of which somebody says that there is a number in it.

        Args:
            data: as of `read`.

        Raises:
            PictureError: as of `read`.
        """
        page = open_page(data)
        segments = page.segments
        if segments.crowded or not segments.text:
            return Reading((), 1.0, Reason.NO_INK, (), page.size)
        read = self.recogniser.read(segments, page.ink, page.gray)
        reading = reading_of([cell for cell in read if cell.digits], page, 0.0)
        return doubting(in_rows(reading)).unstretched(page.stretch)

    def read_gray(
        self, gray: Gray, scale: float = 1.0, size: tuple[int, int] | None = None
    ) -> Reading:
        """Reads a picture that is upright, as far as its file says.

        Args:
            gray: `[H, W]`, 0 black to 255 white.
            scale: pixels of the full picture to a pixel of `gray`.
            size: width and height of the full picture, in pixels.

        Raises:
            ValueError: `gray` is not such an array, or has no pixels.
        """
        if gray.ndim != 2 or gray.dtype != np.uint8 or not gray.size:
            raise ValueError(f"a gray picture is uint8 [H, W], not {gray.dtype} {gray.shape}")
        size = size or (round(gray.shape[1] * scale), round(gray.shape[0] * scale))
        coarsely = max(gray.shape) > DETECT_SIDE
        return self._read_sheet(lambda look: find_page(gray, scale, size, look, coarsely=coarsely))

    def _read_sheet(self, page_of: Callable[[Look], Page], *, coloured: bool = False) -> Reading:
        """Reads the sheet that a picture shows; where nothing is on it, the whole picture.

        Args:
            page_of: gives the page as it is seen with some look.
            coloured: the page can be seen by its colours.
        """
        page, read = self._read_level(page_of(Look()))
        reading, seen, sheets = read.reading, read.cells, page.sheets
        sheet = page.sheet.enlarged(page.scale) if page.sheet is not None else None
        if sheet is not None and not reading.digits:
            whole = page_of(Look(flat=False))
            around = self._read_any_way_up(whole)
            if not is_of_table(around.reading, sheet, whole):
                page, reading, seen = whole, around.reading, around.cells
        # Without light writing on it, a ground may be the dark side of a shadow.
        no_light = reading.reason is Reason.NO_INK and page.ink.light
        nothing = reading.reason is Reason.NOT_A_DIGIT or no_light
        if nothing and orientation.legibility(seen) < _WORDS:
            # Something dark or light around the sheet may outweigh the writing on it.
            other = page_of(Look(flat=page.sheet is not None, light=not page.ink.light))
            if self._holds_numbers(other, seen):
                beyond = self._pages.read(other).reading
                if beyond.digits and not is_of_table(beyond, sheet, other):
                    page, reading = other, beyond
        lined = page.segments.lined
        if page.is_coarse and reading.reason is None and (lined or reading.confidence < _PLAIN):
            look = Look(page.sheet is not None, fine=True, light=page.ink.light)
            finer = self._read_any_way_up(page_of(look)).reading
            # A one that lies on a printed line may be lost in the coarse look.
            more = lined and len(finer.digits) > len(reading.digits) and finer.confidence >= _PLAIN
            if finer.reason is None and (more or finer.confidence > reading.confidence):
                reading = finer
        if coloured and is_faint(page):
            page, reading = self._by_colour(page, reading, page_of)
        if page.sheet is not None or not reading.digits:
            reading = self._with_other_sheets(reading, page_of, sheets)
        return at_edge(doubting(in_rows(reading))).unstretched(page.stretch)

    def _by_colour(
        self, page: Page, reading: Reading, page_of: Callable[[Look], Page]
    ) -> tuple[Page, Reading]:
        """A page and its reading, or what is seen by its colours where that is more."""
        beside = page_of(Look(flat=False, light=False, by_colour=True))
        clearer = self._pages.read(beside).reading
        more = len(clearer.digits) > len(reading.digits)
        return (beside, clearer) if more and clearer.confidence >= _PLAIN else (page, reading)

    def _with_other_sheets(
        self, reading: Reading, page_of: Callable[[Look], Page], sheets: int
    ) -> Reading:
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
