"""The line network's model file: from Keras to ONNX, checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import onnx
import tensorflow as tf
import tf2onnx
from numpy.typing import NDArray

from bot.reading.line.network import BUCKET, PAD, VIEWS, LineNetwork, is_sure, together, views_of
from bot.reading.line.strip import HEIGHT, PREPROCESSING
from bot.reading.line.symbols import CLASSES
from training.export import OPSET, PARITY
from training.modelfile.float16_storage import round_weights, store_halves
from training.process.errors import TrainingError

Function = Any


def export(
    model: keras.Model, calibration: dict[str, Any], about: dict[str, str], path: Path
) -> str:
    """Writes the model file.

    Args:
        model: folded, from `line` to `logits`; its large weights are rounded to half precision.
        calibration: the joining's weights and how well they fit, for the metadata.
        about: `recipe` and `created`, for the metadata.
        path: of the `.onnx` file.

    Returns:
        The version: the recipe's name and the start of a checksum of what was learnt.
    """
    round_weights(model)
    function = serving(model)
    proto, _ = tf2onnx.convert.from_function(
        function, input_signature=function.input_signature, opset=OPSET
    )
    store_halves(proto)
    proto.graph.name = "lines"
    proto.producer_name = "training"
    told = json.dumps(calibration, sort_keys=True)
    learnt = hashlib.sha256(told.encode())
    for weight in model.weights:
        learnt.update(weight.numpy().tobytes())
    version = f"{about['recipe']}-{learnt.hexdigest()[:10]}"
    props = about | {
        "version": version,
        "calibration": told,
        "thresholds": "{}",
        "preprocessing": PREPROCESSING,
    }
    onnx.helper.set_model_props(proto, props)
    onnx.checker.check_model(proto, full_check=True)
    path.write_bytes(proto.SerializeToString(deterministic=True))
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
        width = -(-(strip.shape[1] + 2 * PAD) // BUCKET) * BUCKET
        said = function(tf.constant(views_of(strip, width, VIEWS)))["columns"].numpy()
        wanted = together(said[:1] if is_sure(said[0]) else said)
        [columns] = network([strip])
        worst = max(worst, float(np.abs(np.exp(columns) - np.exp(wanted)).max()))
    if worst > PARITY:
        raise TrainingError(
            f"The exported file differs from Keras by {worst:.2g} where {PARITY:.0e} is allowed."
        )
    return worst
