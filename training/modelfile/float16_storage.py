"""Large weights at half precision in the file, so that it is half the size.

Rounding to eleven bits moves a probability by less than calibration does; the runtime widens the
weights once, when it loads the file, and computes as before.
"""

from __future__ import annotations

import keras
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LARGE = 1_000
"""Numbers from which on a weight is stored at half precision."""


def round_weights(model: keras.Model) -> None:
    """Rounds the large weights of a model in place, so that it says what its file will say."""
    for weight in model.weights:
        value = weight.numpy()
        if value.size >= LARGE:
            weight.assign(value.astype(np.float16).astype(np.float32))


def store_halves(proto: onnx.ModelProto) -> None:
    """Stores the large float32 initializers as float16 under their names, each with a cast."""
    graph = proto.graph
    widened = {}
    casts: list[onnx.NodeProto] = []
    for item in graph.initializer:
        value = numpy_helper.to_array(item)
        if item.data_type != TensorProto.FLOAT or value.size < LARGE:
            continue
        item.CopyFrom(numpy_helper.from_array(value.astype(np.float16), item.name))
        widened[item.name] = f"{item.name}/widened"
        casts.append(
            helper.make_node(
                "Cast",
                [item.name],
                [widened[item.name]],
                name=f"Widen_{len(casts)}",
                to=TensorProto.FLOAT,
            )
        )
    nodes = list(graph.node)
    for node in nodes:
        node.input[:] = [widened.get(name, name) for name in node.input]
    del graph.node[:]
    graph.node.extend([*casts, *nodes])
