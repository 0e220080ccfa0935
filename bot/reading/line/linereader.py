"""The line reader: a strip -> which symbol stands at each of its columns, without cutting it up.

A convolutional network looks at windows of about three digits' width and says for every second
pixel of the strip which symbol stands there, or that none does (CTC's blank). See `ctc` for what
follows from that about the whole line.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.line.ctc import OTHER, SYMBOLS, Columns, String, align, likely_strings
from bot.reading.line.lineimage import HEIGHT, PREPROCESSING, Gray, strip_of
from bot.reading.model import ModelError, check_outputs, metadata_of, open_session, read_model

STRIDE: Final = 2
"""Pixels of a strip to a column."""

PAD: Final = 4
"""Empty pixels that a strip gets on its left, and at least on its right."""

VIEWS: Final = (1.0, 1.12, 0.88)
"""How much taller than in the strip the writing is in each view of it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One symbol that was read.

    Attributes:
        symbol: 0 to 9, or `OTHER`.
        left, right: where it stands, in pixels of the crop from its left edge. The network marks
            the middle of a symbol, so this lies within it and does not cover it.
    """

    symbol: int
    left: float
    right: float

    @property
    def middle(self) -> float:
        """Its middle, in pixels of the crop."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class LineReading:
    """What the network says of one line.

    Attributes:
        columns: `[T, 12]`, log-probabilities of 0-9, `OTHER` and blank.
        strings: the likeliest strings, best first, each with its calibrated probability.
        marks: the symbols of the best string.
        scale: pixels of the crop to a pixel of the strip, along the line.
    """

    columns: Columns
    strings: tuple[tuple[String, float], ...]
    marks: tuple[Mark, ...]
    scale: float

    @property
    def text(self) -> str:
        """The digits of the best string; other marks are left out."""
        return "".join(str(mark.symbol) for mark in self.marks if mark.symbol != OTHER)

    @property
    def confidence(self) -> float:
        """Probability that the best string is right, punctuation aside."""
        return self.strings[0][1]


class LineReader:
    """One ONNX session. Safe to call from several threads."""

    def __init__(self, model: bytes) -> None:
        """Loads a model file.

        Args:
            model: the file's content.

        Raises:
            ModelError: it is not a line reader's ONNX model.
        """
        self._session = open_session(model, "line")
        self.version = _check(self._session)

    @classmethod
    def open(cls, path: Path) -> LineReader:
        """Loads the model file at `path`.

        Raises:
            ModelError: there is no such file, or it does not fit.
        """
        return cls(read_model(path))

    def __call__(self, gray: Gray, beam: int = 10) -> LineReading:
        """Reads a crop around one line of dark writing.

        Args:
            gray: `[H, W]`, 0 black to 255 white.
            beam: how many strings are followed.
        """
        strip = strip_of(gray)
        columns = self.columns(strip.pixels)
        strings = likely_strings(columns, beam)
        spans = align(columns, strings[0][0])
        marks = tuple(
            Mark(symbol, *((STRIDE * column - PAD) * strip.scale for column in span))
            for symbol, span in zip(strings[0][0], spans, strict=True)
        )
        probable = tuple((string, float(np.exp(score))) for string, score in strings)
        return LineReading(columns, probable, marks, strip.scale)

    def columns(self, pixels: Gray) -> Columns:
        """Log-probabilities of each column of a strip.

        Args:
            pixels: `[HEIGHT, W]`, see `lineimage`.

        Returns:
            `[T, 12]`; column `t` looks at the pixels from `STRIDE * t - PAD` on.
        """
        [views] = self._session.run(["columns"], {"line": views_of(pixels)})
        return together(views)


def views_of(pixels: Gray) -> NDArray[np.float32]:
    """A strip `[HEIGHT, W]` as the network takes it, `[len(VIEWS), HEIGHT, PAD + W + PAD, 1]`.

    How tall the writing is in the strip is the least certain thing about it, so the network sees it
    a little taller and a little smaller as well.
    """
    height, width = pixels.shape
    padded = -(-(width + 2 * PAD) // STRIDE) * STRIDE
    lines = np.zeros((len(VIEWS), height, padded, 1), np.float32)
    for line, tall in zip(lines, VIEWS, strict=True):
        matrix = np.array([[1, 0, PAD], [0, tall, height / 2 * (1 - tall)]])
        line[..., 0] = cv2.warpAffine(pixels, matrix, (padded, height)) / np.float32(255)
    return lines


def together(views: NDArray[np.float32]) -> Columns:
    """Mean of the probabilities that the views of a strip give, as logarithms, `[T, 12]`."""
    mean = np.exp(views.astype(np.float64)).mean(axis=0)
    columns: Columns = np.log(np.maximum(mean, 1e-12))
    return columns


def _check(session: Any) -> str:
    """Holds a session against the contract; gives its version."""
    [line] = session.get_inputs()
    if line.shape[1] != HEIGHT or list(line.shape[3:]) != [1]:
        raise ModelError(f"The model's input must be [N, {HEIGHT}, W, 1]; it is {line.shape}.")
    check_outputs(session, {"columns": [SYMBOLS]})
    return metadata_of(session, PREPROCESSING)["version"]
