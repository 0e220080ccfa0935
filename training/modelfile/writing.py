"""A model file: converted to ONNX, given its version, checked and written."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

import keras
import onnx
import tf2onnx

OPSET: Final = 17


def converted(function: Any) -> onnx.ModelProto:
    """A TensorFlow function with an input signature as an ONNX model."""
    proto: onnx.ModelProto
    proto, _ = tf2onnx.convert.from_function(
        function, input_signature=function.input_signature, opset=OPSET
    )
    return proto


def version_of(recipe: str, model: keras.Model, told: str) -> str:
    """The recipe's name and the start of a checksum of what was learnt.

    Args:
        recipe: its name.
        model: whose weights were learnt.
        told: what was fitted beside them.
    """
    learnt = hashlib.sha256(told.encode())
    for weight in model.weights:
        learnt.update(weight.numpy().tobytes())
    return f"{recipe}-{learnt.hexdigest()[:10]}"


def write(proto: onnx.ModelProto, props: dict[str, str], path: Path) -> None:
    """Writes a model with what it says of itself.

    Raises:
        onnx.checker.ValidationError: it is not ONNX.
    """
    proto.producer_name = "training"
    onnx.helper.set_model_props(proto, props)
    onnx.checker.check_model(proto, full_check=True)
    path.write_bytes(proto.SerializeToString(deterministic=True))
