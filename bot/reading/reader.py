"""The pipeline: picture bytes -> Reading."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import numpy as np

from bot.reading.classify import Classifier
from bot.reading.decode import decode
from bot.reading.ink import DETECT_SIDE, Gray, Ink, find_ink
from bot.reading.linereader import LineReader
from bot.reading.plausible import Mark, is_writing, plausible
from bot.reading.recognise import Recogniser
from bot.reading.result import Box, Digit, Reading, Reason
from bot.reading.segment import Segments, segment
from bot.reading.tips import tips_for

MOST_DIGITS: Final = 400
LINES: Final = "lines.onnx"
"""Name of the line reader's model, beside the classifier's."""

COARSE_SIDE: Final = 400
"""Longer side, in pixels, at which a large picture is searched first."""
_LARGE: Final = 16
"""Writing this tall, in pixels at the coarse size, needs no finer look."""

_CLEAR: Final = 0.9
"""With less than this, typically, for a digit, a picture may be upside down or on its side."""
_TELLS_UP: Final = frozenset({2, 3, 4, 5, 7})
"""Digits that are no digits upside down."""
_TURNS: Final = (180, 90, 270)


class Reader:
    """Reads pictures with one model. Safe to call from several threads."""

    def __init__(self, classifier: Classifier, line_reader: LineReader | None = None) -> None:
        self.classifier = classifier
        self._recogniser = Recogniser(classifier, line_reader)

    @classmethod
    def open(cls, model: Path) -> Reader:
        """Loads the model file, and the line reader's beside it where there is one.

        Raises:
            ModelError: a file is missing or does not fit.
        """
        lines = model.with_name(LINES)
        return cls(Classifier.open(model), LineReader.open(lines) if lines.exists() else None)

    def read(self, data: bytes) -> Reading:
        """Reads a picture file.

        Args:
            data: the whole file, in any of the formats that `decode` knows.

        Raises:
            PictureError: the file cannot be decoded; its text is for the person who sent it.
        """
        picture = decode(data)
        return self.read_gray(picture.gray, picture.scale, picture.size)

    def read_gray(
        self, gray: Gray, scale: float = 1.0, size: tuple[int, int] | None = None
    ) -> Reading:
        """Reads a picture that is upright, as far as its file says.

        Args:
            gray: `[H, W]`, 0 black to 255 white.
            scale: pixels of the full picture to a pixel of `gray`.
            size: width and height of the full picture, in pixels.
        """
        size = size or (gray.shape[1], gray.shape[0])
        reading = self._read_as_it_is(gray, scale, size)
        if reading.reason not in {None, Reason.NOT_A_DIGIT} or _typical(reading) >= _CLEAR:
            return reading
        for turned in _TURNS:
            upright = np.ascontiguousarray(np.rot90(gray, -turned // 90))
            other = self._read_as_it_is(upright, scale, size if turned == 180 else size[::-1])
            if _is_clearly_upright(other):
                return Reading(other.lines, other.confidence, None, other.tips, other.size, turned)
        return reading

    def _read_as_it_is(self, gray: Gray, scale: float, size: tuple[int, int]) -> Reading:
        ink, segments = _find_writing(gray)
        if segments.crowded:
            return Reading((), 1.0, Reason.TOO_MUCH_INK, (), size)
        if not segments.lines:
            return Reading((), 1.0, Reason.NO_INK, tips_for(gray, ink, segments), size)
        rows = self._recogniser.read_rows(segments, ink, gray)
        kept = plausible(rows)
        sure = math.prod(row.confidence for row in kept)
        if not is_writing(kept, segments.mass):
            tips = tips_for(gray, ink, segments)
            return Reading((), 1.0 - (sure if kept else 0.0), Reason.NOT_A_DIGIT, tips, size)
        if sum(len(row.marks) for row in kept) > MOST_DIGITS:
            return Reading((), 1.0, Reason.TOO_MANY, (), size)
        factor = ink.factor * scale
        lines = tuple(tuple(_digit(mark, factor) for mark in row.marks) for row in kept)
        tips = () if sure >= _CLEAR else tips_for(gray, ink, segments)
        return Reading(lines, sure, None, tips, size)


def _find_writing(gray: Gray) -> tuple[Ink, Segments]:
    """The writing, found at a coarse size where it is large enough to be seen so."""
    if max(gray.shape) > DETECT_SIDE:
        ink = find_ink(gray, COARSE_SIDE)
        segments = segment(ink)
        if segments.lines and min(line.height for line in segments.lines) >= _LARGE:
            return ink, segments
    ink = find_ink(gray)
    return ink, segment(ink)


def _typical(reading: Reading) -> float:
    """The geometric mean of the digits' confidences; 0 where there are none."""
    digits = reading.digits
    if not digits:
        return 0.0
    return math.exp(sum(math.log(max(d.confidence, 1e-6)) for d in digits) / len(digits))


def _is_clearly_upright(reading: Reading) -> bool:
    """Whether so many digits are so clear that a picture is this way up and no other."""
    telling = [d for d in reading.digits if d.digit in _TELLS_UP and d.confidence >= _CLEAR]
    return len(reading.digits) >= 3 and len(telling) >= 2 and _typical(reading) >= 0.95


def _digit(mark: Mark, factor: float) -> Digit:
    x, y, w, h = mark.box
    box = Box(round(x * factor), round(y * factor), round(w * factor), round(h * factor))
    return Digit(mark.digit, mark.confidence, box, mark.probabilities, mark.glyph)
