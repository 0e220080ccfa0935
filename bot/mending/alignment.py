"""What was seen and what somebody says is written there, symbol by symbol.

A pair hidden Markov model (Durbin et al., Biological Sequence Analysis, chapter 4) of three moves:
a seen symbol is the next one written, weighed by how likely the reading held that to be; a seen
symbol is none; a written one was not seen. Its posterior probabilities tell not only the likeliest
pairs, but which of them are beyond doubt: of two equal digits that stand side by side, either may
be the one too many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

UNLIKELY: Final = 1e-3
"""Weight of a misreading that the reading held to be less likely still, and of what was not seen,
or seen where nothing is written."""
OTHER_KIND: Final = 1e-4
"""The same where a digit was taken for a sign, or a sign for a digit."""
CLEAR: Final = 0.9
"""A pair that is at least so probable is placed."""
COMMON: Final = 0.05
"""What a symbol was at least so likely to be, before anybody said it, is in common."""

Logs = NDArray[np.float64]
Seen = Mapping[str, float]
"""A symbol that was seen: the probability of each symbol that it may be."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How what was seen lies beside what is written.

    Attributes:
        places: for each seen symbol, its place in what is written; `None` where that is not clear,
            or it is none of it.
        likeliest: the same, as likely as not; `None` only for what is likelier none of it.
        common: how many of the seen symbols are what the reading held to be likely, as expected.
        seen: how many symbols were seen.
        written: how many are written.
    """

    places: tuple[int | None, ...]
    likeliest: tuple[int | None, ...]
    common: float
    seen: int
    written: int

    @property
    def unplaced(self) -> list[int]:
        """The places of what is written that no seen symbol clearly is."""
        return sorted({*range(self.written)} - {*self.places})

    @property
    def fits(self) -> bool:
        """Whether it may be the same picture: some is in common, or there is little to compare."""
        most = max(self.seen, self.written)
        return bool(self.seen) and (most - self.common <= 2 or self.common >= most / 3)


def align(seen: Sequence[Seen], written: str) -> Alignment:
    """Lays what was seen beside what is written, in one order.

    Args:
        seen: the symbols of a reading.
        written: what somebody says they are, without spaces.
    """
    pairs = _pairs(seen, written)
    ahead, behind = _forward(pairs), _forward(pairs[::-1, ::-1])[::-1, ::-1]
    # Every way from the first corner to the last leaves row `i` by exactly one of these.
    paired = np.exp(ahead[:-1, :-1] + pairs + behind[1:, 1:] - ahead[-1, -1])
    none = np.exp(ahead[:-1] + behind[1:] - ahead[-1, -1]).sum(axis=1)
    places: list[int | None] = []
    likeliest: list[int | None] = []
    common = 0.0
    for symbol, each, not_any in zip(seen, paired, none, strict=True):
        best = int(each.argmax()) if written else None
        is_clear = best is not None and each[best] >= CLEAR
        places.append(best if is_clear else None)
        likeliest.append(best if best is not None and each[best] > not_any else None)
        likely = [symbol.get(c, 0.0) >= COMMON for c in written]
        common += float(each[likely].sum())
    return Alignment(tuple(places), tuple(likeliest), common, len(seen), len(written))


def _pairs(seen: Sequence[Seen], written: str) -> Logs:
    """`[N, M]`: how likely each seen symbol is each written one, against that it is none."""
    kinds = sorted(set(written))
    weights = [[_pair(symbol, c) for c in kinds] for symbol in seen]
    logs = np.log(np.array(weights).reshape(len(seen), len(kinds)) / UNLIKELY**2)
    return logs[:, [kinds.index(c) for c in written]]


def _pair(symbol: Seen, written: str) -> float:
    """How likely a seen symbol is one that is written."""
    same_kind = any(each.isdigit() == written.isdigit() for each in symbol)
    return max(symbol.get(written, 0.0), UNLIKELY if same_kind else OTHER_KIND)


def _forward(pairs: Logs) -> Logs:
    """`[N + 1, M + 1]`: weight of all ways to lay the first `i` beside the first `j`.

    Logarithms, for the weights of a long number are too small for a float; against those of the
    way without a pair, so that what is left out on either side weighs nothing more.
    """
    rows = np.zeros((len(pairs) + 1, pairs.shape[1] + 1))
    for i, row in enumerate(pairs):
        rows[i + 1] = rows[i]
        rows[i + 1, 1:] = np.logaddexp(rows[i, 1:], rows[i, :-1] + row)
        rows[i + 1] = np.logaddexp.accumulate(rows[i + 1])
    return rows
