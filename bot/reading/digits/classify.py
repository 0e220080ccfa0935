"""The network: 28x28 -> calibrated probabilities of the ten digits, and of being a digit at all."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from bot.reading.digits.hand import Floats, Hand
from bot.reading.digits.normalise import PREPROCESSING, SIDE
from bot.reading.glyph import Glyph
from bot.reading.model import ModelError, check_outputs, metadata_of, open_session, read_model

OUTPUTS: Final = {"probabilities": [10], "embedding": [], "is_digit": [1], "is_other": [1]}
SCORES: Final = ("probabilities", "is_digit", "is_other")
"""What is asked of it for each picture."""
MOST_TRUST: Final = 100


class ModelInfo(NamedTuple):
    """What a model file says of itself, see `bot.reading.model.METADATA`.

    Attributes:
        version: what people see.
        recipe: what made it.
        created: when, as ISO 8601 has it.
        is_digit_threshold: what is a digit with less than this probability is none.
        trust: how many times its word counts beside the line network's, at least 1; a model that
            learnt from corrections knows hands that it does not.
    """

    version: str
    recipe: str
    created: str
    is_digit_threshold: float
    trust: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What the network says of N glyphs.

    Attributes:
        probabilities: `[N, 10]`, of each digit, given that the glyph is one.
        is_digit: `[N]`, probability that the glyph is one digit, whole.
        is_other: `[N]`, probability that it is something whole that is no digit; what is neither
            is cut wrongly: a part of a digit, or parts of two.
        memory: `[N, 10]`, log-odds that the memory of a hand has added to each digit's; `None`
            where nothing is known of the hand.
        total: `[N]`, logarithm of the sum of the probabilities as they are with it, before they
            are made to sum to 1 again: how far it was expected; `None` likewise.
        likeness: `[N, 10]`, log-odds that the page's own digits have added to each digit's, see
            `bot.reading.page.page_hand`; `None` where they say nothing.
    """

    probabilities: Floats
    is_digit: Floats
    is_other: Floats
    memory: Floats | None = None
    total: Floats | None = None
    likeness: Floats | None = None

    def __getitem__(self, part: slice | list[int]) -> Scores:
        """The scores of some of the glyphs."""
        known = self.memory, self.total, self.likeness
        own = self.probabilities[part], self.is_digit[part], self.is_other[part]
        return Scores(*own, *(None if x is None else x[part] for x in known))

    def remembering(self, memory: Floats) -> Scores:
        """The scores as the memory of a hand changes them; `memory` as above."""
        weighed = self.probabilities * np.exp(memory)
        total = weighed.sum(axis=1)
        # What looks like something that was said to be a digit is likelier to be one.
        known = np.exp(memory.max(axis=1, initial=0.0))
        is_digit = self.is_digit * known / (1 + self.is_digit * (known - 1))
        return Scores(
            weighed / total[:, None],
            is_digit,
            self.is_other * (1 - is_digit) / np.maximum(1 - self.is_digit, np.float32(1e-9)),
            memory,
            np.log(total),
        )

    def beside(self, likeness: Floats) -> Scores:
        """The scores as the page's own digits change them; `likeness` as above."""
        weighed = self.probabilities * np.exp(likeness)
        probabilities = weighed / weighed.sum(axis=1, keepdims=True)
        return replace(self, probabilities=probabilities, likeness=likeness)


class Classifier:
    """One ONNX session. Safe to call from several threads."""

    def __init__(self, model: bytes, *, brief: bool = False) -> None:
        """Loads a model file.

        Args:
            model: the file's content.
            brief: see `open_session`.

        Raises:
            ModelError: it is not an ONNX model of this project's contract.
        """
        self._session = open_session(model, "image", brief=brief)
        self.info = _check(self._session)

    @classmethod
    def open(cls, path: Path, *, brief: bool = False) -> Classifier:
        """Loads the model file at `path`; `brief` as of `open_session`.

        Raises:
            ModelError: there is no such file, or it does not fit.
        """
        return cls(read_model(path), brief=brief)

    def __call__(self, glyphs: list[Glyph]) -> Scores:
        """Classifies all glyphs in one batch."""
        if not glyphs:
            return _none()
        return _scores(*self._session.run([*SCORES], {"image": _images(glyphs)}))

    def remembering(self, glyphs: list[Glyph], hand: Hand) -> Scores:
        """Classifies all glyphs, as written by a hand that is known."""
        if not glyphs:
            return _none()
        *outputs, embeddings = self._session.run([*SCORES, "embedding"], {"image": _images(glyphs)})
        memory = hand.odds(embeddings)
        return _scores(*outputs).remembering(memory) if memory.any() else _scores(*outputs)

    def embed(self, glyphs: list[Glyph]) -> Floats:
        """What the last layer but one says of at least one glyph: `[N, D]`, see `hand`."""
        [found] = self._session.run(["embedding"], {"image": _images(glyphs)})
        return np.asarray(found, np.float32)


def _none() -> Scores:
    none = np.zeros(0, np.float32)
    return Scores(np.zeros((0, 10), np.float32), none, none)


def _scores(probabilities: Floats, is_digit: Floats, is_other: Floats) -> Scores:
    return Scores(probabilities, is_digit[:, 0], is_other[:, 0])


def _images(glyphs: list[Glyph]) -> Floats:
    return np.stack(glyphs).astype(np.float32)[..., None] / np.float32(255)


def _check(session: Any) -> ModelInfo:
    """Holds a session against the contract."""
    [image] = session.get_inputs()
    if list(image.shape[1:]) != [SIDE, SIDE, 1]:
        raise ModelError(f"The model's input must be [N, {SIDE}, {SIDE}, 1]; it is {image.shape}.")
    check_outputs(session, OUTPUTS)
    metadata = metadata_of(session, PREPROCESSING)
    try:
        threshold = float(json.loads(metadata["thresholds"])["is_digit"])
        trust = float(json.loads(metadata["calibration"]).get("trust", 1))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError("The model's thresholds and calibration are not readable.") from error
    if not 0 < threshold < 1:
        raise ModelError("The model's threshold for is_digit must lie between 0 and 1.")
    if not 1 <= trust <= MOST_TRUST:
        raise ModelError(f"The model's trust must lie between 1 and {MOST_TRUST}.")
    return ModelInfo(metadata["version"], metadata["recipe"], metadata["created"], threshold, trust)
