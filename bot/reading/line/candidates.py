"""One line of writing as a row of atoms, and the 28x28 picture of each run of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import Ink, strength_of
from bot.reading.digits.normalise import WORK, normalise
from bot.reading.layout.components import Labels, Piece
from bot.reading.layout.segment import Line
from bot.reading.line.cut import cut, slant_of
from bot.reading.line.lattice import LONGEST_RUN, Atoms, Run
from bot.reading.result import Box, Glyph, gap, union

_WIDEST: Final = 1.7
"""A digit is at most this wide, in heights of the writing, where it is put together from atoms."""
_TALLEST: Final = 1.9
_SHORTEST: Final = 0.35
_AROUND: Final = np.ones((3, 3), np.uint8)
_LONGEST: Final = 14.0
"""A piece is at most this wide, in heights of the writing, where it is digits that touch."""
_NEAR: Final = 0.3
"""Atoms further apart than this, in heights, are not one digit."""


@dataclass(frozen=True, slots=True)
class Row:
    """The atoms of a line.

    Attributes:
        line: the line.
        corner: x and y, in the ink's arrays, of the upper left corner of `atoms`.
        atoms: `[h, w]`.
        boxes: of each atom, within `atoms`.
        areas: of each atom, in pixels of ink.
        pieces: for each piece of the line, its first atom and the one after its last.
        runs: the runs of atoms that may be one digit.
    """

    line: Line
    corner: tuple[int, int]
    atoms: Atoms
    boxes: tuple[Box, ...]
    areas: tuple[int, ...]
    pieces: tuple[tuple[int, int], ...]
    runs: tuple[Run, ...]


def row_of(line: Line, labels: Labels, to_cut: frozenset[int] = frozenset()) -> Row:
    """Lays out the atoms of a line.

    Args:
        line: from `segment`.
        labels: from `segment`.
        to_cut: the labels of the pieces that are to be cut.
    """
    left = min(p.box.x for p in line.pieces)
    top = min(p.box.y for p in line.pieces)
    right = max(p.box.x + p.box.w for p in line.pieces)
    bottom = max(p.box.y + p.box.h for p in line.pieces)
    window = labels[top:bottom, left:right]
    slant = 0.0
    if to_cut:
        slant = slant_of(np.isin(window, [p.label for p in line.pieces]).view(np.uint8))
    boxes: list[Box] = []
    areas: list[int] = []
    pieces = []
    atom_of = np.zeros(int(window.max()) + 1, np.int32)
    apart: list[tuple[tuple[slice, slice], Atoms]] = []
    for piece in line.pieces:
        first = len(boxes)
        x, y, w, h = piece.box.x - left, piece.box.y - top, piece.box.w, piece.box.h
        if piece.label in to_cut:
            place = (slice(y, y + h), slice(x, x + w))
            mine = window[place] == piece.label
            parts = cut(mine.view(np.uint8), line.height, slant)
            apart.append((place, np.where(mine, parts + first, 0)))
            for part in range(1, int(parts.max()) + 1):
                own = (parts == part).view(np.uint8)
                px, py, pw, ph = cv2.boundingRect(own)
                boxes.append(Box(x + px, y + py, pw, ph))
                areas.append(cv2.countNonZero(own))
        else:
            atom_of[piece.label] = first + 1
            boxes.append(Box(x, y, w, h))
            areas.append(piece.area)
        pieces.append((first, len(boxes)))
    atoms = atom_of[window]
    for place, parts in apart:
        atoms[place] += parts
    runs = tuple(_runs(boxes, line.height))
    return Row(line, (left, top), atoms, tuple(boxes), tuple(areas), tuple(pieces), runs)


def row_at(row: Row, bounds: list[float]) -> Row:
    """The same line with its ink parted at given columns, a run for each part.

    Args:
        row: the line.
        bounds: columns of `row.atoms`, from left to right.
    """
    columns = np.arange(row.atoms.shape[1])
    parts = np.searchsorted(np.asarray(bounds), columns, side="right").astype(np.int32) + 1
    atoms = np.where(row.atoms > 0, parts[None, :], 0).astype(np.int32)
    masks = [(atoms == part).view(np.uint8) for part in range(1, len(bounds) + 2)]
    boxes = [Box(*cv2.boundingRect(mask)) for mask in masks]
    areas = tuple(cv2.countNonZero(mask) for mask in masks)
    runs = tuple(Run(i, i) for i, box in enumerate(boxes) if box.w)
    everything = tuple((0, len(boxes)) for _ in row.line.pieces)
    return Row(row.line, row.corner, atoms, tuple(boxes), areas, everything, runs)


def glyph_of(row: Row, run: Run, ink: Ink, gray: Gray) -> Glyph:
    """What the network is to see of a run: its own ink, as soft as it is in the picture.

    Args:
        row: where the run lies.
        run: which atoms.
        ink: of the picture.
        gray: the picture itself, `ink.factor` times as large as the ink's arrays.
    """
    box = union([row.boxes[i] for i in range(run.first, run.last + 1)])
    height, width = row.atoms.shape
    x0, y0 = max(box.x - 1, 0), max(box.y - 1, 0)
    x1, y1 = min(box.x + box.w + 1, width), min(box.y + box.h + 1, height)
    atoms = row.atoms[y0:y1, x0:x1]
    mine = cv2.inRange(atoms, run.first + 1, run.last + 1)
    mask = mine | (cv2.dilate(mine, _AROUND) & cv2.inRange(atoms, 0, 0))
    left, top = row.corner
    window = (slice(top + y0, top + y1), slice(left + x0, left + x1))
    strength = ink.strength[window]
    level = cv2.mean(strength, mine)[0]
    if ink.factor > 1 and max(box.w, box.h) < WORK:
        strength = _fine_strength(window, ink, gray)
        mask = cv2.resize(mask, strength.shape[::-1], interpolation=cv2.INTER_NEAREST)
    # From a quarter of the ink's own strength (ground) to all of it (full ink).
    gain = 255 / (0.75 * max(level, 1.0))
    soft = cv2.convertScaleAbs(cv2.subtract(strength, 0.25 * level), alpha=gain)
    return normalise(soft & mask)


def box_of(row: Row, run: Run) -> Box:
    """Where a run lies, in pixels of the ink's arrays."""
    box = union([row.boxes[i] for i in range(run.first, run.last + 1)])
    return Box(box.x + row.corner[0], box.y + row.corner[1], box.w, box.h)


