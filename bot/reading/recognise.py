"""Lines of pieces -> lines of digits.

The network for single digits scores every candidate of the picture, and the best path through them
is a line's reading. A line of which that is not sure is looked at by the line reader too, which
needs no cuts; what both find likely wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import Ink
from bot.reading.digits.classify import Classifier, Scores
from bot.reading.layout.segment import Segments
from bot.reading.line.candidates import (
    Row,
    box_of,
    glyph_of,
    ink_in,
    may_hold_two,
    pieces_of,
    row_at,
    row_of,
)
from bot.reading.line.fuse import Fused, fuse
from bot.reading.line.lattice import Found, Lattice, Path
from bot.reading.line.linereader import LineReader
from bot.reading.line.priors import SURE, WIDE, expect
from bot.reading.line.rejection import Mark, ReadRow, joined, least_of
from bot.reading.result import Glyph

_CERTAIN: Final = 0.97
"""A word that is read with less than this is given to the line reader."""
_MOST_DOUBTS: Final = 12
"""At most so many words of a picture are, the most doubtful ones."""
_MOST_AGAIN: Final = 150
"""At most so many words are cut anew: where more are doubtful, it is no page of numbers."""
_ROOM: Final = 0.25
"""Room around a line that the line reader sees, in heights."""


@dataclass(frozen=True, slots=True)
class _Scored:
    """A line with the network's say on its candidates."""

    row: Row
    glyphs: list[Glyph]
    scores: Scores
    lattice: Lattice
    path: Path

    @property
    def to_cut(self) -> frozenset[int]:
        """The labels of wide pieces that the path left out or is not sure of."""
        sure: set[int] = set()
        for found in self.path.found:
            if found.weight >= SURE:
                sure.update(range(found.run.first, found.run.last + 1))
        return frozenset(
            piece.label
            for piece, (first, end) in zip(self.row.line.pieces, self.row.pieces, strict=True)
            if not sure.issuperset(range(first, end)) and may_hold_two(piece, self.row.line.height)
        )


