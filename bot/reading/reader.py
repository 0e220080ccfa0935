"""The pipeline: picture bytes -> Reading."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

from bot.reading.candidates import (
    Row,
    box_of,
    glyph_of,
    ink_in,
    may_hold_two,
    pieces_of,
    row_of,
)
from bot.reading.classify import Classifier, Scores
from bot.reading.decode import decode
from bot.reading.ink import Gray, Ink, find_ink
from bot.reading.lattice import Path as Way
from bot.reading.lattice import best_path
from bot.reading.plausible import Mark, ReadRow, plausible
from bot.reading.result import Box, Digit, Glyph, Reading, Reason
from bot.reading.segment import Piece, Segments, segment

MOST_DIGITS: Final = 400

_SURE: Final = 0.8
"""A piece that is read with less than this is cut, if it is wide enough."""
_SKIP_SMALL: Final = 0.7
_SKIP_TALL: Final = 0.35
"""Prior weights of leaving out a piece: one of less than half a digit's height, and a taller."""
_LEAST_EXPLAINED: Final = 0.5
"""Digits must explain this share of the ink, or the picture shows something else."""


class Reader:
    """Reads pictures with one model. Safe to call from several threads."""

    def __init__(self, classifier: Classifier) -> None:
        self.classifier = classifier

    @classmethod
    def open(cls, model: Path) -> Reader:
        """Loads the model file.

        Raises:
            ModelError: the file is missing or does not fit.
        """
        return cls(Classifier.open(model))

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
        """Reads an upright picture.

        Args:
            gray: `[H, W]`, 0 black to 255 white.
            scale: pixels of the full picture to a pixel of `gray`.
            size: width and height of the full picture, in pixels.
        """
        size = size or (gray.shape[1], gray.shape[0])
        ink = find_ink(gray)
        segments = segment(ink)
        if segments.crowded:
            return _refusal(Reason.TOO_MUCH_INK, size)
        if not segments.lines:
            return _refusal(Reason.NO_INK, size)
        rows = self._read_rows(segments, ink, gray)
        kept, explained = plausible(rows)
        if not kept or explained < _LEAST_EXPLAINED:
            return _refusal(Reason.NOT_A_DIGIT, size)
        if sum(len(row.marks) for row in kept) > MOST_DIGITS:
            return _refusal(Reason.TOO_MANY, size)
        factor = ink.factor * scale
        lines = tuple(tuple(_digit(mark, factor) for mark in row.marks) for row in kept)
        confidence = math.prod(row.confidence for row in kept)
        return Reading(lines, confidence, None, (), size)

    def _read_rows(self, segments: Segments, ink: Ink, gray: Gray) -> list[ReadRow]:
        """What the network makes of each line."""
        rows = [row_of(line, segments.labels) for line in segments.lines]
        read = []
        for row, glyphs, scores in zip(rows, *self._classify(rows, ink, gray), strict=True):
            way = _path(row, scores)
            to_cut = _to_cut(row, way)
            if to_cut:
                read.append(self._read_cut(row_of(row.line, segments.labels, to_cut), ink, gray))
            else:
                read.append(_read_row(row, way, glyphs, scores))
        return read

    def _read_cut(self, row: Row, ink: Ink, gray: Gray) -> ReadRow:
        """What the network makes of a line of which pieces were cut."""
        [glyphs], [scores] = self._classify([row], ink, gray)
        return _read_row(row, _path(row, scores), glyphs, scores)

    def _classify(
        self, rows: list[Row], ink: Ink, gray: Gray
    ) -> tuple[list[list[Glyph]], list[Scores]]:
        """The glyph of each run of each row, and the network's scores, in one batch."""
        glyphs = [[glyph_of(row, run, ink, gray) for run in row.runs] for row in rows]
        scores = self.classifier([glyph for own in glyphs for glyph in own])
        split = []
        start = 0
        for own in glyphs:
            part = slice(start, start + len(own))
            split.append(Scores(scores.probabilities[part], scores.is_digit[part]))
            start += len(own)
        return glyphs, split


def _path(row: Row, scores: Scores) -> Way:
    """The best path through the runs of a row."""
    whole = {(r.first, r.last + 1): i for i, r in enumerate(row.runs)}
    leave: dict[int, list[tuple[int, float]]] = {}
    for piece, (first, end) in zip(row.line.pieces, row.pieces, strict=True):
        index = whole.get((first, end))
        not_digit = 1.0 if index is None else 1.0 - float(scores.is_digit[index])
        leave.setdefault(first, []).append((end, max(1e-6, not_digit * _skip(piece, row))))
    return best_path(len(row.boxes), list(row.runs), scores, lambda atom: leave.get(atom, []))


def _skip(piece: Piece, row: Row) -> float:
    """Prior weight of leaving out a piece; one that is wide would be several digits."""
    height = row.line.height
    if piece.box.h < 0.5 * height:
        return _SKIP_SMALL
    return float(_SKIP_TALL ** max(1.0, piece.box.w / (0.75 * height)))


def _to_cut(row: Row, way: Way) -> frozenset[int]:
    """The labels of wide pieces that the path left out or is not sure of."""
    sure: set[int] = set()
    for found in way.found:
        if found.confidence >= _SURE:
            sure.update(range(found.run.first, found.run.last + 1))
    return frozenset(
        piece.label
        for piece, (first, end) in zip(row.line.pieces, row.pieces, strict=True)
        if not sure.issuperset(range(first, end)) and may_hold_two(piece, row.line.height)
    )


def _read_row(row: Row, way: Way, glyphs: list[Glyph], scores: Scores) -> ReadRow:
    marks = []
    for found in way.found:
        pieces = pieces_of(row, found.run)
        area = sum(p.area for p in pieces)
        marks.append(
            Mark(
                found.digit,
                found.confidence,
                box_of(row, found.run),
                tuple(float(p) for p in scores.probabilities[found.index]),
                glyphs[found.index],
                sum(p.strength * p.area for p in pieces) / area,
                any(p.at_edge for p in pieces),
                ink_in(row, found.run),
            )
        )
    ink = sum(p.area for p in row.line.pieces if not p.at_edge)
    return ReadRow(tuple(marks), way.confidence, ink)


def _digit(mark: Mark, factor: float) -> Digit:
    x, y, w, h = mark.box
    box = Box(round(x * factor), round(y * factor), round(w * factor), round(h * factor))
    return Digit(mark.digit, mark.confidence, box, mark.probabilities, mark.glyph)


def _refusal(reason: Reason, size: tuple[int, int]) -> Reading:
    return Reading((), 1.0, reason, (), size)
