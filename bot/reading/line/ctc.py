"""What the columns of a line say together: sums over all alignments of a string.

Graves et al., *Connectionist Temporal Classification* (2006); the prefix beam search is that of
Hannun et al., *First-Pass Large Vocabulary Continuous Speech Recognition using Bi-Directional
Recurrent DNNs* (2014). Probabilities are natural logarithms throughout.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.line.logspace import NEVER, log_add

UNLIKELY: Final = -7.0
"""A symbol below this log-probability opens no new prefix in its column."""

SURE: Final = -0.001
"""Above this log-probability of blank, a column only separates."""

String = tuple[int, ...]
Columns = NDArray[np.float64]


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
    beams: dict[String, tuple[float, float]] = {(): (0.0, NEVER)}  # ending in blank, in a symbol
    resting = False
    blank = columns.shape[1] - 1
    likely = columns[:, : symbols or blank] > UNLIKELY
    for place, row in enumerate(columns):
        if row[blank] > SURE:
            if not resting:
                beams = {prefix: (log_add(*ends), NEVER) for prefix, ends in beams.items()}
            resting = True
            continue
        resting = False
        beams = _grow(beams, row.tolist(), np.flatnonzero(likely[place]).tolist(), beam)
    found = [(prefix, log_add(*ends)) for prefix, ends in beams.items()]
    return sorted(found, key=lambda item: -item[1])


def _grow(
    beams: dict[String, tuple[float, float]], row: list[float], symbols: list[int], beam: int
) -> dict[String, tuple[float, float]]:
    """Takes all prefixes through one column in which these symbols are worth a look."""
    grown: dict[String, tuple[float, float]] = {}

    def reach(prefix: String, blank: float, symbol: float) -> None:
        before = grown.get(prefix, (NEVER, NEVER))
        grown[prefix] = (log_add(before[0], blank), log_add(before[1], symbol))

    for prefix, (blank, symbol) in beams.items():
        either = log_add(blank, symbol)
        last = prefix[-1] if prefix else None
        reach(prefix, either + row[-1], NEVER if last is None else symbol + row[last])
        for new in symbols:
            reach((*prefix, new), NEVER, (blank if new == last else either) + row[new])
    return dict(sorted(grown.items(), key=lambda item: -log_add(*item[1]))[:beam])


def log_probability(columns: Columns, string: String) -> float:
    """Logarithm of the probability of `string`: the sum over all of its alignments."""
    trellis = _trellis(columns, string, best=False)
    return float(np.logaddexp.reduce(trellis[-1, -2:]))


def align(columns: Columns, string: String) -> list[tuple[int, int]]:
    """The columns of each symbol on the best alignment: its first, and the one after its last.

    Raises:
        ValueError: the line has too few columns for the string.
    """
    trellis = _trellis(columns, string, best=True)
    states = trellis.shape[1]
    state = states - 1 if states == 1 or trellis[-1, -1] >= trellis[-1, -2] else states - 2
    if not np.isfinite(trellis[-1, state]):
        raise ValueError("the line has too few columns for this string")
    spans = [[len(columns), 0] for _ in string]
    for t in range(len(columns) - 1, -1, -1):
        if state % 2:
            span = spans[state // 2]
            span[0], span[1] = min(span[0], t), max(span[1], t + 1)
        if t:
            steps = [s for s in (state, state - 1) if s >= 0]
            if _may_skip(string, state):
                steps.append(state - 2)
            state = max(steps, key=lambda s: float(trellis[t - 1, s]))
    return [(first, end) for first, end in spans]


def _trellis(columns: Columns, string: String, *, best: bool) -> NDArray[np.float64]:
    """Forward scores `[T, 2 len(string) + 1]`; odd states are symbols, even ones blanks."""
    states = 2 * len(string) + 1
    symbols = np.full(states, columns.shape[1] - 1)
    symbols[1::2] = string
    skip = np.array([_may_skip(string, state) for state in range(states)])
    join = np.maximum if best else np.logaddexp
    trellis = np.full((len(columns), states), NEVER)
    trellis[0, :2] = columns[0, symbols[:2]]
    for t in range(1, len(columns)):
        before = trellis[t - 1]
        score = before.copy()
        score[1:] = join(score[1:], before[:-1])
        score[2:] = join(score[2:], np.where(skip[2:], before[:-2], NEVER))
        trellis[t] = score + columns[t, symbols]
    return trellis


def _may_skip(string: String, state: int) -> bool:
    """Whether `state` can follow the symbol before it without a blank between them."""
    i = state // 2
    return bool(state % 2) and i > 0 and string[i] != string[i - 1]