class Recogniser:
    """Reads lines with a classifier and, where there is one, a line reader.

    Args:
        classifier: for candidates.
        line_reader: for whole lines that the classifier leaves in doubt.
    """

    def __init__(self, classifier: Classifier, line_reader: LineReader | None = None) -> None:
        self.classifier = classifier
        self.line_reader = line_reader

    def read_rows(self, segments: Segments, ink: Ink, gray: Gray) -> list[ReadRow]:
        """Reads every line of a picture.

        All candidates of the picture are one batch; the words in which a piece has to be cut are
        scored once more.

        Args:
            segments: the lines, of `ink`.
            ink: of the picture.
            gray: the picture, `ink.factor` times as large as the ink's arrays.
        """
        lines = self._words(segments, ink, gray)
        plain = [[self._plain(word) for word in words] for words in lines]
        least = least_of([mark for words in plain for word in words for mark in word.marks])
        doubtful = [
            word
            for words in lines
            for word in words
            if (word.path.confidence < _CERTAIN or word.to_cut)
            and any(least.allows(piece) for piece in word.row.line.pieces)
        ]
        doubtful.sort(key=lambda word: word.path.confidence)
        again = {
            id(word): self._read(word, segments, ink, gray, asks=place < _MOST_DOUBTS)
            for place, word in enumerate(doubtful[:_MOST_AGAIN])
        }
        return [
            joined([again.get(id(w), p) for w, p in zip(words, plain[at], strict=True)])
            for at, words in enumerate(lines)
        ]

    def glance(self, segments: Segments, ink: Ink, gray: Gray) -> list[ReadRow]:
        """Reads what needs neither cutting nor the line reader; arguments as of `read_rows`."""
        return [
            joined([self._plain(word) for word in words])
            for words in self._words(segments, ink, gray)
        ]

    def _words(self, segments: Segments, ink: Ink, gray: Gray) -> list[list[_Scored]]:
        """The words of each line, scored as they are."""
        lines = [line.words() for line in segments.lines]
        rows = [row_of(word, segments.labels) for line in lines for word in line]
        scored = iter(self._score(rows, ink, gray))
        return [[next(scored) for _ in line] for line in lines]

    def _plain(self, scored: _Scored) -> ReadRow:
        """A word as the classifier alone reads it."""
        least = self.classifier.info.is_digit_threshold
        found = tuple(f for f in scored.path.found if scored.scores.is_digit[f.index] >= least)
        return _read_row(scored, found, scored.path.confidence)

    def _read(
        self, scored: _Scored, segments: Segments, ink: Ink, gray: Gray, *, asks: bool
    ) -> ReadRow:
        """Reads a doubtful word: cuts what may be several digits, and `asks` the line reader."""
        if scored.to_cut:
            row = row_of(scored.row.line, segments.labels, scored.to_cut)
            [scored] = self._score([row], ink, gray)
        # The line reader knows less of what is no digit, so that it is not asked where the
        # classifier sees none in the only piece there is.
        if asks and self.line_reader and (scored.path.found or not _is_single(scored.row)):
            return self._read_doubtful(scored, self.line_reader, ink, gray)
        return self._plain(scored)

    def _read_doubtful(
        self, scored: _Scored, line_reader: LineReader, ink: Ink, gray: Gray
    ) -> ReadRow:
        """Reads a line with both networks."""
        crop, left = _crop(scored.row, ink, gray)
        seen = line_reader(crop)
        fused = fuse(scored.lattice, seen)
        if len(fused.string) == 1 and not scored.path.found:
            return _read_row(scored, (), scored.path.confidence)
        if fused.path is not None:
            sure = fused.confidence
            if _is_single(scored.row):
                sure = min(sure, fused.path.confidence)
            return _read_row(scored, fused.path.found, sure, fused)
        bounds = [(x + left) / ink.factor - scored.row.corner[0] for x in fused.bounds]
        [apart] = self._score([row_at(scored.row, bounds)], ink, gray)
        by_place = {run.first: i for i, run in enumerate(apart.row.runs)}
        found = tuple(
            Found(apart.row.runs[by_place[k]], by_place[k], digit, 1.0, 1.0)
            for k, digit in enumerate(fused.string)
            if k in by_place
        )
        return _read_row(apart, found, fused.confidence, fused)

    def _score(self, rows: list[Row], ink: Ink, gray: Gray) -> list[_Scored]:
        """The network's say on every run of these rows, in one batch, and the best paths."""
        glyphs = [[glyph_of(row, run, ink, gray) for run in row.runs] for row in rows]
        scores = self.classifier([glyph for own in glyphs for glyph in own])
        scored = []
        start = 0
        for row, own in zip(rows, glyphs, strict=True):
            part = scores[start : start + len(own)]
            start += len(own)
            lattice = Lattice(len(row.boxes), row.runs, part, *expect(row, part))
            scored.append(_Scored(row, own, part, lattice, lattice.best()))
        return scored


def _crop(row: Row, ink: Ink, gray: Gray) -> tuple[Gray, int]:
    """The part of the picture around a line, dark on light, and the column it begins at."""
    room = _ROOM * row.line.height
    (left, top), (height, width) = row.corner, row.atoms.shape
    f = ink.factor
    x0, y0 = max(0, int((left - room) * f)), max(0, int((top - room) * f))
    x1, y1 = int((left + width + room) * f), int((top + height + room) * f)
    crop = gray[y0:y1, x0:x1]
    return (255 - crop if ink.light else crop), x0


def _is_single(row: Row) -> bool:
    """Whether a word is one piece that is not wide enough for several digits."""
    height = row.line.height
    tall = [piece for piece in row.line.pieces if piece.box.h >= 0.5 * height]
    return len(tall) <= 1 and all(piece.box.w < WIDE * height for piece in tall)


def _read_row(
    scored: _Scored, path: tuple[Found, ...], confidence: float, fused: Fused | None = None
) -> ReadRow:
    """The digits of a path, with what tells writing from chance."""
    row = scored.row
    marks = []
    for place, found in enumerate(path):
        pieces = pieces_of(row, found.run)
        area = sum(p.area for p in pieces)
        if fused is None:
            sure, spread = found.confidence, scored.scores.probabilities[found.index]
        else:
            sure, spread = fused.digit(place)
        marks.append(
            Mark(
                found.digit,
                sure,
                box_of(row, found.run),
                tuple(spread.tolist()),
                scored.glyphs[found.index],
                sum(p.strength * p.area for p in pieces) / max(area, 1),
                any(p.at_edge for p in pieces),
                ink_in(row, found.run),
            )
        )
    return ReadRow(tuple(marks), confidence)
