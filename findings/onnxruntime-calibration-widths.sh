#!/usr/bin/env bash
# onnxruntime 1.32.0, onnx 1.23.2, numpy 2.4.6
#
# Static quantisation measures the range of each activation on inputs that a reader gives, one after
# another. A network of lines takes any width.
#
# What one would guess: how the range is taken (least and greatest, a percentile, entropy) has
# nothing to do with how wide the inputs are.
#
# What happens: with least and greatest all is well. The percentile and the entropy keep what every
# input gave and put it into one array, so that inputs of two widths end in numpy's error of an
# inhomogeneous shape; of one width they work.
#
# Output seen:
#   MinMax one width: ok, two widths: ok
#   Percentile one width: ok, two widths: ValueError
#   Entropy one width: ok, two widths: ValueError
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" \
  onnxruntime==1.32.0 onnx==1.23.2 numpy==2.4.6
PYTHONPATH=$folder FOLDER=$folder python3 - <<'PYTHON'
import contextlib
import io
import logging
import os

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, quantize_static

logging.disable(logging.WARNING)
whole, done = (os.path.join(os.environ["FOLDER"], name) for name in ("whole.onnx", "done.onnx"))
kernel = np.random.default_rng(0).normal(size=(4, 1, 3, 3)).astype(np.float32)
node = helper.make_node("Conv", ["line", "kernel"], ["columns"], pads=[1, 1, 1, 1])
ends = [
    [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, channels, 8, "W"])]
    for name, channels in (("line", 1), ("columns", 4))
]
graph = helper.make_graph([node], "g", *ends, [numpy_helper.from_array(kernel, "kernel")])
opset = [helper.make_opsetid("", 15)]
onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=8), whole)


class Lines(CalibrationDataReader):
    def __init__(self, *widths):
        rng = np.random.default_rng(1)
        self.left = iter([rng.random((1, 1, 8, w)).astype(np.float32) for w in widths])

    def get_next(self):
        line = next(self.left, None)
        return None if line is None else {"line": line}


def outcome(method, *widths):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            quantize_static(whole, done, Lines(*widths), calibrate_method=method)
    except ValueError as error:
        assert "inhomogeneous" in str(error), error
        return "ValueError"
    return "ok"


seen = {}
for name in ("MinMax", "Percentile", "Entropy"):
    method = getattr(CalibrationMethod, name)
    seen[name] = outcome(method, 16, 16), outcome(method, 16, 24)
    print(f"{name} one width: {seen[name][0]}, two widths: {seen[name][1]}")
assert seen == {
    "MinMax": ("ok", "ok"),
    "Percentile": ("ok", "ValueError"),
    "Entropy": ("ok", "ValueError"),
}
PYTHON
