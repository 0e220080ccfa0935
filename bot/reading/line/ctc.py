"""What the columns of a line say together: sums over all alignments of a string.

Graves et al., *Connectionist Temporal Classification* (2006); the prefix beam search is that of
Hannun et al., *First-Pass Large Vocabulary Continuous Speech Recognition using Bi-Directional
Recurrent DNNs* (2014). Probabilities are natural logarithms at every door.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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
"""`[T, C]`, log-probabilities of each symbol at each column, blank last."""
Beams: TypeAlias = list[tuple[String, float, float]]
"""Prefixes, each with its probability, ending in blank and ending in its last symbol, as shares of
one that is the same for all."""


def likeliest_string(columns: Columns, beam: int = 8) -> tuple[String, float]:
    """The most probable symbol string of a line, with the logarithm of its probability.

    Args:
        columns: `[T, C]` log-probabilities.
        beam: how many prefixes go on from column to column, where it has to be searched for.
    """
    path, score = _best_path(columns, None)
    if score > math.log(0.5):  # one alignment of it alone is likelier than all other strings
        return path, log_probability(columns, path)
    return likely_strings(columns, beam)[0]


def likely_strings(
    columns: Columns, beam: int = 8, symbols: int | None = None, within: float = math.inf
) -> list[tuple[String, float]]:
    """The most probable symbol strings of a line, best first.

    Args:
        columns: `[T, C]` log-probabilities.
        beam: how many prefixes go on from column to column.
        symbols: only strings of the first so many of the alphabet.
        within: strings that are less likely than the best by more than this, in logarithms, are of
            no use.

    Returns:
        Strings of places in the alphabet, each with the logarithm of its probability.
    """
    path, score = _best_path(columns, symbols)
    if -math.expm1(score) < math.exp(score - within):  # all others together are too unlikely
        return [(path, log_probability(columns, path))]
    found = _search(columns, beam, symbols)
    return [one for one in found if one[1] >= found[0][1] - within]


def _best_path(columns: Columns, symbols: int | None) -> tuple[String, float]:
    """The string of the likeliest alignment, and the logarithm of that alignment's probability."""
    blank = columns.shape[1] - 1
    some = columns[:, : symbols or blank]
    best = some.argmax(axis=1)
    own = some[np.arange(len(some)), best]
    is_blank = columns[:, blank] >= own
    path = np.where(is_blank, blank, best)
    new = np.ones(len(path), bool)
    new[1:] = path[1:] != path[:-1]
    score = float(np.where(is_blank, columns[:, blank], own).sum())
    return tuple(path[new & ~is_blank].tolist()), score


def _search(columns: Columns, beam: int, symbols: int | None) -> list[tuple[String, float]]:
    """Prefix beam search, see `likely_strings`."""
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
    trellis, _ = _trellis(columns, [string], best=False)
    return float(np.logaddexp.reduce(trellis[-1, 0, -2:]))


def align(columns: Columns, strings: Sequence[String]) -> list[list[tuple[int, int]]]:
    """The columns of each symbol on the best alignment of each string.

    Returns:
        For each string, for each symbol, its first column, and the one after its last.

    Raises:
        ValueError: the line has too few columns for a string.
    """
    scores, starts = _trellis(columns, strings, best=True)
    bounds = [*starts.tolist(), len(columns)]
    return [
        _spans(string, scores[:, place, : 2 * len(string) + 1].tolist(), bounds)
        for place, string in enumerate(strings)
    ]


def _spans(string: String, trellis: list[list[float]], bounds: list[int]) -> list[tuple[int, int]]:
    """The way back through a string's trellis; step `t` begins at column `bounds[t]`."""
    state = len(trellis[0]) - 1
    if state and trellis[-1][state] < trellis[-1][state - 1]:
        state -= 1
    if not math.isfinite(trellis[-1][state]):
        raise ValueError("the line has too few columns for this string")
    spans = [[bounds[-1], 0] for _ in string]
    for t in range(len(trellis) - 1, -1, -1):
        if state % 2:
            span = spans[state // 2]
            span[0], span[1] = min(span[0], bounds[t]), max(span[1], bounds[t + 1])
        if t and state:
            before = trellis[t - 1]
            step = state if before[state] >= before[state - 1] else state - 1
            if _may_skip(string, state) and before[state - 2] > before[step]:
                step = state - 2
            state = step
    return [(first, end) for first, end in spans]


def _trellis(
    columns: Columns, strings: Sequence[String], *, best: bool
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Forward scores `[R, N, S]` of strings; odd states are symbols, even ones blanks.

    Columns that only separate are one step together; with the scores comes where each step begins.
    Shorter strings have states beyond their last, which nothing comes back from.
    """
    states = 2 * max(map(len, strings)) + 1
    symbols = np.full((len(strings), states), columns.shape[1] - 1)
    skip = np.full(symbols.shape, NEVER)
    for place, string in enumerate(strings):
        symbols[place, 1 : 2 * len(string) : 2] = string
        skip[place, [k for k in range(2 * len(string)) if _may_skip(string, k)]] = 0.0
    separates = columns[:, -1] > SURE
    separates[1:] &= separates[:-1].copy()
    separates[:1] = False
    starts = np.flatnonzero(~separates)
    scores = np.add.reduceat(columns, starts, axis=0)[:, symbols]
    join = np.maximum if best else np.logaddexp
    # Two states that are never reached come before the first.
    trellis = np.full((len(scores), len(strings), states + 2), NEVER)
    trellis[0, :, 2:4] = scores[0, :, :2]
    for before, score, own in zip(trellis[:-1], trellis[1:, :, 2:], scores[1:], strict=True):
        np.add(before[:, :-2], skip, out=score)
        join(join(before[:, 2:], before[:, 1:-1]), score, out=score)
        np.add(score, own, out=score)
    return trellis[:, :, 2:], starts


def _may_skip(string: String, state: int) -> bool:
    """Whether `state` can follow the symbol before it without a blank between them."""
    i = state // 2
    return bool(state % 2) and i > 0 and string[i] != string[i - 1]
