"""Measuring a candidate model beside the active one, for the gate.

Needs no TensorFlow, and little memory. The bot runs this in a process of its own, so that a model
file that crashes, hangs or swells harms nothing; what the figures mean for the candidate is judged
by `bot.lifecycle.gate`.

The figures are `bot.contract.Comparison`.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final, Literal

import cv2
import numpy as np

from bot.contract import Comparison, ModelFigures
from bot.reading.digits.classify import Classifier
from bot.reading.layout.ruling import RulingNetwork
from bot.reading.line.network import FILE, LineNetwork
from bot.reading.model import SHIPPED, ModelError, read_model
from bot.reading.open.errors import PictureError
from bot.reading.reader import Reader
from training import data
from training.data import NOT_A_DIGIT, Digits
from training.labelled import corrections as corrected
from training.process.errors import TrainingError
from training.synthesis.scenes import scenes

Networks = tuple[LineNetwork, RulingNetwork]
Questions = dict[Literal["mnist", "corrections"], Digits | None]
MOST_MB: Final = 600
"""Memory that measuring may ask for; it takes 180 with models of this project."""
BATCH: Final = 100
SPEED_BATCH: Final = 32
SHIPPED_LINES = SHIPPED / FILE
ROUNDS: Final = 40
NO_MNIST: Final = "there is no MNIST on this machine; set MNIST_PATH to an mnist.npz"
NO_CORRECTIONS: Final = "there are no corrections that are kept apart for measuring yet"
NO_ACTIVE: Final = "the active model does not load here, so there is nothing to compare with"


def measure(
    candidate: Path,
    active: Path,
    *,
    mnist: Path | None = None,
    corrections: Path | None = None,
    lines: Path = SHIPPED_LINES,
) -> Comparison:
    """Measures two models in one run.

    Args:
        candidate: the model file that wants to be let in.
        active: the one that the bot reads with.
        mnist: an mnist.npz; without it, `MNIST_PATH` or what Keras has downloaded before.
        corrections: held-out corrections, in the form of `training.labelled.corrections`.
        lines: the line network's model file, which both read whole pictures with, and the ruling
            network beside it.

    Raises:
        TrainingError: the data, the corrections or the line network that were given cannot be used.
    """
    cv2.setNumThreads(1)
    unchecked: dict[str, str] = {}
    questions: Questions = {"mnist": _validation(mnist), "corrections": None}
    if questions["mnist"] is None:
        unchecked["mnist"] = NO_MNIST
    if corrections is not None:
        questions["corrections"] = corrected.load(corrections)
    else:
        unchecked["corrections"] = NO_CORRECTIONS
    networks = _other_networks(lines)
    found: dict[str, ModelFigures] = {}
    models: dict[str, Classifier] = {}
    # The active one first: what then crashes is the candidate.
    for name, path in (("active", active), ("candidate", candidate)):
        found[name] = {"error": None}
        try:
            models[name] = model = Classifier(content := read_model(path))
        except ModelError as error:
            found[name]["error"] = str(error)
            continue
        info = model.info
        found[name] |= {"version": info.version, "recipe": info.recipe, "created": info.created}
        found[name]["bytes"] = len(content)
    if "candidate" in models:
        for name, model in list(models.items()):
            try:
                found[name] |= _answers(model, questions, networks)
            except ModelError as error:
                found[name]["error"] = str(error)
                del models[name]
        _time(models, found)
    if "active" not in models:
        unchecked |= dict.fromkeys(("mnist", "corrections", "scenes", "speed"), NO_ACTIVE)
    return {"candidate": found["candidate"], "active": found["active"], "unchecked": unchecked}


def table(found: Comparison) -> str:
    """The figures for a person."""
    lines = [f"{'':12}{'active':>24}{'candidate':>24}"]
    for name in ("version", "mnist", "corrections", "scenes", "batch_ms"):
        shown = [_shown(found[model].get(name)) for model in ("active", "candidate")]
        lines.append(f"{name:12}{shown[0]:>24}{shown[1]:>24}")
    errors = {model: found[model]["error"] for model in ("active", "candidate")}
    lines += [f"The {model}: {error}" for model, error in errors.items() if error]
    lines += [f"No {name}: {why}." for name, why in found["unchecked"].items()]
    return "\n".join(lines) + "\n"


def _shown(figure: Any) -> str:
    if isinstance(figure, dict):
        return f"{figure['right']} of {figure['count']}"
    return "-" if figure is None else str(figure)


def _validation(path: Path | None) -> Digits | None:
    """MNIST's fixed validation split, where MNIST is on this machine; nothing is downloaded."""
    mnist = data.load_present(path)
    return None if mnist is None else data.split(mnist.train)[1]


