"""What a confidence is worth: how often whole answers are right that were said to be so sure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from training.measure import metrics
from training.measure.outcomes import Outcome
from training.measure.share import Share

EDGES: Final = (0.0, 0.5, 0.8, 0.9, 0.99, 1.0)
"""Bands of confidence, as a person distinguishes them."""
_DRAWS: Final = 200


@dataclass(frozen=True, slots=True)
class Band:
    """Pictures whose confidence lies between two bounds.

    Attributes:
        folder: which folder's; empty for all together.
        answered: whether they were answered with a number, or refused.
        low: the lower bound, which is within.
        high: the upper bound, which is not, except 1.
        said: mean of the confidences.
        right: of the pictures, those that are right: the label, or no number where there is none.
    """

    folder: str
    answered: bool
    low: float
    high: float
    said: float
    right: Share

    def as_record(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "folder": self.folder,
            "answered": self.answered,
            "from": self.low,
            "to": self.high,
            "said": round(self.said, 4),
            "right": self.right.as_record(),
        }


def bands(outcomes: Sequence[Outcome]) -> list[Band]:
    """The bands of each folder, before them of all together; empty ones are left out."""
    folders = sorted({outcome.picture.group for outcome in outcomes})
    groups = ["", *folders] if len(folders) > 1 else folders
    return [
        band
        for folder in groups
        for answered in (True, False)
        for band in _bands(
            folder,
            answered,
            [
                o
                for o in outcomes
                if o.opened and bool(o.text) == answered and folder in {"", o.picture.group}
            ],
        )
    ]


def by_chance(outcomes: Sequence[Outcome], seed: int = 0) -> float | None:
    """The calibration error that these confidences have on average when each is exactly true.

    With few pictures it is not 0: of a confidence of 0.9, ten pictures may be all right.
    """
    sure = np.array([o.confidence for o in outcomes if o.opened])
    if not len(sure):
        return None
    rng = np.random.default_rng(seed)
    draws = rng.random((_DRAWS, len(sure))) < sure
    return float(np.mean([metrics.calibration_error(sure, right) for right in draws]))


def _bands(folder: str, answered: bool, outcomes: Sequence[Outcome]) -> Iterator[Band]:
    for low, high in itertools.pairwise(EDGES):
        own = [o for o in outcomes if low <= o.confidence < high + (high == 1.0)]
        right = Share.of_these(o.exact for o in own)
        if right:
            said = float(np.mean([o.confidence for o in own]))
            yield Band(folder, answered, low, high, said, right)
