"""A share of so many, and how far it can be trusted."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

Z: Final = 1.959964
"""Of a normal distribution, 95 % lies within so many standard deviations."""


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`.

    Attributes:
        hits: how many.
        of: of how many; more than 0.
    """

    hits: int
    of: int

    @classmethod
    def of_these(cls, outcomes: Iterable[bool]) -> Share | None:
        """How many of them are true; `None` where there are none at all."""
        found = [bool(outcome) for outcome in outcomes]
        return cls(sum(found), len(found)) if found else None

    @property
    def others(self) -> Share:
        """The share of the others."""
        return Share(self.of - self.hits, self.of)

    @property
    def value(self) -> float:
        """0 to 1."""
        return self.hits / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval (Wilson 1927), from 0 to 1: true also for a share of 0 or 1."""
        square = Z * Z / self.of
        middle = (self.value + square / 2) / (1 + square)
        half = math.sqrt(self.value * (1 - self.value) * square + square * square / 4)
        half /= 1 + square
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.1%} ({100 * low:.1f}-{100 * high:.1f})"

    def as_record(self) -> dict[str, Any]:
        """For JSON."""
        low, high = self.interval
        value, low, high = (round(x, 4) for x in (self.value, low, high))
        return {"hits": self.hits, "of": self.of, "value": value, "low": low, "high": high}
