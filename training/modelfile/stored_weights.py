"""The weights that a model file holds, to go on training with."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from training.process.errors import TrainingError

Weights = tuple[NDArray[np.float32], NDArray[np.float32]]
"""A convolution's kernel as Keras has it, `[h, w, in, out]`, or `[h, w, out, in]` of a transposed
one, and its bias: none where it has no such input."""

_LAYER = re.compile(r"^\w+?/(?P<layer>\w+?)(?:_\d+)?/")


def stored_weights(path: Path) -> dict[str, Weights]:
    """The convolutions of a model file, by the names of their layers.

    Raises:
        TrainingError: there is no such file, or it is no model.
    """
    try:
        graph = onnx.load_model_from_string(path.read_bytes()).graph
    except OSError as error:
        raise TrainingError(f"There is no model file {path} to go on from.") from error
    except Exception as error:  # protobuf has an error of its own for each of its builds
        raise TrainingError(f"{path} is not a model file that can be gone on from.") from error
    values = _floats(graph)
    found = {}
    for node in graph.node:
        if node.op_type not in {"Conv", "ConvTranspose"}:
            continue
        name, bias = node.input[1], node.input[2] if len(node.input) > 2 else ""
        layer = _LAYER.match(name)
        if layer and name in values:
            kernel, none = values[name].transpose(2, 3, 1, 0), np.zeros(0, np.float32)
            found[layer["layer"]] = kernel, values.get(bias, none)
    return found


def _floats(graph: onnx.GraphProto) -> dict[str, NDArray[np.float32]]:
    """What a graph stores, by the names that its nodes take it by, whatever it is stored as."""
    stored = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    floats = {name: value.astype(np.float32) for name, value in stored.items()}
    for node in graph.node:
        if not node.input or node.input[0] not in stored:
            continue
        if node.op_type == "Cast":
            floats[node.output[0]] = floats[node.input[0]]
        elif node.op_type == "DequantizeLinear":
            value, scale, zero = (floats[name] for name in node.input)
            axis = next((a.i for a in node.attribute if a.name == "axis"), 1)
            shape = [-1 if scale.ndim and at == axis else 1 for at in range(value.ndim)]
            floats[node.output[0]] = (value - zero.reshape(shape)) * scale.reshape(shape)
    return floats
