"""What the columns of a line say together: sums over all alignments of a string.

Graves et al., *Connectionist Temporal Classification* (2006); the prefix beam search is that of
Hannun et al., *First-Pass Large Vocabulary Continuous Speech Recognition using Bi-Directional
Recurrent DNNs* (2014). Probabilities are natural logarithms at every door.
"""

from __future__ import annotations

import math
from operator import itemgetter
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

UNLIKELY: Final = -7.0
"""A symbol below this log-probability opens no new prefix in its column."""

SURE: Final = -0.001
"""Above this log-probability of blank, a column only separates."""

NEVER: Final = -math.inf
"""The logarithm of 0."""

String = tuple[int, ...]
Columns = NDArray[np.float64]
Beams: TypeAlias = list[tuple[String, float, float]]
"""Prefixes, each with its probability, ending in blank and ending in its last symbol, as shares of
one that is the same for all."""


def likely_strings(
    columns: Columns, beam: int = 8, symbols: int | None = None
) -> list[tuple[String, float]]:
    """The most probable symbol strings of a line, best first.

    Args:
        columns: `[T, C]` log-probabilities.
        beam: how many prefixes go on from column to column.
        symbols: only strings of the first so many of the alphabet.

    Returns:
        Strings of places in the alphabet, each with the logarithm of its probability.
    """
    beams: Beams = [((), 1.0, 0.0)]
    scale = 0.0
    resting = False
    blank = columns.shape[1] - 1
    likely = columns[:, : symbols or blank] > UNLIKELY
    rows = np.exp(columns).tolist()
    for place, is_blank in enumerate((columns[:, blank] > SURE).tolist()):
        if is_blank:
            if not resting:
                beams = [(prefix, end + symbol, 0.0) for prefix, end, symbol in beams]
            resting = True
            continue
        resting = False
        beams = _grow(beams, rows[place], np.flatnonzero(likely[place]).tolist(), beam)
        # Scaled to the best, sums of plain probabilities never vanish, and need no logarithms.
        best = (beams[0][1] + beams[0][2]) or 1.0
        scale += math.log(best)
        beams = [(prefix, end / best, symbol / best) for prefix, end, symbol in beams]
    found = [(prefix, end + symbol) for prefix, end, symbol in beams]
    found.sort(key=itemgetter(1), reverse=True)
    return [(prefix, scale + math.log(p) if p else NEVER) for prefix, p in found]


def _grow(beams: Beams, row: list[float], symbols: list[int], beam: int) -> Beams:
    """Takes all prefixes through one column in which these symbols are worth a look."""
    places = {prefix: place for place, (prefix, _, _) in enumerate(beams)}
    ends = [(end + symbol) * row[-1] for _, end, symbol in beams]
    reached = [symbol * row[prefix[-1]] if prefix else 0.0 for prefix, _, symbol in beams]
    known: list[list[int]] = [[] for _ in beams]
    for place, (prefix, _, _) in enumerate(beams):
        if prefix and (before := places.get(prefix[:-1])) is not None:
            new = prefix[-1]
            if new in symbols:
                shorter, end, symbol = beams[before]
                repeats = bool(shorter) and shorter[-1] == new
                reached[place] += (end if repeats else end + symbol) * row[new]
                known[before].append(new)
    grown = [
        (end + symbol, prefix, end, symbol)
        for (prefix, _, _), end, symbol in zip(beams, ends, reached, strict=True)
    ]
    # A new prefix that is less likely than as many as go on need not be made.
    least = sorted(total for total, *_ in grown)[-beam] if len(grown) >= beam else 0.0
    for (prefix, end, symbol), old in zip(beams, known, strict=True):
        last = prefix[-1] if prefix else -1
        either = end + symbol
        if either <= least:
            continue
        for new in symbols:
            p = (end if new == last else either) * row[new]
            if p > least and new not in old:
                grown.append((p, (*prefix, new), 0.0, p))
    grown.sort(key=itemgetter(0), reverse=True)
    return [(prefix, end, symbol) for _, prefix, end, symbol in grown[:beam]]


def log_probability(columns: Columns, string: String) -> float:
    """Logarithm of the probability of `string`: the sum over all of its alignments."""
    trellis = _trellis(columns, string, best=False)
    return float(np.logaddexp.reduce(trellis[-1, -2:]))


def align(columns: Columns, string: String) -> list[tuple[int, int]]:
    """The columns of each symbol on the best alignment: its first, and the one after its last.

    Raises:
        ValueError: the line has too few columns for the string.
    """
    trellis = _trellis(columns, string, best=True).tolist()
    states = len(trellis[0])
    state = states - 1 if states == 1 or trellis[-1][-1] >= trellis[-1][-2] else states - 2
    if not math.isfinite(trellis[-1][state]):
        raise ValueError("the line has too few columns for this string")
    spans = [[len(columns), 0] for _ in string]
    for t in range(len(columns) - 1, -1, -1):
        if state % 2:
            span = spans[state // 2]
            span[0], span[1] = min(span[0], t), max(span[1], t + 1)
        if t and state:
            before = trellis[t - 1]
            step = state if before[state] >= before[state - 1] else state - 1
            if _may_skip(string, state) and before[state - 2] > before[step]:
                step = state - 2
            state = step
    return [(first, end) for first, end in spans]


def _trellis(columns: Columns, string: String, *, best: bool) -> NDArray[np.float64]:
    """Forward scores `[T, 2 len(string) + 1]`; odd states are symbols, even ones blanks."""
    states = 2 * len(string) + 1
    symbols = np.full(states, columns.shape[1] - 1)
    symbols[1::2] = string
    skip = np.array([0.0 if _may_skip(string, state) else NEVER for state in range(states)])
    join = np.maximum if best else np.logaddexp
    scores = columns[:, symbols]
    # Two states that are never reached come before the first.
    trellis = np.full((len(columns), states + 2), NEVER)
    trellis[0, 2:4] = scores[0, :2]
    for before, score, own in zip(trellis[:-1], trellis[1:, 2:], scores[1:], strict=True):
        np.add(before[:-2], skip, out=score)
        join(join(before[2:], before[1:-1]), score, out=score)
        np.add(score, own, out=score)
    return trellis[:, 2:]


def _may_skip(string: String, state: int) -> bool:
    """Whether `state` can follow the symbol before it without a blank between them."""
    i = state // 2
    return bool(state % 2) and i > 0 and string[i] != string[i - 1]
