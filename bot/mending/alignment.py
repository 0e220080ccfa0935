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

UNLIKELY: Final = 1e-3
"""Weight of a misreading that the reading held to be less likely still, and of what was not seen,
or seen where nothing is written."""
OTHER_KIND: Final = 1e-5
"""The same where a digit was taken for a sign, or a sign for a digit."""
CLEAR: Final = 0.9
"""A pair that is at least so probable is placed."""
COMMON: Final = 0.05
"""What a symbol was at least so likely to be, before anybody said it, is in common."""

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
    ahead, behind = _forward(seen, written), _backward(seen, written)
    places: list[int | None] = []
    likeliest: list[int | None] = []
    common = 0.0
    for i, symbol in enumerate(seen):
        # Every way from the first corner to the last leaves row `i` by exactly one of these.
        pairs = [
            ahead[i][j] * _pair(symbol, c) * behind[i + 1][j + 1] for j, c in enumerate(written)
        ]
        none = sum(a * UNLIKELY * b for a, b in zip(ahead[i], behind[i + 1], strict=True))
        total = sum(pairs) + none
        best = max(range(len(pairs)), key=pairs.__getitem__, default=None)
        is_clear = best is not None and pairs[best] >= CLEAR * total
        places.append(best if is_clear else None)
        likeliest.append(best if best is not None and pairs[best] > none else None)
        likely = (p for p, c in zip(pairs, written, strict=True) if symbol.get(c, 0.0) >= COMMON)
        common += sum(likely) / total
    return Alignment(tuple(places), tuple(likeliest), common, len(seen), len(written))


def _pair(symbol: Seen, written: str) -> float:
    """How likely a seen symbol is one that is written."""
    same_kind = any(each.isdigit() == written.isdigit() for each in symbol)
    return max(symbol.get(written, 0.0), UNLIKELY if same_kind else OTHER_KIND)


def _forward(seen: Sequence[Seen], written: str) -> list[list[float]]:
    """`[i][j]`: weight of all ways to lay the first `i` beside the first `j`; rows are scaled."""
    row = [1.0]
    for _ in written:
        row.append(row[-1] * UNLIKELY)
    rows = [row]
    for symbol in seen:
        last, row = row, [row[0] * UNLIKELY]
        for j, c in enumerate(written):
            row.append(last[j] * _pair(symbol, c) + last[j + 1] * UNLIKELY + row[-1] * UNLIKELY)
        # Else the weights of a long number are too small for a float; one scale to a row is all
        # that `align` can bear, for it compares within a row.
        row = _scaled(row)
        rows.append(row)
    return rows


def _backward(seen: Sequence[Seen], written: str) -> list[list[float]]:
    """`[i][j]`: weight of all ways to lay the rest after `i` beside the rest after `j`."""
    mirrored = _forward(seen[::-1], written[::-1])
    return [row[::-1] for row in mirrored[::-1]]


def _scaled(row: list[float]) -> list[float]:
    most = max(row)
    return [weight / most for weight in row]
