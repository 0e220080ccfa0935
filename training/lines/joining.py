"""Fitting how the two networks are joined, on scenes by writers that none has learnt from."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.ink import DETECT_SIDE
from bot.reading.digits.classify import Classifier
from bot.reading.layout.components import Piece
from bot.reading.layout.page import find_page
from bot.reading.line.confidence import (
    LEAST_NUMBER,
    LINE,
    PAGE,
    Evidence,
    Weights,
    line_features,
    page_features,
    probability,
)
from bot.reading.line.network import LineNetwork
from bot.reading.line.symbols import DIGITS, FIRST_LETTER
from bot.reading.written.recognise import (
    Candidate,
    Candidates,
    WrittenRecogniser,
    evidence_of,
)
from training.lines.scenes import Scene, number_among
from training.measure.metrics import calibration_error

Floats = NDArray[np.float64]

RIDGE: Final = 1e-2
FACTORS: Final = (2.0, 1.4, 1.2, 1.1, 1.05)
"""Weights of a candidate are moved by these, one after another."""

START: Final[dict[str, tuple[float, ...]]] = {
    "candidate": (1.0, 0.5, 0.3),
    "right": (0.0,) * len(LINE),
    "number": (0.0,) * len(LINE),
    "page": (0.0,) * len(PAGE),
}
"""Weights before they are fitted."""


@dataclass(frozen=True)
class SeenLine:
    """A line that was found in a scene.

    Attributes:
        evidence: of each candidate.
        right: which of them say what is written.
        other: see `Candidates.other`.
        number: whether there is a number.
        mass: area times strength of its ink.
    """

    evidence: tuple[Evidence, ...]
    right: tuple[bool, ...]
    other: float
    number: bool
    mass: float


@dataclass(frozen=True)
class SeenScene:
    """What was found in a scene.

    Attributes:
        lines: those that have a candidate.
        mass: of all its ink.
        numbers: lines with a number that were drawn.
    """

    lines: tuple[SeenLine, ...]
    mass: float
    numbers: int


def look(drawn: Iterable[Scene], classifier: Classifier, network: LineNetwork) -> list[SeenScene]:
    """Reads scenes, as far as it is needed to fit the joining."""
    recogniser = WrittenRecogniser(classifier, network)
    seen = []
    for scene in drawn:
        gray = scene.gray
        size = (gray.shape[1], gray.shape[0])
        page = find_page(gray, 1.0, size, coarsely=max(size) > DETECT_SIDE, flat=False)
        found = recogniser.candidates(page.segments, page.ink, page.gray)
        owners = [_owner(cell.run.pieces, scene, page.ink.factor) for cell in found]
        lines = []
        for place, cell in enumerate(found):
            owner = owners[place]
            if cell.found and _digits(cell.found[0]):
                truth = scene.lines[owner].text if owner is not None else ""
                rest = [c for c, o in zip(found, owners, strict=True) if o == owner]
                lines.append(_seen(cell, rest if owner is not None else [cell], truth, classifier))
        numbers = sum(bool(line.text) for line in scene.lines)
        seen.append(SeenScene(tuple(lines), max(page.segments.mass, 1.0), numbers))
    return seen


def _seen(cell: Candidates, row: list[Candidates], truth: str, classifier: Classifier) -> SeenLine:
    """Args: a cell, all cells of its line, the line's number, and the digit network."""
    evidence = tuple(evidence_of(c, classifier([g for _, g in c.marks])) for c in cell.found)
    texts = [text_of(one.found[0]) if one.found else "" for one in row]
    place = row.index(cell)
    before, after = "".join(texts[:place]), "".join(texts[place + 1 :])
    own = [text_of(c) for c in cell.found]
    # The cells beside it are taken as they are likeliest.
    right = tuple(bool(truth) and before + text + after == truth for text in own)
    mass = sum(p.area * p.strength for p in cell.run.pieces)
    number = bool(truth) and (len(row) == 1 or any(text in truth for text in own))
    return SeenLine(evidence, right, cell.other, number, mass)


def _digits(candidate: Candidate) -> bool:
    return any(symbol < len(DIGITS) for symbol in candidate.string)


