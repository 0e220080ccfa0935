"""The line network's model file: from Keras to ONNX, checked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from bot.reading.line.network import BUCKET, PAD, VIEWS, LineNetwork, is_sure, together, views_of
from bot.reading.line.strip import HEIGHT, PREPROCESSING
from bot.reading.line.symbols import CLASSES
from training.modelfile.eight_bits import quantised
from training.modelfile.float16_storage import round_weights, store_halves
from training.modelfile.writing import converted, version_of, write
from training.process.errors import TrainingError

Function = Any


FLOATS: Final = ("conv1_", "logits_")
"""Layers that are not quantised: what the pixels go into, and what the probabilities come from."""

PARITY: Final = 5e-5
"""By so much may a probability differ between Keras and the file. Keras differs from itself by 9e-6
where it sees a line's views in one batch or one at a time, by the order of its sums alone."""

MOST_ROUNDED: Final = 0.05
"""By so much may differ what is said of a column, on the mean, in numbers of eight bits."""


def export(
    model: keras.Model,
    calibration: dict[str, Any],
    about: dict[str, str],
    path: Path,
    strips: Sequence[NDArray[np.uint8]] = (),
) -> str:
    """Writes the model file.

    Args:
        model: folded, from `line` to `logits`; its large weights are rounded to half precision.
        calibration: the joining's weights and how well they fit, for the metadata.
        about: `recipe` and `created`, for the metadata.
        path: of the `.onnx` file.
        strips: lines to measure the ranges of eight bits on; without any, it stays as it is.

    Returns:
        The version: the recipe's name and the start of a checksum of what was learnt.
    """
    round_weights(model)
    proto = converted(serving(model))
    if strips:
        seen = [views_of(strip, _width(strip), VIEWS[:1]) for strip in strips]
        proto = quantised(proto, seen, FLOATS)
    store_halves(proto)
    proto.graph.name = "lines"
    told = json.dumps(calibration, sort_keys=True)
    version = version_of(about["recipe"], model, told)
    props = about | {
        "version": version,
        "calibration": told,
        "thresholds": "{}",
        "preprocessing": PREPROCESSING,
    }
    write(proto, props, path)
    return version


def serving(model: keras.Model) -> Function:
    """From `line` to `columns`, log-probabilities, as a TensorFlow function."""

    @tf.function(  # type: ignore[untyped-decorator]
        input_signature=[tf.TensorSpec((None, HEIGHT, None, 1), tf.float32, name="line")]
    )
    def outputs(line: tf.Tensor) -> dict[str, tf.Tensor]:
        columns = tf.nn.log_softmax(model(line, training=False))
        return {"columns": tf.ensure_shape(columns, (None, None, CLASSES))}

    return outputs


def check_parity(model: keras.Model, path: Path, strips: Sequence[NDArray[np.uint8]]) -> float:
    """The largest difference of a probability between Keras and the file, over these strips.

    Raises:
        TrainingError: it is more than `PARITY`.
    """
    network, function = LineNetwork.open(path), serving(model)
    worst = 0.0
    for strip in strips:
        seen = views_of(strip, _width(strip), VIEWS)
        said = function(tf.constant(seen))["columns"].numpy()
        wanted = together(said[:1] if is_sure(said[0]) else said)
        [columns] = network([strip])
        worst = max(worst, float(np.abs(np.exp(columns) - np.exp(wanted)).max()))
    if worst > PARITY:
        raise TrainingError(
            f"The exported file differs from Keras by {worst:.2g} where {PARITY:.0e} is allowed."
        )
    return worst


def check_rounding(plain: Path, rounded: Path, strips: Sequence[NDArray[np.uint8]]) -> float:
    """How far apart what two files say of strips is: the mean total variation of their columns.

    Raises:
        TrainingError: it is more than `MOST_ROUNDED`.
    """
    one, other = (LineNetwork.open(path)([*strips]) for path in (plain, rounded))
    columns = [
        np.abs(np.exp(a) - np.exp(b)).sum(axis=1) / 2 for a, b in zip(one, other, strict=True)
    ]
    apart: float = np.concatenate(columns).mean().item()
    if apart > MOST_ROUNDED:
        raise TrainingError(
            f"In numbers of eight bits what the network says differs by {apart:.1%} where "
            f"{MOST_ROUNDED:.0%} are allowed."
        )
    return apart


def _width(strip: NDArray[np.uint8]) -> int:
    """How wide a strip is given to the network."""
    width: int = -(-(strip.shape[1] + 2 * PAD) // BUCKET) * BUCKET
    return width
