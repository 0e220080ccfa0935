"""The ruling network's model file: from Keras to ONNX, checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from bot.reading.layout.ruling import PREPROCESSING, RulingNetwork
from training.modelfile.float16_storage import round_weights, store_halves
from training.modelfile.writing import converted, version_of, write
from training.process.errors import TrainingError

Function = Any

PARITY: Final = 2e-3
"""By so much may a probability differ between Keras and the file."""


def export(model: keras.Model, about: dict[str, str], path: Path) -> str:
    """Writes the model file.

    Args:
        model: from `ink` to `layers`; its large weights are rounded to half precision.
        about: `recipe` and `created`, for the metadata.
        path: of the `.onnx` file.

    Returns:
        The version: the recipe's name and the start of a checksum of what was learnt.
    """
    round_weights(model)
    proto = converted(serving(model))
    store_halves(proto)
    proto.graph.name = "ruling"
    version = version_of(about["recipe"], model, "")
    props = about | {
        "version": version,
        "calibration": "{}",
        "thresholds": "{}",
        "preprocessing": PREPROCESSING,
    }
    write(proto, props, path)
    return version


def serving(model: keras.Model) -> Function:
    """From `ink` to `layers`, probabilities, as a TensorFlow function."""

    @tf.function(  # type: ignore[untyped-decorator]
        input_signature=[tf.TensorSpec((None, None, None, 2), tf.float32, name="ink")]
    )
    def outputs(ink: tf.Tensor) -> dict[str, tf.Tensor]:
        return {"layers": tf.sigmoid(model(ink, training=False))}

    return outputs


def check_parity(model: keras.Model, path: Path, ink: NDArray[np.float32]) -> float:
    """The largest difference of a probability between Keras and the file, over `[N, H, W, 2]`.

    Raises:
        TrainingError: it is more than `PARITY`.
    """
    network, function = RulingNetwork.open(path), serving(model)
    wanted = function(tf.constant(ink))["layers"].numpy()
    worst = float(np.abs(network(ink) - wanted).max())
    if worst > PARITY:
        raise TrainingError(
            f"The exported file differs from Keras by {worst:.2g} where {PARITY:.0e} is allowed."
        )
    return worst
