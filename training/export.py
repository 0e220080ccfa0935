"""The model file: from Keras to ONNX, checked.

The file holds everything that the bot needs: the network, its calibration, what "not a digit"
means, and in its metadata where it comes from. Weights keep their Keras names, so that fine-tuning
can start from the file alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import keras
import numpy as np
import onnx
import tensorflow as tf
from numpy.typing import NDArray
from onnx import numpy_helper

from bot.reading.digits.normalise import PREPROCESSING
from training.calibrate import Calibration
from training.modelfile.float16_storage import round_weights, store_halves
from training.modelfile.onnxfile import OnnxFile
from training.modelfile.writing import converted, version_of, write
from training.process.errors import TrainingError
from training.recipes import Recipe

Function = Any
PARITY = 1e-5
"""How far a probability of the file may be from Keras's."""


def serving_signature(model: keras.Model, calibration: Calibration) -> Function:
    """The model with the outputs that the bot reads, as a TensorFlow function.

    `probabilities` is the softmax over the ten digits at the calibrated temperature, given that it
    is a digit at all. `is_digit` is a calibrated logistic function of the log-odds of "one of the
    ten" (log-sum-exp of their logits, Liu et al. 2020, "Energy-based Out-of-distribution
    Detection") against the logits of what is no digit, or 0 where the network has none.
    `is_other` is the part of the rest that goes to something whole that is no digit (a letter, a
    texture); what then remains are wrong cuts.
    """
    both = keras.Model(
        model.input, {"logits": model.output, "embedding": model.get_layer("embedding").output}
    )

    @tf.function(  # type: ignore[untyped-decorator]
        input_signature=[tf.TensorSpec((None, 28, 28, 1), tf.float32, name="image")]
    )
    def outputs(image: tf.Tensor) -> dict[str, tf.Tensor]:
        found = both(image, training=False)
        digits = found["logits"][:, :10]
        odds = tf.reduce_logsumexp(digits, axis=1, keepdims=True)
        whole = tf.ones_like(odds)
        if model.output.shape[-1] > 10:
            others = found["logits"][:, 10:]
            odds -= tf.reduce_logsumexp(others, axis=1, keepdims=True)
            whole = tf.nn.softmax(others)[:, :1]
        is_digit = tf.sigmoid(calibration.slope * odds + calibration.offset)
        return {
            "probabilities": tf.nn.softmax(digits / calibration.temperature),
            "embedding": found["embedding"],
            "is_digit": is_digit,
            "is_other": (1 - is_digit) * whole,
        }

    return outputs


def export(model: keras.Model, calibration: Calibration, recipe: Recipe, path: Path) -> str:
    """Writes the model file.

    Args:
        model: folded (see `network.fold`), from `image` to `logits`; its large weights are rounded.
        calibration: goes into the graph.
        recipe: what made it.
        path: of the `.onnx` file.

    Returns:
        The version: the recipe's name and the start of a checksum of what was learnt.

    Raises:
        TrainingError: not every weight could be found in what was converted.
        onnx.checker.ValidationError: what was converted is not ONNX.
    """
    round_weights(model)
    proto = converted(serving_signature(model, calibration))
    _name_weights(proto, model)
    store_halves(proto)
    proto.graph.name, proto.graph.doc_string = recipe.name, recipe.summary
    version = version_of(recipe.name, model, repr(calibration))
    props = {
        "version": version,
        "recipe": recipe.name,
        "network": model.name,
        "created": created(recipe),
        "calibration": json.dumps(calibration.as_dict(), sort_keys=True),
        "thresholds": json.dumps(calibration.thresholds, sort_keys=True),
        "preprocessing": PREPROCESSING,
    }
    write(proto, props, path)
    return version


def created(recipe: Recipe) -> str:
    """What the file says of when it was made.

    A clock would make two runs differ, so a repeatable recipe says its own date, unless
    `SOURCE_DATE_EPOCH` says another (reproducible-builds.org). The card has the clock's.
    """
    if os.environ.get("SOURCE_DATE_EPOCH"):
        return _iso(int(os.environ["SOURCE_DATE_EPOCH"]))
    return f"{recipe.dated}T00:00:00Z" if recipe.repeatable else _iso(time.time())


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def check_parity(
    model: keras.Model, calibration: Calibration, path: Path, images: NDArray[np.uint8]
) -> float:
    """The largest difference between Keras's outputs and the file's, over these pictures.

    Raises:
        TrainingError: it is more than `PARITY`.
    """
    batch = images[..., None].astype(np.float32) / 255
    said = OnnxFile(path).run(images)
    wanted = serving_signature(model, calibration)(tf.constant(batch))
    worst = max(
        float(np.abs(said[name] - wanted[name].numpy()).max())
        for name in ("probabilities", "is_digit")
    )
    if worst > PARITY:
        raise TrainingError(
            f"The exported file differs from Keras by {worst:.2g} where {PARITY:.0e} is allowed. "
            "It was not kept. Please report this with the versions in the model card."
        )
    return worst


def _name_weights(proto: onnx.ModelProto, model: keras.Model) -> None:
    """Names weights as Keras does, and everything else by what it is and its place.

    tf2onnx's own names depend on what the process made before. It keeps one of several weights
    that are equal, as biases are that are all zero; those may be missing from the file.
    """
    left = {item.name: numpy_helper.to_array(item) for item in proto.graph.initializer}
    names = {value.name: value.name for value in (*proto.graph.input, *proto.graph.output)}
    for weight in model.weights:
        value = weight.numpy()
        if value.ndim == 4:
            value = value.transpose(3, 2, 0, 1)
        same = [n for n, a in left.items() if a.shape == value.shape and np.array_equal(a, value)]
        if same:
            names[same[0]] = weight.path
            del left[same[0]]
        elif value.any():
            raise TrainingError(f"The weight {weight.path} is not in the exported file.")
    constants = {}
    for item in proto.graph.initializer:
        value = left.get(item.name)
        if value is not None:
            content = f"{value.dtype} {value.shape} {value.tolist()}"
            names[item.name] = f"constant_{hashlib.sha256(content.encode()).hexdigest()[:8]}"
        item.name = names[item.name]
        constants[item.name] = item
    kept = [constants[name] for name in sorted(constants)]
    del proto.graph.initializer[:]
    proto.graph.initializer.extend(kept)
    for index, node in enumerate(proto.graph.node):
        node.name = f"{node.op_type}_{index}"
        for number, name in enumerate(node.output):
            names.setdefault(name, f"{node.name}_{number}")
        node.input[:] = [names[name] if name else "" for name in node.input]
        node.output[:] = [names[name] for name in node.output]
    del proto.graph.value_info[:]
    for door in (*proto.graph.input, *proto.graph.output):
        door.type.tensor_type.shape.dim[0].dim_param = "N"
