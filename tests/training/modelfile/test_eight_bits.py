"""A small network of two convolutions, in floats and in numbers of eight bits."""

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from onnx import TensorProto, helper, numpy_helper


def network(rng):
    """`[N, 1, 8, W]` -> `[N, 3, 8, W]`, its layers named as an exported network's."""
    stored, nodes, before = [], [], "line"
    for layer, ins, outs, after in (("conv2", 1, 6, "hidden"), ("logits", 6, 3, "columns")):
        kernel = f"lines_1/{layer}_1/convolution/ReadVariableOp:0"
        bias = f"lines_1/{layer}_1/Squeeze:0"
        stored += [
            numpy_helper.from_array(rng.normal(0, 1, (outs, ins, 3, 3)).astype(np.float32), kernel),
            numpy_helper.from_array(rng.normal(0, 1, outs).astype(np.float32), bias),
        ]
        nodes.append(
            helper.make_node("Conv", [before, kernel, bias], [after], pads=[1, 1, 1, 1], name=layer)
        )
        before = after
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", channels, 8, "W"])
        for name, channels in (("line", 1), ("columns", 3))
    ]
    graph = helper.make_graph(nodes, "lines", ends[:1], ends[1:], stored)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)


@pytest.fixture(scope="module")
def both():
    """The network, the same in eight bits, and what they are given."""
    pytest.importorskip("onnxruntime.quantization")
    from training.modelfile.eight_bits import quantised

    rng = np.random.default_rng(1)
    whole = network(rng)
    seen = [rng.random((1, 1, 8, wide)).astype(np.float32) for wide in (16, 24, 40)]
    return whole, quantised(whole, seen, ["logits_"]), seen


def said(proto, line):
    session = ort.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(["columns"], {"line": line})[0]


def test_it_says_nearly_the_same_in_eight_bits(both):
    whole, small, seen = both
    for line in seen:
        wanted = said(whole, line)
        assert np.abs(said(small, line) - wanted).max() < 0.03 * np.ptp(wanted)


def test_what_is_kept_stays_in_floats(both):
    _, small, _ = both
    kinds = {i.name.split("/")[1]: i.data_type for i in small.graph.initializer
             if "ReadVariableOp" in i.name and len(i.dims) == 4}  # fmt: skip
    assert kinds == {"conv2_1": TensorProto.INT8, "logits_1": TensorProto.FLOAT}


def test_its_weights_are_found_again_in_the_file(both, tmp_path):
    from training.modelfile.stored_weights import stored_weights

    whole, small, _ = both
    for name, proto in (("whole", whole), ("small", small)):
        onnx.save(proto, tmp_path / name)
    wanted, found = stored_weights(tmp_path / "whole"), stored_weights(tmp_path / "small")
    assert found.keys() == wanted.keys() == {"conv2", "logits"}
    for layer, (kernel, bias) in found.items():
        # Seven bits by channel: a step is a 63rd of the largest weight.
        step = np.abs(wanted[layer][0]).max() / 63
        assert np.abs(kernel - wanted[layer][0]).max() <= 0.51 * step
        assert np.allclose(bias, wanted[layer][1], atol=1e-3)
