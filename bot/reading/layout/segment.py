"""Ink -> the pieces that may be digits or parts of digits, in lines of writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import cv2
import numpy as np

from bot.reading.binarise.ink import Ink, Mask
from bot.reading.box import union
from bot.reading.layout.bands import joined
from bot.reading.layout.binding import binding
from bot.reading.layout.cells import TALLEST, Cell, TextLine, text_lines
from bot.reading.layout.components import LEAST_PIXELS, Labels, Piece, pieces_in
from bot.reading.layout.dashed_rules import dashed_rules, with_solid_rules
from bot.reading.layout.grouping import MAIN, SPECK, groups_of
from bot.reading.layout.lines import MOST, chains
from bot.reading.layout.overlooked import (
    found_no_more,
    in_frame,
    overlooked,
    renumbered,
    separate,
    small_rows,
    still_there,
    without_faint,
)
from bot.reading.layout.rule import Rule
from bot.reading.layout.small_print import SmallPrint, small_print
from bot.reading.layout.squared import of_squared_paper
from bot.reading.layout.status_bar import status_bars
from bot.reading.layout.unruled import without_rules
from bot.reading.layout.writing import Unlined, Writing, least_height, unlined
from bot.reading.median import median

_FEW: Final = 16
"""Pieces that may be looked at as one line, whatever the rows."""
_MOST_UNLIKE: Final = 12
"""More lines that are unlike the page's own are no writing."""


class Line(NamedTuple):
    """Pieces of one line of writing.

    Attributes:
        pieces: from left to right.
        height: of its digits, in pixels of the ink's arrays.
    """

    pieces: tuple[Piece, ...]
    height: float


class Segments(NamedTuple):
    """What `segment` found.

    Attributes:
        labels: `[h, w]`, which piece each pixel belongs to.
        lines: from top to bottom.
        mass: of the ink that may be writing: without things that lie on the paper, rings, rules,
            and what is solid at the picture's edge.
        crowded: there were too many pieces to be writing; `lines` is empty then.
        rules: of frames and tables, that were taken out of the ink.
        text: the lines with all of their ink, in cells.
        unlike: lines that are fainter, smaller or larger than those, and may be none.
        loose: pieces as strong as the writing that are in no line, and no specks.
        larger: the same of what is larger than the small print around it; `None` where there is
            no such print.
        printed: some lines of that print; `None` likewise.
        lined: printed lines across the picture were taken out of the ink.
    """

    labels: Labels
    lines: tuple[Line, ...]
    mass: float = 0.0
    crowded: bool = False
    rules: tuple[Rule, ...] = ()
    text: tuple[TextLine, ...] = ()
    unlike: tuple[TextLine, ...] = ()
    loose: int = 0
    larger: Segments | None = None
    printed: Segments | None = None
    lined: bool = False


def segment(ink: Ink) -> Segments:
    """Finds the pieces of writing and puts them in lines."""
    return laid_out(unlined(ink))


def laid_out(seen: Unlined) -> Segments:
    """Puts the pieces of writing in lines."""
    ink, mask, found = seen
    dashed = dashed_rules(found.seen)
    if dashed:
        ink, mask, found = unlined(with_solid_rules(ink, dashed))
    around = status_bars(found.seen, mask.shape) or binding(found.seen, found.labels)
    if around:
        return segment(ink.without(np.isin(found.labels, around).view(np.uint8)))
    small = small_print(found.seen, found.labels, ink.rules)
    segments = _with_overlooked(ink, _segment(ink, mask, found))
    segments = segments._replace(lined=mask is not ink.mask)
    return segments if small is None else _beside(small, ink, segments, found.labels)


def _with_overlooked(ink: Ink, segments: Segments) -> Segments:
    """A layout with the lines that are unlike its own."""
    usual = without_faint(segments.text)
    if not usual:
        return segments
    left = overlooked(ink, usual, segments.labels)
    if not left.mask.any():
        return segments
    left, mask, found = unlined(left)
    if not found.height:
        return segments
    other = _segment(left, mask, found)
    more = in_frame(separate(other.text, usual), usual, segments.rules)
    if not more or len(more) > _MOST_UNLIKE:
        return segments
    faint = [line for line in segments.text if line not in usual]
    kept = [*usual, *found_no_more(faint, more)]
    text = tuple(line for line in segments.text if line in kept)
    first = int(segments.labels.max())
    own = np.isin(segments.labels, [piece.label for line in text for piece in line.pieces])
    rest = (other.labels > 0) & ~own
    labels = np.where(rest, other.labels.astype(np.int32) + first, segments.labels)
    unlike = still_there([renumbered(line, first) for line in more], labels)
    return segments._replace(labels=labels, text=text, unlike=unlike)


