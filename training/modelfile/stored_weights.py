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
"""A convolution's kernel as Keras has it, `[h, w, in, out]`, and its bias."""

_LAYER = re.compile(r"^\w+/(?P<layer>[a-z]+\d*)(?:_\d+)?/")


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
    values = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    casts = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Cast"}
    found = {}
    for node in graph.node:
        if node.op_type != "Conv" or len(node.input) < 3:
            continue
        name, bias = casts.get(node.input[1], node.input[1]), node.input[2]
        layer = _LAYER.match(name)
        if layer and name in values and bias in values:
            kernel = values[name].astype(np.float32).transpose(2, 3, 1, 0)
            found[layer["layer"]] = kernel, values[bias].astype(np.float32)
    return found
