"""Fitting how the two networks are joined, on scenes by writers that none has learnt from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.ink import DETECT_SIDE
from bot.reading.digits.classify import Classifier
from bot.reading.layout.components import Piece
from bot.reading.layout.page import find_page, open_page
from bot.reading.line.confidence import (
    LEAST_NUMBER,
    LINE,
    PAGE,
    Evidence,
    Weights,
    Whole,
    line_features,
    page_features,
    probability,
)
from bot.reading.line.symbols import DIGITS, FIRST_LETTER
from bot.reading.open.errors import PictureError
from bot.reading.recognise import Candidate, Candidates, Recogniser, evidence_of
from training.lines.scenes import Scene, number_among
from training.measure.metrics import calibration_error
from training.measure.outcomes import Labelled

Floats = NDArray[np.float64]

RIDGE: Final = 1e-2
LOST: Final = "?"
"""In place of a line's text: a number that was not found as a line of its own."""

START: Final[dict[str, tuple[float, ...]]] = {
    "candidate": (1.0, 0.3, 0.1, 2.0),
    "right": (0.0,) * len(LINE),
    "number": (0.0,) * len(LINE),
    "page": (0.0,) * len(PAGE),
}
"""Weights before they are fitted; those of candidates were chosen on the `choose` pictures."""


@dataclass(frozen=True)
class SeenLine:
    """A line that was found in a scene.

    Attributes:
        evidence: of each candidate.
        right: which of them say what is written.
        seen: the line as a whole.
        number: whether there is a number.
        mass: area times strength of its ink.
    """

    evidence: tuple[Evidence, ...]
    right: tuple[bool, ...]
    seen: Whole
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


def look(drawn: Iterable[Scene], recogniser: Recogniser) -> list[SeenScene]:
    """Reads scenes, as far as it is needed to fit the joining."""
    seen = []
    for scene in drawn:
        gray = scene.gray
        size = (gray.shape[1], gray.shape[0])
        page = find_page(gray, 1.0, size, coarsely=max(size) > DETECT_SIDE, flat=False)
        found = recogniser.candidates(page.segments, page.ink, page.gray)
        owners = [_owner(cell.run.pieces, scene, page.ink.factor) for cell in found]
        truths = {cell.row: "" for cell in found}
        for cell, owner in zip(found, owners, strict=True):
            if owner is not None:
                truths[cell.row] = scene.lines[owner].text
        numbers = sum(bool(line.text) for line in scene.lines)
        seen.append(_scene(found, truths, page.segments.mass, numbers, recogniser))
    return seen


def look_at_pictures(pictures: Iterable[Labelled], recogniser: Recogniser) -> list[SeenScene]:
    """The same of labelled pictures, whose rows must be found to be as many as the label's."""
    seen = []
    for picture in pictures:
        try:
            page = open_page(picture.path.read_bytes(), flat=True)
        except (PictureError, OSError):
            continue
        found = recogniser.candidates(page.segments, page.ink, page.gray)
        rows = sorted({c.row for c in found if c.found and _digits(c.found[0])})
        label = picture.label.replace(" ", "").split("\n") if picture.label else []
        wrong = [LOST if label else ""] * len(rows)
        texts = label if len(label) == len(rows) else wrong
        truths = dict(zip(rows, texts, strict=True))
        seen.append(_scene(found, truths, page.segments.mass, len(label), recogniser))
    return seen


def _scene(
    found: list[Candidates],
    truths: dict[int, str],
    mass: float,
    numbers: int,
    recogniser: Recogniser,
) -> SeenScene:
    lines = []
    for cell in found:
        if cell.found and _digits(cell.found[0]):
            row = [other for other in found if other.row == cell.row]
            lines.append(_seen(cell, row, truths.get(cell.row, ""), recogniser.classifier))
    return SeenScene(tuple(lines), max(mass, 1.0), numbers)


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
    number = bool(truth) and (len(row) == 1 or truth == LOST or any(t in truth for t in own))
    return SeenLine(evidence, right, cell.seen, number, mass)


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
    """Fits the logistic functions, one after another."""
    lines = [line for scene in seen for line in scene.lines]
    draft = Weights.of(START)
    matrix = np.array([_features(line, draft)[1] for line in lines])
    right = [line.right[_features(line, draft)[0]] for line in lines]
    draft = replace(
        draft,
        right=logistic(matrix, np.array(right, float)),
        number=logistic(matrix, np.array([line.number for line in lines], float)),
    )
    pages = [(_page(scene, draft), scene.numbers > 0) for scene in seen]
    kept = [(page, answer) for page, answer in pages if page is not None]
    page = logistic(np.array([p for p, _ in kept]), np.array([a for _, a in kept], float))
    return replace(draft, page=page)


def _features(line: SeenLine, weights: Weights) -> tuple[int, Floats]:
    """Which candidate is chosen, and what is known of that."""
    best, shares = weights.choose(line.evidence)
    return best, line_features(line.evidence[best], float(shares[best]), line.seen)


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
