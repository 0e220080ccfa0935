"""What all networks say of the candidates of a cell."""

from __future__ import annotations

from dataclasses import replace

from bot.reading.digits.classify import Scores
from bot.reading.line.candidates import Candidate, Candidates
from bot.reading.line.ctc import String, log_probability
from bot.reading.line.features import Evidence
from bot.reading.line.symbols import DIGITS, FIRST_LETTER


def spelled(cell: Candidates, scores: list[Scores]) -> tuple[list[Candidate], list[Scores]]:
    """The candidates of a cell, and what the digit network would make of the first one's ink.

    Args:
        cell: with candidates.
        scores: of the marks of each.
    """
    if not cell.found:
        return [], scores
    first, digits = cell.found[0], scores[0].probabilities.argmax(axis=1).tolist()
    own = tuple(
        digit if symbol < len(DIGITS) else symbol
        for symbol, digit in zip(first.string, digits, strict=True)
    )
    if any(found.string == own for found in cell.found):
        return list(cell.found), scores
    more = replace(first, string=own, score=log_probability(cell.columns, own))
    return [*cell.found, more], [*scores, scores[0]]


def evidence_of(
    cell: Candidates, candidate: Candidate, scores: Scores, trust: float = 1.0
) -> Evidence:
    """What all networks say of a candidate of a cell; `trust` as of the digit network's file."""
    digits = [k for k, symbol in enumerate(candidate.string) if symbol < len(DIGITS)]
    values = [candidate.string[k] for k in digits]
    return Evidence(
        candidate.score,
        tuple(scores.probabilities[digits, values].tolist()),
        tuple(scores.is_digit[digits].tolist()),
        len(candidate.string) - len(digits),
        None if cell.second is None else cell.second.get("".join(map(str, values)), 0.0),
        cell.has_signs,
        *_letters(candidate.string),
        trust,
        0.0 if scores.memory is None else float(scores.memory[digits, values].sum()),
    )


def _letters(string: String) -> tuple[int, int]:
    """How many letters a string has between its digits, and before and after them."""
    digits = [k for k, symbol in enumerate(string) if symbol < len(DIGITS)]
    letters = [k for k, symbol in enumerate(string) if symbol >= FIRST_LETTER]
    between = sum(digits[0] < k < digits[-1] for k in letters) if digits else 0
    return between, len(letters) - between
