"""What a line is likely to be before the network's digits are put together.

Which pieces may be no part of the number, and which parts of a piece are seldom digits.
"""

from __future__ import annotations

from typing import Final

from bot.reading.digits.classify import Scores
from bot.reading.layout.components import Piece
from bot.reading.line.candidates import Row

SURE: Final = 0.8
"""A piece that is a digit with this probability is one for certain; one of less may be cut."""
_SKIP_SMALL: Final = 0.7
_SKIP_TALL: Final = 0.3
_SKIP_ALONE: Final = 0.9
"""Prior weight of leaving out a piece: one of less than half a digit's height, a taller one in a
line of digits, and one that has no digit beside it."""
_CUT: Final = 0.8
_CUT_ALONE: Final = 0.4
"""Prior weight of a part of a piece that is narrower than tall: in a line of digits, and alone."""
WIDE: Final = 1.5
"""A piece wider than this, in heights, is a line of digits by itself."""


def expect(row: Row, scores: Scores) -> tuple[dict[int, list[tuple[int, float]]], list[float]]:
    """What the lattice is to expect of a line.

    Args:
        row: the line.
        scores: the network's, of its runs.

    Returns:
        what may be left out, and the prior weight of each run; see `Lattice`.
    """
    sure = _sure_pieces(row, scores)
    return _leave(row, scores, sure), _prior(row, sure)


def _sure_pieces(row: Row, scores: Scores) -> list[Piece]:
    """The pieces that are a digit each, without a doubt."""
    whole = {(r.first, r.last + 1): i for i, r in enumerate(row.runs)}
    return [
        piece
        for piece, place in zip(row.line.pieces, row.pieces, strict=True)
        if place in whole and scores.is_digit[whole[place]] >= SURE
    ]


def _is_alone(piece: Piece, row: Row, sure: list[Piece]) -> bool:
    """Whether a piece has no digit beside it, and is not so wide that it must be several."""
    return piece.box.w < WIDE * row.line.height and all(other is piece for other in sure)


def _leave(row: Row, scores: Scores, sure: list[Piece]) -> dict[int, list[tuple[int, float]]]:
    """Which pieces may be left out of the number, and the weight of each."""
    whole = {(r.first, r.last + 1): i for i, r in enumerate(row.runs)}
    leave: dict[int, list[tuple[int, float]]] = {}
    for piece, (first, end) in zip(row.line.pieces, row.pieces, strict=True):
        index = whole.get((first, end))
        small = piece.box.h < 0.5 * row.line.height
        if index is None:
            weight = 1.0
        elif small:
            weight = _SKIP_SMALL * (1.0 - float(scores.is_digit[index]))
        else:
            weight = float(scores.is_other[index])
        if not small:
            skip = _SKIP_ALONE if _is_alone(piece, row, sure) else _SKIP_TALL
            # One that is wide would be several digits.
            weight *= skip ** max(1.0, piece.box.w / (0.75 * row.line.height))
        leave.setdefault(first, []).append((end, max(1e-6, weight)))
    return leave


def _prior(row: Row, sure: list[Piece]) -> list[float]:
    """The weight of each run before the network is asked.

    Digits that touch are wider together than they are tall, as a rule; a letter that is cut in two
    is not.
    """
    prior = []
    for run in row.runs:
        weight = 1.0
        for piece, (first, end) in zip(row.line.pieces, row.pieces, strict=True):
            cut = (
                first <= run.last and run.first < end and (run.first > first or run.last < end - 1)
            )
            if cut and piece.box.w < row.line.height:
                weight *= _CUT_ALONE if _is_alone(piece, row, sure) else _CUT
        prior.append(weight)
    return prior