def text_of(candidate: Candidate) -> str:
    """The number that a candidate says."""
    if all(symbol < FIRST_LETTER for symbol in candidate.string):
        return candidate.text
    return number_among(candidate.text)


def _owner(pieces: tuple[Piece, ...], scene: Scene, factor: int) -> int | None:
    """The scene's line that most of some pieces stand in."""
    middles = [p.middle * factor for p in pieces]
    votes = [sum(one.top - 2 <= y <= one.bottom + 2 for y in middles) for one in scene.lines]
    best = int(np.argmax(votes)) if votes else 0
    return best if votes and votes[best] * 2 > len(middles) else None


def fit(seen: list[SeenScene]) -> Weights:
    """Fits all weights, one after another."""
    lines = [line for scene in seen for line in scene.lines]
    candidate = tuple(_choice([line for line in lines if any(line.right)]))
    draft = Weights(candidate, *(START[name] for name in ("right", "number", "page")))
    matrix = np.array([_features(line, draft)[1] for line in lines])
    right = [line.right[_features(line, draft)[0]] for line in lines]
    draft = Weights(
        candidate,
        logistic(matrix, np.array(right, float)),
        logistic(matrix, np.array([line.number for line in lines], float)),
        START["page"],
    )
    pages = [(_page(scene, draft), scene.numbers > 0) for scene in seen]
    kept = [(page, answer) for page, answer in pages if page is not None]
    page = logistic(np.array([p for p, _ in kept]), np.array([a for _, a in kept], float))
    return Weights(candidate, draft.right, draft.number, page)


def _features(line: SeenLine, weights: Weights) -> tuple[int, Floats]:
    """Which candidate is chosen, and what is known of that."""
    best, shares = weights.choose(line.evidence)
    return best, line_features(line.evidence[best], float(shares[best]), line.other)


def _page(scene: SeenScene, weights: Weights) -> Floats | None:
    """What is known of a picture; `None` where no line of it is taken for a number."""
    numbers, mass = [], 0.0
    for line in scene.lines:
        number = probability(_features(line, weights)[1], weights.number)
        if number >= LEAST_NUMBER:
            numbers.append(number)
            mass += line.mass
    return page_features(numbers, min(mass / scene.mass, 1.0)) if numbers else None


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
        for line in scene.lines:
            best, features = _features(line, weights)
            if probability(features, weights.number) >= LEAST_NUMBER:
                sure.append(probability(features, weights.right))
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


def logistic(x: Floats, y: Floats, steps: int = 50) -> tuple[float, ...]:
    """Weights of a logistic regression, by Newton's method with a small ridge.

    Args:
        x: `[N, F]`.
        y: `[N]`, 0 or 1.
        steps: at most.
    """
    scale = np.maximum(np.abs(x).max(axis=0), 1e-9)
    z = x / scale
    weights = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(z @ weights, -30, 30)))
        gradient = z.T @ (y - p) - RIDGE * weights
        curve = (z * (p * (1 - p))[:, None]).T @ z + RIDGE * np.eye(len(weights))
        step = np.linalg.solve(curve, gradient)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return tuple(float(w) for w in weights / scale)


def _choice(lines: list[SeenLine]) -> list[float]:
    """Weights under which the right candidates are likeliest: a conditional logit, by search.

    Three weights and a smooth loss: coordinates are tried in turn, by ever smaller factors.
    """
    choices = [(np.array([e.features for e in one.evidence]), list(one.right)) for one in lines]

    def loss(weights: Floats) -> float:
        total = 0.0
        for features, right in choices:
            scores = features @ weights
            shares = np.exp(scores - scores.max())
            total -= math.log(max(float(shares[right].sum() / shares.sum()), 1e-9))
        return total

    best = np.array(START["candidate"])
    lowest = loss(best)
    for factor in FACTORS:
        for at, up in itertools.product(range(len(best)), (factor, 1 / factor)):
            while True:
                tried = best.copy()
                tried[at] *= up
                if (now := loss(tried)) >= lowest:
                    break
                best, lowest = tried, now
    return [float(weight) for weight in best]
