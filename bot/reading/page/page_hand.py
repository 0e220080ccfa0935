"""What a page shows of the hand that wrote it: there a digit looks like the others of its kind.

What was read surely tells how its writer writes. Where something else is in doubt, each digit that
it may have gains as far as it looks like those that were read as this one, and loses where it does
not; so a one is told from a seven by the page's own. The network's sure answers are taken for
labels, as Lee does (2013, "Pseudo-Label").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from bot.reading.digits.hand import WEIGHT, Floats, Hand
from bot.reading.line.confidence import LEAST_NUMBER
from bot.reading.line.symbols import DIGITS
from bot.reading.page.read_cell import Mark, ReadCell

SURE: Final = 0.9
"""A digit that is at least so probable is an example."""
LEAST: Final = 8
"""With fewer examples nothing is known of the hand."""
DOUBTED: Final = 0.99
"""A cell whose text is less probable is in doubt;"""
_NUMBER: Final = 0.3
"""if it is a number with more than this probability."""
_EXPECTED: Final = 0.3
"""Share of what an example just alike says that any other digit of its kind is expected to say."""


def examples(cells: Sequence[ReadCell]) -> list[Mark]:
    """The digits that tell how a page's writer writes; none where they are too few.

    Args:
        cells: all of the page.
    """
    sure = [
        mark
        for cell in cells
        for mark in cell.marks
        if cell.number > LEAST_NUMBER and mark.symbol in DIGITS and mark.confidence >= SURE
    ]
    return sure if len(sure) >= LEAST else []


def is_doubted(cell: ReadCell) -> bool:
    """Whether the page's hand may say something else of a cell."""
    return cell.confidence < DOUBTED and cell.number > _NUMBER


def likeness(sure: Sequence[Mark], own: Floats, others: Floats) -> Floats:
    """What a page's sure digits say of other glyphs.

    Args:
        sure: the digits.
        own: `[K, D]`, their embeddings.
        others: `[N, D]`, those of the other glyphs, of the same network.

    Returns:
        `[N, 10]`, log-odds that are added to each digit's; 0 for one that is not among `sure`.
    """
    hand = Hand.of(own, np.array([int(mark.symbol) for mark in sure], np.uint8))
    if hand is None:
        return np.zeros((len(others), 10), np.float32)
    odds = hand.odds(others)
    odds[:, hand.digits.astype(np.intp)] -= np.float32(_EXPECTED * WEIGHT)
    return odds
