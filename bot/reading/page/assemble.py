"""Cells that were read -> the Reading of their page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from bot.reading.layout.page import Page
from bot.reading.layout.ruled_columns import RuledColumns, ruled_columns
from bot.reading.line.confidence import LEAST_NUMBER
from bot.reading.median import median
from bot.reading.page.cut_beside import is_cut_beside
from bot.reading.page.edge import touches_edge
from bot.reading.page.read_cell import Mark, ReadCell
from bot.reading.page.ruled_rows import in_ruled_rows
from bot.reading.page.tips import tips_for
from bot.reading.result import Digit, Reading, Sign, Tip

_AS_LARGE: Final = 0.5
"""What is lower than this, in heights of the numbers, is a speck."""
CLEAR: Final = 0.9
"""A reading that is less sure comes with tips."""


def _lines(read: list[ReadCell], least: float) -> list[list[ReadCell]]:
    """The cells of the answer, line by line: numbers, and signs in a line with a number."""
    lines: list[list[ReadCell]] = []
    for row in sorted({cell.row for cell in read}):
        cells = [cell for cell in read if cell.row == row]
        if any(cell.number >= least for cell in cells):
            lines.append([c for c in cells if c.number >= least or _is_sign(c)])
    return lines


def _is_sign(cell: ReadCell) -> bool:
    return not cell.digits and bool(cell.marks) and cell.confidence >= LEAST_NUMBER


def reading_of(
    read: list[ReadCell], page: Page, least: float = LEAST_NUMBER, complete: float = 1.0
) -> Reading:
    """The reading of a page from its cells; numbers in a line are parted by a space.

    Args:
        read: the cells, line by line.
        page: that they are of.
        least: a cell that is a number with this probability is one.
        complete: how probable it is that no number is missing among them.
    """
    lines = in_ruled_rows(_lines(read, least), page.segments.rules)
    cells = [cell for line in lines for cell in line]
    answered = {id(cell) for cell in cells}
    left_out = [cell for cell in read if id(cell) not in answered]
    # The whole is right if each number is, and if nothing that was left out is one.
    sure = complete * math.prod(cell.confidence for cell in cells)
    sure *= math.prod(1 - cell.number for cell in left_out)
    marks = [[mark for cell in line for mark in cell.marks] for line in lines]
    height = median([cell.run.height for cell in cells]) if cells else 0.0
    columns = _columns(marks, height, page)
    return Reading(
        tuple(tuple(_digit(m, page, columns) for m in line if m.probabilities) for line in marks),
        sure,
        None,
        _tips(page, sure),
        page.size,
        written=tuple(" ".join(cell.text for cell in line) for line in lines),
        signs=tuple(
            Sign(m.symbol, m.confidence, page.in_picture(m.box), _column(m, columns), m.glyph)
            for line in marks
            for m in line
            if not m.probabilities
        ),
        others=any(cell.others for cell in cells) or _is_writing(left_out, cells, height),
    )


def _tips(page: Page, sure: float) -> tuple[Tip, ...]:
    """What to do better where a reading is not clear, or something beside it is cut off."""
    tips = () if sure >= CLEAR else tips_for(page)
    return (Tip.CUT_OFF, *tips) if Tip.CUT_OFF not in tips and is_cut_beside(page) else tips


def _is_writing(left_out: Sequence[ReadCell], cells: Sequence[ReadCell], height: float) -> bool:
    """Whether something of what is not in the answer stands beside it, or is as large."""
    rows = {cell.row for cell in cells}
    return any(cell.row in rows or cell.run.height >= _AS_LARGE * height for cell in left_out)


def mass_of(cells: Sequence[ReadCell]) -> float:
    """How much ink some cells are."""
    return sum(piece.mass for cell in cells for piece in cell.run.pieces)


def _columns(lines: list[list[Mark]], height: float, page: Page) -> RuledColumns | None:
    """The columns of a table that the page has rules of; `height` of its writing."""
    if len(lines) < 2 or not page.segments.rules:
        return None
    middles = [median([mark.box.y + mark.box.h / 2 for mark in line]) for line in lines]
    return ruled_columns(page.segments.rules, min(middles), max(middles), height)


def _column(mark: Mark, columns: RuledColumns | None) -> int | None:
    x, y, w, h = mark.box
    return None if columns is None else columns.at(x + w / 2, y + h / 2)


def _digit(mark: Mark, page: Page, columns: RuledColumns | None) -> Digit:
    box, column = page.in_picture(mark.box), _column(mark, columns)
    cut = touches_edge(page, mark.box)
    digit = int(mark.symbol)
    return Digit(digit, mark.confidence, box, mark.probabilities, mark.glyph, column, cut)
