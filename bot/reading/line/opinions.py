"""What all networks say of the candidates of a cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.reading.digits.classify import Scores
from bot.reading.line.candidates import Candidate, Candidates
from bot.reading.line.ctc import String
from bot.reading.line.features import Evidence
from bot.reading.line.forms import Forms
from bot.reading.line.symbols import ALPHABET, DIGITS, FIRST_LETTER

SEEN_AS: Final = {"/": "1", "(": "16", ")": "17", "%": "9"}
"""Digits that a network which knows no signs takes them for; all others it leaves out. Counted on
lines by the writers that are held back to choose by."""


def evidence_of(
    cell: Candidates, candidate: Candidate, scores: Scores, forms: Forms, trust: float = 1.0
) -> Evidence:
    """What all networks say of a candidate of a cell, and how usual its form is.

    Args:
        cell: what was seen.
        candidate: one of its.
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
        None if cell.second is None else without_signs(cell.second, candidate.string),
        cell.has_signs,
        *_letters(candidate.string),
        trust,
        memory,
        forms(candidate.string),
        likeness + (0.0 if scores.total is None else memory - float(scores.total.sum())),
    )


def without_signs(said: Mapping[str, float], string: String) -> float:
    """What a network that knows no signs thinks of a string that may have some.

    Args:
        said: its probability of each string of digits.
        string: places in `ALPHABET`.

    Returns:
        How probable it finds what it would see of the string: where a sign stands nothing, or one
        of `SEEN_AS`.
    """
    return sum(p for digits, p in said.items() if _may_be_seen(digits, string))


def _may_be_seen(digits: str, string: String) -> bool:
    """Whether these may be all digits that are seen of a string."""
    reached = {0}  # how many of the digits are accounted for
    for symbol in map(ALPHABET.__getitem__, string):
        wanted = symbol if symbol in DIGITS else SEEN_AS.get(symbol, "")
        after = {k + 1 for k in reached if k < len(digits) and digits[k] in wanted}
        reached = after if symbol in DIGITS else reached | after
    return len(digits) in reached


def _letters(string: String) -> tuple[int, int]:
    """How many letters a string has between its digits, and before and after them."""
    digits = [k for k, symbol in enumerate(string) if symbol < len(DIGITS)]
    letters = [k for k, symbol in enumerate(string) if symbol >= FIRST_LETTER]
    between = sum(digits[0] < k < digits[-1] for k in letters) if digits else 0
    return between, len(letters) - between
