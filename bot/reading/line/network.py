"""The line network: strips -> log-probabilities of the symbol at each second column."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.background import Gray
from bot.reading.line.confidence import Weights
from bot.reading.line.confusion import confusion_of
from bot.reading.line.ctc import Columns
from bot.reading.line.forms import Forms
from bot.reading.line.strip import HEIGHT, PREPROCESSING
from bot.reading.line.symbols import CLASSES
from bot.reading.model import (
    ModelError,
    check_outputs,
    metadata_of,
    open_session,
    path_of,
    read_model,
)

FILE: Final = "lines.onnx"
"""Name of the model file, beside the digit network's."""

STRIDE: Final = 2
"""Pixels of a strip to a column."""

PAD: Final = 12
"""Empty pixels that a strip gets on its left, and at least on its right."""

BUCKET: Final = 32
"""Strips are padded to multiples of this, so that what is read does not depend on the others."""

VIEWS: Final = (1.0, 0.85, 1.15)
"""How much taller than in the strip the writing is in each view of it."""

SURE: Final = 0.9
"""A strip whose first view is read with this probability needs no other opinion."""


class LineNetwork:
    """One ONNX session. Safe to call from several threads."""

    def __init__(self, model: bytes, *, brief: bool = False) -> None:
        """Loads a model file.

        Args:
            model: the file's content.
            brief: see `open_session`.

        Raises:
            ModelError: it is not a line network's ONNX model.
        """
        self._session = open_session(model, "line", brief=brief, eight_bits=True)
        [line] = self._session.get_inputs()
        if line.shape[1] != HEIGHT or list(line.shape[3:]) != [1]:
            raise ModelError(f"The model's input must be [N, {HEIGHT}, W, 1]; it is {line.shape}.")
        check_outputs(self._session, {"columns": [CLASSES]})
        metadata = metadata_of(self._session, PREPROCESSING)
        self.version = metadata["version"]
        try:
            calibration = json.loads(metadata["calibration"])
            self.weights = Weights.of(calibration["joining"])
            self.confusion = confusion_of(calibration["confusion"])
            self.forms = Forms.of(calibration["forms"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError("The model's weights of the joining are not readable.") from error

    @classmethod
    def open(cls, path: Path, *, brief: bool = False) -> LineNetwork:
        """Loads the model file at `path`; `brief` as of `open_session`.

        Raises:
            ModelError: there is no such file, or it does not fit.
        """
        return cls(read_model(path), brief=brief)

    @classmethod
    def beside(cls, folder: Path, *, brief: bool = False) -> LineNetwork:
        """Loads the one in a folder, or the one that ships where that holds none; as `open`."""
        return cls.open(path_of(folder, FILE), brief=brief)

    def __call__(self, strips: list[Gray]) -> list[Columns]:
        """Reads strips, those of about one width in one batch.

        Args:
            strips: `[HEIGHT, W]` each.

        Returns:
            For each the mean of what its views say; column `t` looks at the pixels from
            `STRIDE * t - PAD` on.
        """
        alike: dict[int, list[int]] = defaultdict(list)
        for place, strip in enumerate(strips):
            alike[-(-(strip.shape[1] + 2 * PAD) // BUCKET) * BUCKET].append(place)
        read: dict[int, Columns] = {}
        for width, places in alike.items():
            first = self._columns(strips, places, width, VIEWS[:1])
            doubtful = [at for at, columns in enumerate(first) if not is_sure(columns[0])]
            if doubtful:
                rest = self._columns(strips, [places[at] for at in doubtful], width, VIEWS[1:])
                for at, more in zip(doubtful, rest, strict=True):
                    first[at] = np.concatenate([first[at], more])
            for place, columns in zip(places, first, strict=True):
                read[place] = together(columns)
        return [read[place] for place in range(len(strips))]

    def _columns(
        self, strips: list[Gray], places: list[int], width: int, views: tuple[float, ...]
    ) -> list[NDArray[np.float32]]:
        """Some views of some strips of about one width: `[len(views), T, CLASSES]` of each."""
        batch = np.concatenate([views_of(strips[place], width, views) for place in places])
        [columns] = self._session.run(["columns"], {"line": batch})
        return list(columns.reshape(len(places), len(views), *columns.shape[1:]))


def is_sure(columns: NDArray[np.floating]) -> bool:
    """Whether what is likeliest at each column, `[T, CLASSES]`, is as good as certain."""
    return float(columns.max(axis=1).sum()) >= math.log(SURE)


def views_of(pixels: Gray, width: int, views: tuple[float, ...]) -> NDArray[np.float32]:
    """A strip as the network takes it, `[len(views), HEIGHT, width, 1]`.

    How tall the writing is in the strip is the least certain thing about it, so the network sees it
    a little taller and a little smaller as well, where it is in doubt.
    """
    lines = np.zeros((len(views), HEIGHT, width, 1), np.float32)
    for line, tall in zip(lines, views, strict=True):
        matrix = np.array([[1, 0, PAD], [0, tall, HEIGHT / 2 * (1 - tall)]])
        line[..., 0] = cv2.warpAffine(pixels, matrix, (width, HEIGHT)) / np.float32(255)
    return lines


def together(views: NDArray[np.float32]) -> Columns:
    """Mean of the probabilities that the views of a strip give, as logarithms, `[T, CLASSES]`."""
    mean = np.exp(views.astype(np.float64)).mean(axis=0)
    columns: Columns = np.log(np.maximum(mean, 1e-12))
    return columns
