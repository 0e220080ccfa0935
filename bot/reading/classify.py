"""The network: 28x28 -> calibrated probabilities of the ten digits, and of being a digit at all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from bot.reading.normalise import PREPROCESSING, SIDE
from bot.reading.result import Glyph

MOST_BYTES: Final = 20 * 1024 * 1024
OUTPUTS: Final = ("probabilities", "embedding", "is_digit", "is_other")
METADATA: Final = ("version", "recipe", "created", "calibration", "thresholds", "preprocessing")


class ModelError(ValueError):
    """A model file that cannot be used; its text says why."""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What a model file says of itself (see DESIGN: the model file)."""

    version: str
    recipe: str
    created: str
    is_digit_threshold: float


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of N glyphs.

    Attributes:
        probabilities: `[N, 10]`, of each digit, given that the glyph is one.
        is_digit: `[N]`, probability that the glyph is one digit, whole.
        is_other: `[N]`, probability that it is something whole that is no digit; what is neither
            is cut wrongly: a part of a digit, or parts of two.
    """

    probabilities: NDArray[np.float32]
    is_digit: NDArray[np.float32]
    is_other: NDArray[np.float32]

    def __getitem__(self, part: slice) -> Scores:
        """The scores of some of the glyphs."""
        return Scores(self.probabilities[part], self.is_digit[part], self.is_other[part])


class Classifier:
    """One ONNX session. Safe to call from several threads."""

    def __init__(self, model: bytes) -> None:
        """Loads a model file.

        Args:
            model: the file's content.

        Raises:
            ModelError: it is not an ONNX model of this project's contract.
        """
        if len(model) > MOST_BYTES:
            raise ModelError(f"The model file is larger than {MOST_BYTES >> 20} MB.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                model, options, providers=["CPUExecutionProvider"]
            )
        # onnxruntime raises a family of exceptions that share no base but Exception.
        except Exception as error:
            raise ModelError("The file is not an ONNX model that can be loaded.") from error
        self.info = _check(self._session)

    @classmethod
    def open(cls, path: Path) -> Classifier:
        """Loads the model file at `path`.

        Raises:
            ModelError: there is no such file, or it does not fit.
        """
        try:
            model = path.read_bytes()
        except OSError as error:
            raise ModelError(f"The model {path} cannot be opened: {error.strerror}.") from error
        return cls(model)

    def __call__(self, glyphs: list[Glyph]) -> Scores:
        """Classifies all glyphs in one batch."""
        if not glyphs:
            none = np.zeros(0, np.float32)
            return Scores(np.zeros((0, 10), np.float32), none, none)
        images = np.stack(glyphs).astype(np.float32)[..., None] / np.float32(255)
        probabilities, is_digit, is_other = self._session.run(
            ["probabilities", "is_digit", "is_other"], {"image": images}
        )
        return Scores(probabilities, is_digit[:, 0], is_other[:, 0])


def _check(session: Any) -> ModelInfo:
    """Holds a session against the contract."""
    inputs = {i.name: (i.type, list(i.shape)) for i in session.get_inputs()}
    kind, shape = inputs.get("image", ("", []))
    if len(inputs) != 1 or kind != "tensor(float)" or shape[1:] != [SIDE, SIDE, 1]:
        raise ModelError(
            f"The model's input must be 'image', float32 [N, {SIDE}, {SIDE}, 1]; it has {inputs}."
        )
    outputs = {o.name: list(o.shape) for o in session.get_outputs()}
    missing = [name for name in OUTPUTS if name not in outputs]
    if missing:
        raise ModelError(f"The model has no output named {', '.join(missing)}.")
    widths = {"probabilities": [10], "is_digit": [1], "is_other": [1]}
    for name, width in widths.items():
        if outputs[name][1:] != width:
            raise ModelError(f"The model's output {name} must be [N, {width[0]}].")
    metadata = dict(session.get_modelmeta().custom_metadata_map)
    absent = [name for name in METADATA if name not in metadata]
    if absent:
        raise ModelError(f"The model says nothing of its {', '.join(absent)}.")
    if metadata["preprocessing"] != PREPROCESSING:
        raise ModelError(
            "The model was evaluated with another preprocessing than this bot's; train it again."
        )
    try:
        threshold = float(json.loads(metadata["thresholds"])["is_digit"])
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError("The model's thresholds are not readable.") from error
    if not 0 < threshold < 1:
        raise ModelError("The model's threshold for is_digit must lie between 0 and 1.")
    return ModelInfo(metadata["version"], metadata["recipe"], metadata["created"], threshold)
