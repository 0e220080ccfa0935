"""Fitting how the two networks are joined, on scenes by writers that none has learnt from."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.line.company import in_company
from bot.reading.line.confidence import LEAST_NUMBER, Weights, probability
from bot.reading.line.features import LINE, PAGE, line_features, page_features
from training.lines.evidence import SeenLine, SeenScene
from training.lines.regression import choice, logistic
from training.measure.metrics import calibration_error

Floats = NDArray[np.float64]

START: Final[dict[str, tuple[float, ...]]] = {
    "candidate": (1.0, 0.3, 0.1, 2.0, -2.0, -1.0, 0.3),
    "right": (0.0,) * len(LINE),
    "number": (0.0,) * len(LINE),
    "page": (0.0,) * len(PAGE),
}
"""Weights before they are fitted."""


def fit(seen: list[SeenScene]) -> Weights:
    """Fits the choice among candidates, then the logistic functions; every scene counts alike."""
    lines = [(line, 1 / len(scene.lines)) for scene in seen for line in scene.lines]
    choices = [
        (np.array([e.features for e in line.evidence]), line.right.index(True), share)
        for line, share in lines
        if any(line.right) and len(line.right) > 1
    ]
    draft = Weights.of({**START, "candidate": choice(choices, START["candidate"])})
    known = [(line, share) for line, share in lines if line.number is not None]
    chosen = [_features(line, draft) for line, _ in known]
    matrix = np.array([features for _, features in chosen])
    share = np.array([share for _, share in known])
    right = [line.right[best] for (line, _), (best, _) in zip(known, chosen, strict=True)]
    draft = draft._replace(
        right=logistic(matrix, np.array(right, float), share),
        number=logistic(matrix, np.array([line.number for line, _ in known], float), share),
    )
    pages = [(_page(scene, draft), scene.numbers > 0) for scene in seen]
    kept = [(page, answer) for page, answer in pages if page is not None]
    page = logistic(np.array([p for p, _ in kept]), np.array([a for _, a in kept], float))
    return draft._replace(page=page)


def _features(line: SeenLine, weights: Weights) -> tuple[int, Floats]:
    """Which candidate is chosen, and what is known of that."""
    best, shares = weights.choose(line.evidence)
    return best, line_features(line.evidence[best], float(shares[best]), line.seen)


def _page(scene: SeenScene, weights: Weights) -> Floats | None:
    """What is known of a picture; `None` where no line of it is taken for a number."""
    pairs = zip(scene.lines, _numbers(scene, weights), strict=True)
    taken = [(line.mass, number) for line, number in pairs if number >= LEAST_NUMBER]
    if not taken:
        return None
    explained = sum(mass for mass, _ in taken) / scene.mass
    return page_features([number for _, number in taken], min(explained, 1.0))


def _numbers(scene: SeenScene, weights: Weights) -> list[float]:
    """How probable it is of each line that it is a number."""
    own = [probability(_features(line, weights)[1], weights.number) for line in scene.lines]
    return in_company(own + [0.0] * (scene.cells - len(own)))[: len(own)]


def measure(seen: list[SeenScene], weights: Weights) -> dict[str, float]:
    """How well the weights do on scenes that they were not fitted on.

    Returns:
        `lines`, of those with a number that were found; the share `exact` of them; the calibration
        error `ece` of their confidence; of scenes without a number the share `answered`, and of
        those with one the share `refused`.
    """
    sure, right = [], []
    answered = {True: [0, 0], False: [0, 0]}
    for scene in seen:
        for line, number in zip(scene.lines, _numbers(scene, weights), strict=True):
            best, features = _features(line, weights)
            if number >= LEAST_NUMBER:
                sure.append(min(probability(features, weights.right), number))
                right.append(line.right[best])
        page = _page(scene, weights)
        number = probability(page, weights.page) if page is not None else 0.0
        counts = answered[scene.numbers > 0]
        counts[0] += number >= LEAST_NUMBER
        counts[1] += 1
    hit = np.array(right)
    return {
        "lines": len(hit),
        "exact": round(float(hit.mean()), 4),
        "ece": round(calibration_error(np.array(sure), hit), 4),
        "answered": round(answered[False][0] / max(answered[False][1], 1), 4),
        "refused": round(1 - answered[True][0] / max(answered[True][1], 1), 4),
    }
