"""Cells of the lines of a page that are unlike the others: fainter, smaller or larger."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from bot.reading.box import Box, apart, union
from bot.reading.layout.cells import Cell, TextLine
from bot.reading.layout.page import Page
from bot.reading.line.confidence import LEAST_NUMBER
from bot.reading.page.read_cell import ReadCell
from bot.reading.page.recognise import Recogniser

_LEAST: Final = 0.95
"""What is unlike the writing of the page may be grain: it has to be so surely a number."""
_MAY_BE: Final = 0.6
"""What is left out and less probably a number says nothing against what is read."""
_ABREAST: Final = 0.5
"""Cells of one row share so much of the height of the lower one;"""
_NEAR: Final = 1.2
"""they are one number where they are no further apart, in heights."""


def with_unlike(
    read: list[ReadCell], page: Page, recogniser: Recogniser
) -> tuple[list[ReadCell], float]:
    """The cells of a page, and what is surely a number of the lines that are unlike them.

    Args:
        read: the cells of the page's lines.
        page: with lines that are unlike those.
        recogniser: reads them.

    Returns:
        The cells, and how probable it is that what is left out of those lines holds no number.
    """
    segments = page.segments
    more = recogniser.read(segments._replace(text=segments.unlike), page.ink, page.gray)
    numbers = [cell for cell in more if cell.number >= _LEAST]
    complete = math.prod(1 - cell.number for cell in more if _MAY_BE <= cell.number < _LEAST)
    lines = [*segments.text, *segments.unlike]
    order = sorted(range(len(lines)), key=lambda row: lines[row].middle)
    place = {row: at for at, row in enumerate(order)}
    cells = [cell._replace(row=place[cell.row]) for cell in read]
    for cell in numbers:
        beside = _beside(cell, cells)
        whole = _together(cell, beside, page, recogniser) if beside else None
        if beside and whole:
            cells[cells.index(beside)] = whole._replace(row=beside.row)
        else:
            cells.append(cell._replace(row=place[len(segments.text) + cell.row]))
    return sorted(cells, key=lambda cell: cell.row) if numbers else read, complete


def _beside(cell: ReadCell, cells: Sequence[ReadCell]) -> ReadCell | None:
    """The number of a row that a cell goes on with, or that goes on with it."""
    own = _box(cell)
    for other in cells:
        box = _box(other)
        across, down = apart(own, box)
        if (
            other.number >= LEAST_NUMBER
            and -down >= _ABREAST * min(own.h, box.h)
            and across <= _NEAR * max(cell.run.height, other.run.height)
        ):
            return other
    return None


def _together(
    cell: ReadCell, other: ReadCell, page: Page, recogniser: Recogniser
) -> ReadCell | None:
    """Two cells read as one; `None` where that is no number with the digits of both."""
    pieces = sorted([*cell.run.pieces, *other.run.pieces], key=lambda p: p.box.x + p.box.w / 2)
    line = TextLine((Cell(tuple(pieces)),), other.run.slope, other.run.height)
    found = recogniser.read(page.segments._replace(text=(line,)), page.ink, page.gray)
    sure = len(found) == 1 and found[0].number >= _LEAST
    return found[0] if sure and found[0].digits == cell.digits + other.digits else None


def _box(cell: ReadCell) -> Box:
    return union([piece.box for piece in cell.run.pieces])
