"""What both networks say of the candidates of a cell."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.digits.classify import Scores
from bot.reading.line.candidates import Candidate
from bot.reading.line.ctc import String
from bot.reading.line.features import Evidence
from bot.reading.line.forms import Forms
from bot.reading.line.symbols import DIGITS, letters_in


def evidence_of(candidate: Candidate, scores: Scores, forms: Forms, trust: float = 1.0) -> Evidence:
    """What both networks say of a candidate of a cell, and how usual its form is.

    Args:
        candidate: of the cell.
        scores: of the candidate's digits.
        forms: of numbers.
        trust: as of the digit network's file.
    """
    digits = [k for k, symbol in enumerate(candidate.string) if symbol < len(DIGITS)]
    values = [candidate.string[k] for k in digits]
    memory = 0.0 if scores.memory is None else float(scores.memory[digits, values].sum())
    likeness = 0.0 if scores.likeness is None else float(scores.likeness[digits, values].sum())
    return Evidence(
        candidate.score,
        tuple(scores.probabilities[digits, values].tolist()),
        tuple(scores.is_digit[digits].tolist()),
        len(candidate.string) - len(digits),
        *_letters(candidate.string, digits),
        trust,
        memory,
        forms(candidate.string),
        likeness + (0.0 if scores.total is None else memory - float(scores.total.sum())),
    )


def _letters(string: String, digits: Sequence[int]) -> tuple[int, int]:
    """How many letters a string has between its digits, in such places, and around them."""
    between = letters_in(string[digits[0] : digits[-1]]) if digits else 0
    return between, letters_in(string) - between
