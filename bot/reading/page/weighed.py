"""A cell that was weighed: which of its candidates it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from bot.reading.digits.classify import Scores
from bot.reading.line.candidates import Candidates
from bot.reading.line.company import SignPrior
from bot.reading.line.confidence import Weights, probability
from bot.reading.line.features import Evidence, line_features
from bot.reading.line.symbols import FIRST_LETTER
from bot.reading.line.words import name_length
from bot.reading.page.read_cell import ReadCell, mark_of


class Weighed(NamedTuple):
    """A cell, and what is said of its candidates.

    Attributes:
        cell: the cell.
        scores: the digit network's, of each candidate.
        evidence: all that is said of each.
        most: with no greater probability the text that is chosen is right,
        most_number: or the cell a number.
    """

    cell: Candidates
    scores: Sequence[Scores]
    evidence: Sequence[Evidence]
    most: float = 1.0
    most_number: float = 1.0


def joined(weighed: Weighed, weights: Weights, prior: SignPrior | None = None) -> ReadCell:
    """The best candidate of a cell, with what both networks, and the other cells, say of it.

    Args:
        weighed: the cell.
        weights: of what the networks say.
        prior: what the other cells say.
    """
    cell, scores, evidence, *_ = weighed
    found = cell.found
    if not found:
        return ReadCell(cell.row, cell.run, (), 0.0, 0.0, others=True, legible=cell.legible)
    best, shares = weights.choose(evidence, [prior(c.string) for c in found] if prior else None)
    seen = cell.seen.remembering(evidence[best].memory)
    features = line_features(evidence[best], float(shares[best]), seen)
    chosen = found[best]
    signs_alone = not evidence[best].digit
    right = math.exp(chosen.score) if signs_alone else probability(features, weights.right)
    sure = min(right, weighed.most)
    known = evidence[best].known
    number = 0.0 if signs_alone else probability(features, weights.number, known)
    number = min(number, weighed.most_number)
    name = name_length(chosen.string)
    marks = tuple(
        mark_of(cell.columns, chosen, scores[best], place, sure)
        for place, symbol in enumerate(chosen.string)
        if place >= name and symbol < FIRST_LETTER
    )
    others = len(marks) < len(chosen.string)
    return ReadCell(cell.row, cell.run, marks, sure, number, others, cell.legible)
