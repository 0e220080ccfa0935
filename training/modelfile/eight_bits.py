"""Convolutions in numbers of eight bits: a third of the time, and a quarter of the file.

Quantised after the training (Jacob et al., *Quantization and Training of Neural Networks for
Efficient Integer-Arithmetic-Only Inference*, CVPR 2018): weights by channel, what goes into a
convolution by the range that is seen in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

Arrays = NDArray[np.float32]


def quantised(
    proto: onnx.ModelProto, seen: Sequence[Arrays], kept: Sequence[str]
) -> onnx.ModelProto:
    """The same model with most convolutions in eight bits.

    Args:
        proto: float32, of one input.
        seen: what its input may be, to measure ranges on.
        kept: layers that stay float32; part of the names of their weights.
    """
    with TemporaryDirectory() as folder:
        whole, ready, done = (Path(folder) / name for name in ("whole", "ready", "done"))
        onnx.save(proto, whole)
        quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
        graph = onnx.load(ready).graph
        convolutions = [node for node in graph.node if node.op_type == "Conv"]
        quantize_static(
            str(ready),
            str(done),
            _Seen(graph.input[0].name, seen),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            # Without instructions for it, sums of two products of whole bytes would be cut off.
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=[
                node.name
                for node in convolutions
                if any(f"/{layer}" in node.input[1] for layer in kept)
            ],
        )
        return onnx.load(done)


class _Seen(CalibrationDataReader):  # type: ignore[misc]
    """Inputs, one after another."""

    def __init__(self, name: str, seen: Sequence[Arrays]) -> None:
        self._left: Iterator[dict[str, Arrays]] = ({name: one} for one in seen)

    def get_next(self) -> dict[str, Arrays] | None:
        """The next one; None after the last."""
        return next(self._left, None)