def pieces_of(row: Row, run: Run) -> list[Piece]:
    """The pieces that a run has ink of."""
    return [
        piece
        for piece, (first, end) in zip(row.line.pieces, row.pieces, strict=True)
        if first <= run.last and run.first < end
    ]


def ink_in(row: Row, run: Run) -> int:
    """Pixels of ink that a run has."""
    return sum(row.areas[run.first : run.last + 1])


def may_hold_two(piece: Piece, height: float) -> bool:
    """Whether a piece is wide enough to be digits that touch, and no printed line."""
    return 0.55 * height <= piece.box.w <= _LONGEST * height and piece.box.h >= 0.5 * height


def _fine_strength(window: tuple[slice, slice], ink: Ink, gray: Gray) -> Gray:
    """The strength of a part of the picture at its full size."""
    rows, columns = window
    factor = ink.factor
    crop = gray[
        rows.start * factor : rows.stop * factor, columns.start * factor : columns.stop * factor
    ]
    ground = cv2.resize(ink.ground[window], crop.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return strength_of(255 - crop if ink.light else crop, ground, ink.dimmest)


def _runs(boxes: list[Box], height: float) -> list[Run]:
    """Every atom, and the neighbouring atoms that together have a digit's size."""
    runs = []
    for first in range(len(boxes)):
        for last in range(first, min(first + LONGEST_RUN, len(boxes))):
            if last > first and not _are_near(boxes[last], boxes[first:last], height):
                break
            box = union(boxes[first : last + 1])
            if box.h > _TALLEST * height or (last > first and box.w > _WIDEST * height):
                break
            if box.h >= _SHORTEST * height:
                runs.append(Run(first, last))
    return runs


def _are_near(box: Box, others: list[Box], height: float) -> bool:
    """Whether `box` is near enough to the nearest of `others` to be of the same digit."""
    return min(gap(box, other) for other in others) <= _NEAR * height