def _other_networks(path: Path) -> Networks:
    """The line network of a file, and the ruling network beside it, or the one that ships."""
    try:
        return LineNetwork.open(path), RulingNetwork.beside(path.parent)
    except ModelError as error:
        raise TrainingError(str(error)) from error


def _answers(model: Classifier, questions: Questions, networks: Networks) -> ModelFigures:
    """What one model answers.

    Raises:
        ModelError: it loads, but what it answers is not of use.
    """
    found: ModelFigures = {}
    try:
        _sound(model)
        for name, digits in questions.items():
            if digits is not None:
                right = 0
                for start in range(0, len(digits), BATCH):
                    right += _right(model, digits.take(slice(start, start + BATCH)), name)
                found[name] = {"right": right, "count": len(digits)}
        reader = Reader(model, *networks)
        told = [_text(reader, scene.file) == scene.text for scene in scenes()]
    except ModelError:
        raise
    # onnxruntime raises a family of exceptions that share no base but Exception.
    except Exception as error:
        raise ModelError("The model loads, but fails on pictures.") from error
    found["scenes"] = {"right": sum(told), "count": len(told)}
    return found


def _sound(model: Classifier) -> None:
    """Raises `ModelError` if answers are not probabilities."""
    noise = np.random.default_rng(1).integers(0, 256, (3, 28, 28), np.uint8)
    scores = model([np.zeros((28, 28), np.uint8), np.full((28, 28), 255, np.uint8), *noise])
    shapes = scores.probabilities.shape, scores.is_digit.shape, scores.is_other.shape
    if shapes != ((5, 10), (5,), (5,)):
        raise ModelError("The model does not answer each picture of several.")
    sums = scores.probabilities.sum(1)
    every = np.concatenate([scores.probabilities.ravel(), scores.is_digit, scores.is_other])
    # A comparison with what is not a number is false.
    if not (np.all(abs(sums - 1) < 1e-3) and np.all((every >= 0) & (every <= 1 + 1e-5))):
        raise ModelError("What the model answers are not probabilities.")


def _right(model: Classifier, digits: Digits, name: str) -> int:
    """How many of a batch are right.

    MNIST asks which digit it is. People's corrections also ask whether it is one at all.
    """
    scores = model(list(digits.images))
    said = scores.probabilities.argmax(1)
    if name == "corrections":
        said = np.where(scores.is_digit < model.info.is_digit_threshold, NOT_A_DIGIT, said)
    return int((said == digits.labels).sum())


def _text(reader: Reader, file: bytes) -> str:
    try:
        return reader.read(file).text
    except PictureError:
        return ""


def _time(models: dict[str, Classifier], found: dict[str, ModelFigures]) -> None:
    """The median time of a batch, by turns, so that whatever else runs here slows both."""
    glyphs = list(np.random.default_rng(0).integers(0, 256, (SPEED_BATCH, 28, 28), np.uint8))
    times: dict[str, list[float]] = {name: [] for name in models}
    for _ in range(ROUNDS):
        for name, model in models.items():
            start = time.perf_counter()
            model(glyphs)
            times[name].append(time.perf_counter() - start)
    for name, taken in times.items():
        found[name]["batch_ms"] = round(1000 * float(np.median(taken)), 3)
