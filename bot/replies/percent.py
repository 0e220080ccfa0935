"""A probability in words: of all that answers say, what `read` needs where all goes well."""

from __future__ import annotations

from math import floor


def percent(probability: float) -> str:
    """A probability for people; it never claims 100 % nor 0 %."""
    if probability >= 0.999:
        return "over 99.9\u00a0%"
    if probability >= 0.99:
        return f"{floor(probability * 1000) / 10:.1f}\u00a0%"
    if probability < 0.01:
        return "under 1\u00a0%"
    return f"{round(probability * 100)}\u00a0%"