def _beside(around: SmallPrint, ink: Ink, segments: Segments, labels: Labels) -> Segments:
    """A layout that also tells what is larger than the small print in it."""
    larger = segment(ink.without(around.mask))
    if not larger.text:
        return segments
    lines = tuple(TextLine((Cell(row),), 0.0, around.height) for row in around.rows)
    return segments._replace(larger=larger, printed=Segments(labels, (), text=lines))


def _segment(ink: Ink, mask: Mask, found: Writing) -> Segments:
    """The layout of what was found in a mask without rules."""
    found, rules, frames = without_rules(ink, mask, found)
    labels, pieces = found.labels, found.pieces
    if not found.seen and cv2.countNonZero(ink.mask) > 0.05 * ink.mask.size:
        return Segments(labels, (), crowded=True)
    if not found.height:
        return Segments(labels, ())
    mass = sum(p.mass for p in pieces if not (p.at_edge and p.is_solid))
    small = small_rows(pieces, found.height)
    pieces = [piece for piece in pieces if piece.label not in small]
    lines = _lines(pieces, found.height, rules)
    if of_squared_paper(rules, found.height):
        rules = []
    text = text_lines([list(line.pieces) for line in lines or ()], pieces, rules + frames, labels)
    known = {piece.label for line in text for piece in line.pieces}
    beside = [p for p in pieces if p.label not in known and not p.at_edge]
    loose = len(small) + sum(p.area >= LEAST_PIXELS for p in beside)
    own = tuple(_those_in(text, lines or ()))
    return Segments(labels, own, mass, lines is None, tuple(rules), text, loose=loose)


def as_one_line(ink: Ink) -> Segments:
    """All ink of a picture as one line of one cell; without lines where there is none or too much.

    Where few pieces are, rules and rows are easily seen in what is a digit's own strokes.
    """
    labels, pieces = pieces_in(ink.mask, ink)
    pieces = [p for p in pieces if max(p.box.w, p.box.h) >= max(3, least_height(labels.shape))]
    if not pieces or len(pieces) > _FEW:
        return Segments(labels, ())
    pieces.sort(key=lambda p: p.box.x + p.box.w / 2)
    box = union([p.box for p in pieces])
    mass = sum(p.mass for p in pieces)
    line = TextLine((Cell(tuple(pieces)),), 0.0, float(box.h))
    return Segments(labels, (Line(tuple(pieces), float(box.h)),), mass, text=(line,))


def are_same(one: Segments, other: Segments) -> bool:
    """Whether two layouts are one line of the same ink."""
    boxes = [[p.box for line in s.text for p in line.pieces] for s in (one, other)]
    cells = [sum(len(line.cells) for line in s.text) for s in (one, other)]
    return cells[0] == cells[1] and sorted(boxes[0]) == sorted(boxes[1])


def _those_in(text: Sequence[TextLine], lines: Sequence[Line]) -> Iterator[Line]:
    """Lines without what is no writing: what the picture's edge cut off."""
    kept = {piece.label for line in text for piece in line.pieces}
    for line in lines:
        pieces = tuple(piece for piece in line.pieces if piece.label in kept)
        if pieces:
            yield Line(pieces, line.height)


def _lines(pieces: list[Piece], height: float, rules: list[Rule]) -> list[Line] | None:
    """Puts pieces together that may be parts of one digit, and chains those into lines.

    `None` where there are more than a page of numbers has.
    """
    if sum(MAIN * height <= p.box.h <= TALLEST * height for p in pieces) > MOST:
        return None
    groups = [
        group
        for group in groups_of(pieces, height)
        if MAIN * height <= group.box.h <= TALLEST * height
    ]
    if len(groups) > MOST:
        return None
    lines = []
    boxes = [group.box for group in groups]
    for chain in joined(chains(boxes), boxes, rules):
        own = median([groups[i].box.h for i in chain])
        members = [piece for i in chain for piece in groups[i].pieces]
        members = [p for p in members if max(p.box.w, p.box.h) >= SPECK * own]
        members.sort(key=lambda p: p.box.x + p.box.w / 2)
        if members:
            lines.append(Line(tuple(members), own))
    return sorted(lines, key=lambda line: float(np.mean([p.middle for p in line.pieces])))
