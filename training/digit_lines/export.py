"""The line reader's model file: calibrated, from Keras to ONNX, checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
import onnx
import tensorflow as tf
import tf2onnx
from numpy.typing import NDArray

from bot.reading.line.crop_strip import HEIGHT, PREPROCESSING
from bot.reading.line.ctc import Columns, likely_strings, log_probability
from bot.reading.line.digit_lines import CLASSES, DigitLineNetwork, together, views_of
from training.digit_lines.data import Pool
from training.export import OPSET, PARITY
from training.measure.metrics import calibration_error
from training.process.errors import TrainingError

Function = Any
TEMPERATURES: Final = np.round(np.exp(np.linspace(np.log(0.7), np.log(2.5), 14)), 3)
SOME: Final = 600
"""Lines that the temperature is chosen on; the others of the held lines report how well it fits."""


def export(
    model: keras.Model,
    temperature: float,
    report: dict[str, float],
    about: dict[str, str],
    path: Path,
) -> str:
    """Writes the model file.

    Args:
        model: folded, from `line` to `logits`.
        temperature: goes into the graph.
        report: figures of the held lines, see `measure`.
        about: `recipe` and `created`, for the metadata.
        path: of the `.onnx` file.

    Returns:
        The version: the recipe's name and the start of a checksum of what was learnt.
    """
    function = serving_signature(model, temperature)
    proto, _ = tf2onnx.convert.from_function(
        function, input_signature=function.input_signature, opset=OPSET
    )
    proto.graph.name = "lines"
    proto.producer_name = "training"
    learnt = hashlib.sha256(repr(temperature).encode())
    for weight in model.weights:
        learnt.update(weight.numpy().tobytes())
    version = f"{about['recipe']}-{learnt.hexdigest()[:10]}"
    props = about | {
        "version": version,
        "calibration": json.dumps({"temperature": temperature} | report, sort_keys=True),
        "thresholds": "{}",
        "preprocessing": PREPROCESSING,
    }
    onnx.helper.set_model_props(proto, props)
    onnx.checker.check_model(proto, full_check=True)
    path.write_bytes(proto.SerializeToString(deterministic=True))
    return version


def serving_signature(model: keras.Model, temperature: float) -> Function:
    """From `line` to `columns`, calibrated log-probabilities, as a TensorFlow function."""

    @tf.function(  # type: ignore[untyped-decorator]
        input_signature=[tf.TensorSpec((None, HEIGHT, None, 1), tf.float32, name="line")]
    )
    def outputs(line: tf.Tensor) -> dict[str, tf.Tensor]:
        columns = tf.nn.log_softmax(model(line, training=False) / temperature)
        return {"columns": tf.ensure_shape(columns, (None, None, CLASSES))}

    return outputs


def check_parity(
    model: keras.Model, temperature: float, path: Path, strips: Sequence[NDArray[np.uint8]]
) -> float:
    """The largest difference of a probability between Keras and the file, over these strips.

    Raises:
        TrainingError: it is more than `PARITY`.
    """
    wanted, reader = log_probabilities(model, temperature, strips), DigitLineNetwork.open(path)
    worst = max(
        float(np.abs(np.exp(reader.columns(strip)) - np.exp(columns)).max())
        for strip, columns in zip(strips, wanted, strict=True)
    )
    if worst > PARITY:
        raise TrainingError(
            f"The exported file differs from Keras by {worst:.2g} where {PARITY:.0e} is allowed."
        )
    return worst


def log_probabilities(
    model: keras.Model, temperature: float, strips: Sequence[NDArray[np.uint8]]
) -> list[Columns]:
    """The columns of each strip, `[T, 12]`, each strip by itself."""
    function = serving_signature(model, temperature)
    return [together(function(tf.constant(views_of(strip)))["columns"].numpy()) for strip in strips]


def calibrate(model: keras.Model, held: Pool) -> float:
    """The temperature at which the right strings of the first held lines are likeliest."""
    columns = log_probabilities(model, 1.0, held.pixels[:SOME])
    strings = [tuple(held.labels[i, : held.counts[i]].tolist()) for i in range(len(columns))]

    def loss(temperature: float) -> float:
        scores = []
        for column, string in zip(columns, strings, strict=True):
            scaled = column / temperature
            scaled = scaled - np.logaddexp.reduce(scaled, axis=1, keepdims=True)
            scores.append(max(log_probability(scaled, string), -20.0))
        return -float(np.mean(scores))

    return float(min(TEMPERATURES, key=loss))


def measure(model: keras.Model, temperature: float, held: Pool) -> dict[str, float]:
    """Share of the other held lines that are read exactly, and how honest the confidence is."""
    columns = log_probabilities(model, temperature, held.pixels[SOME:])
    right, confidence = [], []
    for place, column in enumerate(columns, start=SOME):
        string, score = likely_strings(column)[0]
        right.append(string == tuple(held.labels[place, : held.counts[place]].tolist()))
        confidence.append(np.exp(score))
    sure, hit = np.array(confidence), np.array(right)
    return {
        "lines": len(hit),
        "exact": round(float(hit.mean()), 4),
        "ece": round(calibration_error(sure, hit), 4),
    }
