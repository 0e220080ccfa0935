"""A model file, run by onnxruntime as the bot runs it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from training.process.errors import TrainingError


class OnnxFile:
    """An open model file.

    Args:
        path: the `.onnx` file.
        threads: how many it may use.

    Raises:
        TrainingError: it cannot be opened, or does not answer which digit a picture shows.
    """

    def __init__(self, path: Path, threads: int = 0) -> None:
        if not path.is_file():
            raise TrainingError(f"There is no model file {path}. Train one: python -m training.")
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.enable_cpu_mem_arena = False
        try:
            self._session = ort.InferenceSession(
                path.read_bytes(), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise TrainingError(f"{path} is not a model file that can be used: {error}") from error
        takes = {door.name: door.shape[1:] for door in self._session.get_inputs()}
        gives = {door.name: door.shape[1:] for door in self._session.get_outputs()}
        if takes != {"image": [28, 28, 1]} or gives.get("probabilities") != [10]:
            raise TrainingError(
                f"{path} is not a model for single digits: it takes {', '.join(takes)} and gives "
                f"{', '.join(gives)}. Pass one that takes an image of 28x28 pixels and gives "
                "probabilities of the ten digits, such as models/digits.onnx."
            )
        self.metadata: dict[str, str] = self._session.get_modelmeta().custom_metadata_map

    def run(self, images: NDArray[np.uint8], batch: int = 250) -> dict[str, NDArray[np.float32]]:
        """All outputs for these pictures.

        Args:
            images: `[N, 28, 28]`, ink 255 on ground 0.
            batch: how many at a time.
        """
        names = [output.name for output in self._session.get_outputs()]
        parts = []
        for start in range(0, max(len(images), 1), batch):
            part = images[start : start + batch, :, :, None].astype(np.float32) / 255
            parts.append(self._session.run(names, {"image": part}))
        return {name: np.concatenate([p[i] for p in parts]) for i, name in enumerate(names)}
