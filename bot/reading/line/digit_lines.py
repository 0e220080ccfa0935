"""A second network for lines: it knows digits alone, and sees the gray picture, not the ink.

It was trained on amounts on cheques, with touching digits on printed grounds. What it reads is an
opinion on strings of digits, see `confidence`.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.line.crop_strip import HEIGHT, PREPROCESSING, Gray, strip_of
from bot.reading.line.ctc import Columns, likely_strings
from bot.reading.model import ModelError, check_outputs, metadata_of, open_session, read_model

STRIDE: Final = 2
"""Pixels of a strip to a column."""

PAD: Final = 4
"""Empty pixels that a strip gets on its left, and at least on its right."""

DIGITS: Final = 10
"""Classes before this are digits; after them come any other mark, and CTC's blank."""

OTHER: Final = 10
BLANK: Final = 11
CLASSES: Final = 12
VIEWS: Final = (1.0, 1.12, 0.88)
"""How much taller than in the strip the writing is in each view of it."""


class DigitLineNetwork:
    """One ONNX session. Safe to call from several threads."""

    def __init__(self, model: bytes, *, brief: bool = False) -> None:
        """Loads a model file.

        Args:
            model: the file's content.
            brief: see `open_session`; it is then loaded when it is first asked, for the opinion of
                this network is not needed of every picture.

        Raises:
            ModelError: it is not such a network's ONNX model. If `brief`, a call raises that.
        """
        self._model, self._brief = model, brief
        if not brief:
            self._session  # noqa: B018 - loads it
            self._model = b""

    @classmethod
    def open(cls, path: Path, *, brief: bool = False) -> DigitLineNetwork:
        """Loads the model file at `path`; `brief` as of the class.

        Raises:
            ModelError: there is no such file, or it does not fit.
        """
        return cls(read_model(path), brief=brief)

    @cached_property
    def _session(self) -> Any:
        session = open_session(self._model, "line", brief=self._brief)
        [line] = session.get_inputs()
        if line.shape[1] != HEIGHT or list(line.shape[3:]) != [1]:
            raise ModelError(f"The model's input must be [N, {HEIGHT}, W, 1]; it is {line.shape}.")
        check_outputs(session, {"columns": [CLASSES]})
        metadata_of(session, PREPROCESSING)
        return session

    @property
    def version(self) -> str:
        """Of the model."""
        return metadata_of(self._session, PREPROCESSING)["version"]

    def __call__(self, gray: Gray) -> dict[str, float]:
        """Reads a crop around one line of dark writing.

        Args:
            gray: `[H, W]`, 0 black to 255 white.

        Returns:
            The probability of each string of digits that it finds likely; other marks between
            them are left out.
        """
        found: dict[str, float] = {}
        for string, score in likely_strings(self.columns(strip_of(gray).pixels)):
            digits = "".join(str(symbol) for symbol in string if symbol < DIGITS)
            found[digits] = found.get(digits, 0.0) + float(np.exp(score))
        return found

    def columns(self, pixels: Gray) -> Columns:
        """Log-probabilities of each column of a strip.

        Args:
            pixels: `[HEIGHT, W]`, see `crop_strip`.

        Returns:
            `[T, CLASSES]`; column `t` looks at the pixels from `STRIDE * t - PAD` on.
        """
        [views] = self._session.run(["columns"], {"line": views_of(pixels)})
        return together(views)


def views_of(pixels: Gray) -> NDArray[np.float32]:
    """A strip `[HEIGHT, W]` as the network takes it, `[len(VIEWS), HEIGHT, PAD + W + PAD, 1]`."""
    height, width = pixels.shape
    padded = -(-(width + 2 * PAD) // STRIDE) * STRIDE
    lines = np.zeros((len(VIEWS), height, padded, 1), np.float32)
    for line, tall in zip(lines, VIEWS, strict=True):
        matrix = np.array([[1, 0, PAD], [0, tall, height / 2 * (1 - tall)]])
        line[..., 0] = cv2.warpAffine(pixels, matrix, (padded, height)) / np.float32(255)
    return lines


def together(views: NDArray[np.float32]) -> Columns:
    """Mean of the probabilities that the views of a strip give, as logarithms, `[T, CLASSES]`."""
    mean = np.exp(views.astype(np.float64)).mean(axis=0)
    columns: Columns = np.log(np.maximum(mean, 1e-12))
    return columns
