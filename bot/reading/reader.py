"""The pipeline: picture bytes -> Reading."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import DETECT_SIDE
from bot.reading.digits.classify import Classifier
from bot.reading.layout.page import Page, find_page, open_page
from bot.reading.line.linereader import LineReader
from bot.reading.line.network import LineNetwork
from bot.reading.line.rejection import Mark, is_writing, plausible
from bot.reading.recognise import Recogniser
from bot.reading.result import Digit, Reading, Reason
from bot.reading.tips import tips_for
from bot.reading.written.reading import read_written
from bot.reading.written.recognise import WrittenRecogniser

MOST_DIGITS: Final = 400
LINES: Final = "lines.onnx"
"""Name of the line reader's model, beside the classifier's."""
WRITTEN: Final = "written.onnx"
"""Name of the model of the network that reads lines as they are written."""
_DOUBTFUL: Final = 0.9
"""What is surer than this stands, unless there are signs in it."""
_SIGNS: Final = 0.6
"""A number with signs is taken as written if that is at least so probable."""

_CLEAR: Final = 0.9
"""With less than this, typically, for a digit, a picture may be upside down or on its side."""
_TELLS_UP: Final = frozenset({2, 3, 4, 5, 7})
"""Digits that are no digits upside down."""
_LEAST_TELLING: Final = 2
_LIKELY: Final = 0.5
"""So many of those must be clear; at a glance, before anything is cut, this sure."""
_TELLING_SHARE: Final = 0.1
"""And so many of all pieces: among hundreds of letters some look like a digit."""
_TURNS: Final = (180, 90, 270)


def networks_beside(model: Path) -> tuple[LineReader | None, LineNetwork | None]:
    """The networks for lines that are in the folder of a model file.

    Raises:
        ModelError: one of them does not fit.
    """
    lines, written = model.with_name(LINES), model.with_name(WRITTEN)
    return (
        LineReader.open(lines) if lines.exists() else None,
        LineNetwork.open(written) if written.exists() else None,
    )


class Reader:
    """Reads pictures with one model. Safe to call from several threads."""

    def __init__(
        self,
        classifier: Classifier,
        line_reader: LineReader | None = None,
        written: LineNetwork | None = None,
    ) -> None:
        self.classifier = classifier
        self.written = WrittenRecogniser(classifier, written) if written else None
        self.recogniser = Recogniser(classifier, line_reader)

    @classmethod
    def open(cls, model: Path) -> Reader:
        """Loads the model file, and those of the networks for lines beside it, where they are.

        Raises:
            ModelError: a file is missing or does not fit.
        """
        return cls(Classifier.open(model), *networks_beside(model))

    def read(self, data: bytes) -> Reading:
        """Reads a picture file.

        Args:
            data: the whole file, in any of the formats that `decode` knows.

        Raises:
            PictureError: the file cannot be decoded; its text is for the person who sent it.
        """
        return self._read_sheet(lambda flat: open_page(data, flat=flat))

    def read_gray(
        self, gray: Gray, scale: float = 1.0, size: tuple[int, int] | None = None
    ) -> Reading:
        """Reads a picture that is upright, as far as its file says.

        Args:
            gray: `[H, W]`, 0 black to 255 white.
            scale: pixels of the full picture to a pixel of `gray`.
            size: width and height of the full picture, in pixels.

        Raises:
            ValueError: `gray` is not such an array, or has no pixels.
        """
        if gray.ndim != 2 or gray.dtype != np.uint8 or not gray.size:
            raise ValueError(f"a gray picture is uint8 [H, W], not {gray.dtype} {gray.shape}")
        size = size or (round(gray.shape[1] * scale), round(gray.shape[0] * scale))
        coarsely = max(gray.shape) > DETECT_SIDE
        return self._read_sheet(
            lambda flat: find_page(gray, scale, size, coarsely=coarsely, flat=flat)
        )

    def _read_sheet(self, page_of: Callable[[bool], Page]) -> Reading:
        """Reads the sheet that a picture shows; where nothing is on it, the whole picture."""
        page = page_of(True)
        reading = self._read_any_way_up(page)
        if page.sheet is not None and not reading.digits:
            reading = self._read_any_way_up(page_of(False))
        return reading.unstretched(page.stretch)

    def _read_any_way_up(self, page: Page) -> Reading:
        reading = self._read_as_it_is(page)
        if reading.reason not in {None, Reason.NOT_A_DIGIT} or _typical(reading) >= _CLEAR:
            return reading
        for degrees in _TURNS:
            other = page.turned(degrees)
            if not self._may_be_upright(other):
                continue
            turned = self._read_as_it_is(other)
            if _is_clearly_upright(turned):
                return replace(turned, turned=degrees)
        return reading

    def _may_be_upright(self, page: Page) -> bool:
        """Whether a turned page is worth more than a glance."""
        rows = self.recogniser.glance(page.segments, page.ink, page.gray)
        telling = [m for row in rows for m in row.marks if m.digit in _TELLS_UP]
        seen = sum(len(line.pieces) for line in page.segments.lines)
        least = max(_LEAST_TELLING, _TELLING_SHARE * seen)
        return sum(mark.confidence >= _LIKELY for mark in telling) >= least

    def _read_as_it_is(self, page: Page) -> Reading:
        gray, ink, segments, size = page.gray, page.ink, page.segments, page.size
        if segments.crowded:
            return Reading((), 1.0, Reason.TOO_MUCH_INK, (), size)
        if not segments.lines:
            return Reading((), 1.0, Reason.NO_INK, tips_for(gray, ink, segments), size)
        rows = self.recogniser.read_rows(segments, ink, gray)
        kept = plausible(rows)
        sure = math.prod(row.confidence for row in kept)
        if not is_writing(kept, segments.mass):
            tips = tips_for(gray, ink, segments)
            return Reading((), 1.0 - (sure if kept else 0.0), Reason.NOT_A_DIGIT, tips, size)
        if sum(len(row.marks) for row in kept) > MOST_DIGITS:
            return Reading((), 1.0, Reason.TOO_MANY, (), size)
        lines = tuple(tuple(_digit(mark, page) for mark in row.marks) for row in kept)
        tips = () if sure >= _CLEAR else tips_for(gray, ink, segments)
        return self._as_written(Reading(lines, sure, None, tips, size), page)

    def _as_written(self, reading: Reading, page: Page) -> Reading:
        """A reading, or that of the network that knows signs, where it is the better one."""
        if self.written is None:
            return reading
        written = read_written(page, self.written)
        doubtful = reading.confidence < min(_DOUBTFUL, written.confidence)
        signs = bool(written.signs) and written.confidence >= _SIGNS
        if written.reason is None and (doubtful or signs):
            return replace(written, tips=reading.tips)
        return reading


def _typical(reading: Reading) -> float:
    """The geometric mean of the digits' confidences; 0 where there are none."""
    digits = reading.digits
    if not digits:
        return 0.0
    return math.exp(sum(math.log(max(d.confidence, 1e-6)) for d in digits) / len(digits))


def _is_clearly_upright(reading: Reading) -> bool:
    """Whether so many digits are so clear that a picture is this way up and no other."""
    telling = [d for d in reading.digits if d.digit in _TELLS_UP and d.confidence >= _CLEAR]
    return len(reading.digits) >= 3 and len(telling) >= _LEAST_TELLING and _typical(reading) >= 0.95


def _digit(mark: Mark, page: Page) -> Digit:
    box = page.in_picture(mark.box)
    return Digit(mark.digit, mark.confidence, box, mark.probabilities, mark.glyph)
