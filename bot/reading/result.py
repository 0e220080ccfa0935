"""What a picture says: the values that `bot.reading` gives to everyone else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from bot.reading.box import Box, divided, union
from bot.reading.cells.cell import DOUBTFUL, Cell
from bot.reading.cells.ruled_cells import whole
from bot.reading.cells.spacing import wide_gaps
from bot.reading.glyph import Glyph


class Reason(StrEnum):
    """Why a picture was not answered with a number."""

    NO_INK = "no_ink"
    NOT_A_DIGIT = "not_a_digit"
    TOO_MUCH_INK = "too_much_ink"
    TOO_MANY = "too_many"


class Tip(StrEnum):
    """What about the picture makes it hard to read."""

    TOO_DARK = "too_dark"
    TOO_SMALL = "too_small"
    CUT_OFF = "cut_off"
    BLURRED = "blurred"


@dataclass(frozen=True, slots=True)
class Digit:
    """One digit that was found.

    Attributes:
        digit: 0 to 9.
        confidence: calibrated probability that this digit is right.
        box: where it is.
        probabilities: ten calibrated probabilities, by digit.
        glyph: what the network saw.
        column: of a ruled table, from 0; None where no table is ruled.
        at_edge: its ink touches the edge of the picture.
    """

    digit: int
    confidence: float
    box: Box
    probabilities: tuple[float, ...]
    glyph: Glyph = field(repr=False, compare=False)
    column: int | None = None
    at_edge: bool = False

    @property
    def text(self) -> str:
        """The digit as it is written."""
        return str(self.digit)

    @property
    def alternatives(self) -> list[tuple[int, float]]:
        """The other digits it could be, likeliest first, from one in a thousand upwards."""
        others = [(d, p) for d, p in enumerate(self.probabilities) if d != self.digit]
        return sorted(((d, p) for d, p in others if p >= 0.001), key=lambda pair: -pair[1])


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that was found beside digits.

    Attributes:
        sign: one of `. , - + / : = ( ) %` and the signs of multiplication and division.
        confidence: probability that it is right.
        box: where it is.
        column: as of a digit.
        glyph: what the digit network saw of it; `None` where it was not asked.
    """

    sign: str
    confidence: float
    box: Box
    column: int | None = None
    glyph: Glyph | None = field(default=None, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The sign as it is written."""
        return self.sign


Symbol: TypeAlias = Digit | Sign


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one picture.

    Attributes:
        lines: the digits in reading order, a tuple for each line of writing; empty when refused.
        confidence: calibrated probability that the whole text is right; when refused, that there
            is no digit.
        reason: why nothing was read; `None` when something was.
        tips: what would make the next picture easier.
        size: width and height of the upright picture, in pixels; the boxes are in these.
        turned: degrees (0, 90, 180, 270), clockwise, that the picture was turned to be upright,
            after EXIF.
        written: each line as it is written, with its signs and a space between cells, as far as
            they are known to be apart; the digits alone where it is empty.
        signs: the signs in reading order.
        others: whether letters, or other marks as large as the number, were left out.
    """

    lines: tuple[tuple[Digit, ...], ...]
    confidence: float
    reason: Reason | None
    tips: tuple[Tip, ...]
    size: tuple[int, int]
    turned: int = 0
    written: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()
    others: bool = False

    @property
    def text(self) -> str:
        """The number as written: cells joined by a space, rows by a line break."""
        return "\n".join(" ".join(cell.text for cell in row) for row in self.rows)

    @property
    def symbols(self) -> list[list[Symbol | None]]:
        """What each line says, from left to right; `None` parts cells."""
        signs = iter(self.signs)
        found: list[list[Symbol | None]] = []
        for place, line in enumerate(self.lines):
            digits = iter(line)
            if not self.written:
                found.append(list(digits))
                continue
            found.append(
                [
                    None if s == " " else next(digits) if s.isdigit() else next(signs)
                    for s in self.written[place]
                ]
            )
        return found

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The lines, parted into cells where they are known to be apart, and at wide gaps.

        In a column that rules make, what stands in one row is one cell, if nearly all are.
        """
        lines = [[s for s in line if s is not None] for line in self.symbols]
        wide = wide_gaps(
            [[s.box for s in line] for line in lines],
            [[isinstance(s, Digit) for s in line] for line in lines],
        )
        rows = []
        for line, gaps in zip(self.symbols, wide, strict=True):
            after = iter([*gaps, True])
            parts: list[list[Symbol]] = [[]]
            for symbol in line:
                if symbol is None:
                    parts.append([])
                else:
                    parts[-1].append(symbol)
                    if next(after):
                        parts.append([])
            rows.append(tuple(self._cell(part) for part in parts if part))
        return whole(rows)

    def _cell(self, part: Sequence[Symbol]) -> Cell:
        doubted = tuple(i for i, symbol in enumerate(part) if symbol.confidence < DOUBTFUL)
        # No part of a text is less likely to be right than the whole.
        sure = max(math.prod(symbol.confidence for symbol in part), self.confidence)
        column = part[0].column if len({s.column for s in part}) == 1 else None
        text = "".join(s.text for s in part)
        return Cell(text, sure, union([s.box for s in part]), doubted, column)

    def unstretched(self, stretch: tuple[float, float]) -> Reading:
        """The reading of a picture whose pixels were made square first, in pixels of its file.

        Args:
            stretch: what made them square, across and down, before the picture was turned.
        """
        if stretch == (1.0, 1.0):
            return self
        across, down = stretch if self.turned % 180 == 0 else stretch[::-1]
        lines = tuple(
            tuple(replace(d, box=divided(d.box, across, down)) for d in line) for line in self.lines
        )
        signs = tuple(replace(s, box=divided(s.box, across, down)) for s in self.signs)
        size = round(self.size[0] / across), round(self.size[1] / down)
        return replace(self, lines=lines, signs=signs, size=size)

    @property
    def digits(self) -> list[Digit]:
        """All digits in reading order."""
        return [digit for line in self.lines for digit in line]
