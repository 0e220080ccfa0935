"""Model files for tests, made from the one that ships, without training."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

SHIPPED = Path(__file__).parents[1] / "models" / "digits.onnx"


@cache
def variant(version: str, noise: float = 0.0) -> bytes:
    """Another version of the shipped model that reads as well.

    Args:
        version: what it calls itself.
        noise: how much its weights are shaken, as a share of their spread; 3 is a broken model.
    """
    model = onnx.load_from_string(SHIPPED.read_bytes())
    if noise:
        rng = np.random.default_rng(1)
        for weight in model.graph.initializer:
            values = numpy_helper.to_array(weight)
            if values.size > 100:
                shaken = values + rng.normal(0, noise * values.std(), values.shape)
                weight.CopyFrom(numpy_helper.from_array(shaken.astype(values.dtype), weight.name))
    return _named(model, version)


@cache
def shifted(version: str = "shifted-0123456789") -> bytes:
    """A model that reads each digit as the next one: what tells in a reply that it was asked.

    It is to be trusted more than the line network, as one that has learnt from corrections.
    """
    model = onnx.load_from_string(SHIPPED.read_bytes())
    for node in model.graph.node:
        for place, name in enumerate(node.output):
            if name == "probabilities":
                node.output[place] = "unshifted"
    order = numpy_helper.from_array(np.roll(np.arange(10), 1).astype(np.int64), "order")
    model.graph.initializer.append(order)
    model.graph.node.append(
        helper.make_node("Gather", ["unshifted", "order"], ["probabilities"], axis=1)
    )
    for entry in model.metadata_props:
        if entry.key == "calibration":
            entry.value = json.dumps(json.loads(entry.value) | {"trust": 100})
    return _named(model, version)


def foreign() -> bytes:
    """An ONNX model of something else."""
    return onnx_file([helper.make_node("Relu", ["x"], ["y"])], ("x", [4]), ("y", [4]))


def onnx_file(nodes, given, made, constants=()) -> bytes:
    """A small ONNX file of one float input and one float output."""
    values = [helper.make_tensor_value_info(name, 1, shape) for name, shape in (given, made)]
    graph = helper.make_graph(nodes, "graph", values[:1], values[1:], list(constants))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return model.SerializeToString()


def with_external_data(location: str) -> bytes:
    """The shipped model, one weight of which is said to lie in another file."""
    model = onnx.load_from_string(SHIPPED.read_bytes())
    weight = model.graph.initializer[0]
    weight.ClearField("raw_data")
    weight.data_location = onnx.TensorProto.EXTERNAL
    for key, value in {"location": location, "offset": "0"}.items():
        entry = weight.external_data.add()
        entry.key, entry.value = key, value
    return model.SerializeToString()


def _named(model: onnx.ModelProto, version: str) -> bytes:
    for entry in model.metadata_props:
        if entry.key == "version":
            entry.value = version
    return model.SerializeToString()
