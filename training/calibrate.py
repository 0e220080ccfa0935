"""Confidence that means what it says: temperature for the digit, a logistic curve for "a digit".

Both are fitted on the validation split alone, half of it as it is and half made to look like what
people send, because a confidence that is right on MNIST's clean scans is too high on a photo.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.measure.metrics import calibration_error

Floats = NDArray[np.floating[Any]]

REFUSED = 0.005
"""Share of the validation digits that the threshold for "a digit" may refuse."""


@dataclass(frozen=True)
class Calibration:
    """What turns logits into probabilities.

    Attributes:
        temperature: the ten logits are divided by it.
        slope: of the log-odds of "a digit", before the logistic function.
        offset: added to them.
        thresholds: what the bot compares with; `is_digit` is the least that is read as a digit.
        report: how well it fits, for the card.
        trust: how many times the network's word counts beside the line network's.
    """

    temperature: float = 1.0
    slope: float = 1.0
    offset: float = 0.0
    thresholds: dict[str, float] = field(default_factory=lambda: {"is_digit": 0.5})
    report: dict[str, float] = field(default_factory=dict)
    trust: float = 1.0

    def as_dict(self) -> dict[str, float]:
        """The numbers of the curve and how well they fit, for the metadata and the card."""
        numbers = asdict(self)
        return {
            key: numbers[key] for key in ("temperature", "slope", "offset", "trust")
        } | self.report


def calibrate(digits: Floats, labels: NDArray[np.integer[Any]], others: Floats) -> Calibration:
    """Fits a calibration.

    Args:
        digits: logits `[N, 10 or more]` of pictures of digits.
        labels: `[N]`, which digits.
        others: logits `[M, 10 or more]` of pictures of no digit.
    """
    ten = digits[:, :10].astype(np.float64)
    temperature = _temperature(ten, labels)
    before, after = (_softmax(ten / t) for t in (1.0, temperature))
    right = ten.argmax(1) == labels
    yes, no = odds(digits), odds(others)
    slope, offset = _logistic(yes, no)
    is_digit = 1 / (1 + np.exp(-(slope * yes + offset)))
    threshold = min(0.5, float(np.quantile(is_digit, REFUSED)))
    return Calibration(
        round(temperature, 4),
        round(slope, 4),
        round(offset, 4),
        {"is_digit": round(threshold, 4)},
        {
            "pictures": len(labels),
            "ece_before": round(calibration_error(before.max(1), right), 5),
            "ece_after": round(calibration_error(after.max(1), right), 5),
        },
    )


def odds(logits: Floats) -> NDArray[np.float64]:
    """Log-odds of "one of the ten digits" against the others, or 0 where there are none."""
    ten = logits[:, :10].astype(np.float64)
    top = ten.max(1, keepdims=True)
    energy = top[:, 0] + np.log(np.exp(ten - top).sum(1))
    if logits.shape[1] > 10:
        energy = energy - np.logaddexp.reduce(logits[:, 10:].astype(np.float64), axis=1)
    result: NDArray[np.float64] = energy
    return result


def _temperature(logits: Floats, labels: NDArray[np.integer[Any]]) -> float:
    """The temperature of least cross-entropy (Guo et al. 2017), by golden section in its log."""

    def loss(log_t: float) -> float:
        scaled = logits / np.exp(log_t)
        top = scaled.max(1)
        total = top + np.log(np.exp(scaled - top[:, None]).sum(1))
        return float((total - scaled[np.arange(len(labels)), labels]).mean())

    low, high = np.log(0.1), np.log(10.0)
    ratio = (5**0.5 - 1) / 2
    for _ in range(40):
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        if loss(a) < loss(b):
            high = b
        else:
            low = a
    return float(np.exp((low + high) / 2))


def _logistic(yes: Floats, no: Floats, steps: int = 50) -> tuple[float, float]:
    """Slope and offset of a logistic curve, both sides weighing the same (Platt 1999)."""
    x = np.concatenate([yes, no])
    spread, centre = float(x.std()) or 1.0, float(x.mean())
    x = (x - centre) / spread
    target = np.concatenate(
        [np.full(len(yes), 1 - 0.5 / len(yes)), np.full(len(no), 0.5 / len(no))]
    )
    weight = np.concatenate([np.full(len(yes), 0.5 / len(yes)), np.full(len(no), 0.5 / len(no))])
    design = np.stack([x, np.ones_like(x)], axis=1)
    theta = np.zeros(2)
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(design @ theta, -30, 30)))
        gradient = design.T @ (weight * (p - target)) + 1e-6 * theta
        curve = (design * (weight * p * (1 - p))[:, None]).T @ design + 1e-6 * np.eye(2)
        step = np.linalg.solve(curve, gradient)
        theta -= step * min(1.0, 2.0 / float(np.abs(step).max() + 1e-12))
    slope = float(theta[0]) / spread
    return slope, float(theta[1]) - slope * centre


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(1, keepdims=True))
    result: Floats = powers / powers.sum(1, keepdims=True)
    return result
