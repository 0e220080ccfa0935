"""Lines of pieces -> lines of digits: the network's say on every candidate, and the best path."""

from __future__ import annotations

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
from bot.reading.ink import Gray, Ink
from bot.reading.lattice import Path, best_path
from bot.reading.plausible import Mark, ReadRow
from bot.reading.result import Glyph
from bot.reading.segment import Segments

_SURE: Final = 0.8
"""A piece that is read with less than this is cut, if it is wide enough."""
_SKIP_SMALL: Final = 0.7
_SKIP_TALL: Final = 0.3
_SKIP_ALONE: Final = 0.9
"""Prior weights of leaving out a piece: one of less than half a digit's height, a taller one in a
line of digits, and one that has no digit beside it."""
_WIDE: Final = 1.5
"""A piece wider than this, in heights, is a line of digits by itself."""


def read_rows(classifier: Classifier, segments: Segments, ink: Ink, gray: Gray) -> list[ReadRow]:
    """Reads every line of a picture.

    All candidates of the picture are one batch; the lines in which a piece has to be cut are read
    once more.

    Args:
        classifier: the network.
        segments: the lines, of `ink`.
        ink: of the picture.
        gray: the picture, `ink.factor` times as large as the ink's arrays.
    """
    rows = [row_of(line, segments.labels) for line in segments.lines]
    read = []
    for row, glyphs, scores in zip(rows, *_classify(classifier, rows, ink, gray), strict=True):
        path = _path(row, scores)
        to_cut = _to_cut(row, path)
        if to_cut:
            parts = row_of(row.line, segments.labels, to_cut)
            read.append(_read_cut(classifier, parts, ink, gray))
        else:
            read.append(_read_row(row, path, glyphs, scores))
    return read


def _read_cut(classifier: Classifier, row: Row, ink: Ink, gray: Gray) -> ReadRow:
    """What the network makes of a line of which pieces were cut."""
    [glyphs], [scores] = _classify(classifier, [row], ink, gray)
    return _read_row(row, _path(row, scores), glyphs, scores)


def _classify(
    classifier: Classifier, rows: list[Row], ink: Ink, gray: Gray
) -> tuple[list[list[Glyph]], list[Scores]]:
    """The glyph of each run of each row, and the network's scores, in one batch."""
    glyphs = [[glyph_of(row, run, ink, gray) for run in row.runs] for row in rows]
    scores = classifier([glyph for own in glyphs for glyph in own])
    split = []
    start = 0
    for own in glyphs:
        split.append(scores[start : start + len(own)])
        start += len(own)
    return glyphs, split


def _path(row: Row, scores: Scores) -> Path:
    """The best path through the runs of a row."""
    whole = {(r.first, r.last + 1): i for i, r in enumerate(row.runs)}
    sure = [
        piece
        for piece, place in zip(row.line.pieces, row.pieces, strict=True)
        if place in whole and scores.is_digit[whole[place]] >= _SURE
    ]
    leave: dict[int, list[tuple[int, float]]] = {}
    for piece, (first, end) in zip(row.line.pieces, row.pieces, strict=True):
        index = whole.get((first, end))
        if index is None:
            weight = 1.0
        elif piece.box.h < 0.5 * row.line.height:
            weight = _SKIP_SMALL * (1.0 - float(scores.is_digit[index]))
        else:
            weight = float(scores.is_other[index])
        if piece.box.h >= 0.5 * row.line.height:
            width = piece.box.w / row.line.height
            alone = width < _WIDE and not any(other is not piece for other in sure)
            # One that is wide would be several digits.
            weight *= (_SKIP_ALONE if alone else _SKIP_TALL) ** max(1.0, width / 0.75)
        leave.setdefault(first, []).append((end, max(1e-6, weight)))
    return best_path(len(row.boxes), list(row.runs), scores, lambda atom: leave.get(atom, []))


def _to_cut(row: Row, path: Path) -> frozenset[int]:
    """The labels of wide pieces that the path left out or is not sure of."""
    sure: set[int] = set()
    for found in path.found:
        if found.confidence >= _SURE:
            sure.update(range(found.run.first, found.run.last + 1))
    return frozenset(
        piece.label
        for piece, (first, end) in zip(row.line.pieces, row.pieces, strict=True)
        if not sure.issuperset(range(first, end)) and may_hold_two(piece, row.line.height)
    )


def _read_row(row: Row, path: Path, glyphs: list[Glyph], scores: Scores) -> ReadRow:
    marks = []
    for found in path.found:
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
    return ReadRow(tuple(marks), path.confidence, ink)
