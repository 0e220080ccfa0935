"""A model file back into Keras, so that training can go on from it."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import onnx
from onnx import numpy_helper

from training import network
from training.process.errors import TrainingError


def restore(path: Path) -> keras.Model:
    """Makes the folded network of a model file, with its weights.

    Args:
        path: a file that `export.export` wrote.

    Raises:
        TrainingError: there is no such file, or it is not one of ours.
    """
    if not path.is_file():
        raise TrainingError(f"There is no model file {path} to start from. Pass --from MODEL.onnx.")
    try:
        proto = onnx.load_model_from_string(path.read_bytes())
    except Exception as error:  # protobuf's own error has no stable home
        raise TrainingError(f"{path} is not a model file: {error}") from error
    name = {prop.key: prop.value for prop in proto.metadata_props}.get("network", "")
    arrays = {item.name: numpy_helper.to_array(item) for item in proto.graph.initializer}
    if name not in network.NETWORKS or "logits/kernel" not in arrays:
        raise TrainingError(
            f"{path} was not made by this training, so it cannot be trained further. "
            "Make a model with: python -m training --recipe release"
        )
    model = network.make(name, arrays["logits/kernel"].shape[1], folded=True)
    for weight in model.weights:
        value = arrays.get(weight.path)
        if value is None and weight.path.endswith("bias"):
            value = np.zeros(weight.shape, np.float32)
        if value is not None and value.ndim == 4:
            value = value.transpose(2, 3, 1, 0)
        if value is None or value.shape != tuple(weight.shape):
            raise TrainingError(f"{path} does not hold the weight {weight.path} of network {name}.")
        weight.assign(value)
    return model
