"""What the networks say of drawn scenes and of labelled pictures, beside what is written there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import numpy as np

from bot.reading.binarise.ink import DETECT_SIDE
from bot.reading.layout.components import Piece
from bot.reading.layout.look import Look
from bot.reading.layout.page import find_page
from bot.reading.layout.rule_remover import RuleRemover
from bot.reading.line.candidates import Candidate, Candidates
from bot.reading.line.features import Evidence, Whole
from bot.reading.line.symbols import DIGITS, FIRST_LETTER
from bot.reading.open.errors import PictureError
from bot.reading.page.recognise import Recogniser
from bot.reading.picture.picture_file import PictureFile
from training.lines.scenes import Scene, number_among
from training.measure.kinds import SIGNS_NOT_LABELLED
from training.measure.outcomes import Labelled
from training.measure.same_number import as_written, digits_alone

LIKE: Final = 0.5
"""A line that was found is that of the label if they are at least so much alike."""


@dataclass(frozen=True)
class SeenLine:
    """A line that was found in a scene.

    Attributes:
        evidence: of each candidate.
        right: which of them say what is written.
        seen: the line as a whole.
        number: whether there is a number; None where that is not known.
        mass: how much ink it is.
    """

    evidence: tuple[Evidence, ...]
    right: tuple[bool, ...]
    seen: Whole
    number: bool | None
    mass: float


@dataclass(frozen=True)
class SeenScene:
    """What was found in a scene.

    Attributes:
        lines: those that have a candidate.
        cells: how many were found, with those that have none.
        mass: of all its ink.
        numbers: lines with a number that were drawn.
    """

    lines: tuple[SeenLine, ...]
    cells: int
    mass: float
    numbers: int


def look(drawn: Iterable[Scene], recogniser: Recogniser, unruled: RuleRemover) -> list[SeenScene]:
    """Reads scenes, as far as it is needed to fit the joining.

    Args:
        drawn: the scenes.
        recogniser: reads their lines,
        unruled: which this finds.
    """
    seen = []
    for scene in drawn:
        gray = scene.gray
        size = (gray.shape[1], gray.shape[0])
        coarsely = max(size) > DETECT_SIDE
        page = find_page(gray, 1.0, size, Look(flat=False), unruled, coarsely=coarsely)
        found = recogniser.candidates(page.segments, page.ink, page.gray)
        owners = [_owner(cell.run.pieces, scene, page.ink.factor) for cell in found]
        truths = {cell.row: "" for cell in found}
        for cell, owner in zip(found, owners, strict=True):
            if owner is not None:
                truths[cell.row] = scene.lines[owner].text
        numbers = sum(bool(line.text) for line in scene.lines)
        seen.append(_scene(found, truths, page.segments.mass, numbers, recogniser))
    return seen


def look_at_pictures(
    pictures: Iterable[Labelled], recogniser: Recogniser, unruled: RuleRemover
) -> list[SeenScene]:
    """The same of labelled pictures; which of their lines is which of the label is aligned."""
    seen = []
    for picture in pictures:
        try:
            page = PictureFile(picture.path.read_bytes(), unruled).page()
        except (PictureError, OSError):
            continue
        found = recogniser.candidates(page.segments, page.ink, page.gray)
        rows = sorted({c.row for c in found})
        said = ["".join(text_of(c.found[0]) for c in found if c.row == r and c.found) for r in rows]
        label = as_written(picture.label).split("\n") if picture.label else []
        truths = dict(zip(rows, aligned(said, label), strict=True))
        plain = picture.group in SIGNS_NOT_LABELLED
        mass = page.segments.mass
        seen.append(_scene(found, truths, mass, len(label), recogniser, plain=plain))
    return seen


def aligned(said: list[str], label: list[str]) -> list[str | None]:
    """What each line that was found holds, by how much it resembles the label's.

    Args:
        said: the likeliest number of each line, empty where there is none.
        label: the lines of the label.

    Returns:
        For each a line of the label; empty where it holds no number; None where nobody knows,
        because the label has lines that resemble none.
    """
    if len(said) == len(label):
        return list(label)
    likeness = np.array([[SequenceMatcher(None, a, b).ratio() for b in label] for a in said])
    best = np.zeros((len(said) + 1, len(label) + 1))
    for i, j in np.ndindex(len(said), len(label)):
        both = best[i, j] + (likeness[i, j] if likeness[i, j] >= LIKE else -1)
        best[i + 1, j + 1] = max(both, best[i, j + 1], best[i + 1, j])
    holds: list[str | None] = [""] * len(said)
    i, j, missed = len(said), len(label), len(label)
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j, missed = i - 1, j - 1, missed - 1
            holds[i] = label[j]
    return [None if missed and not held else held for held in holds]


def _scene(
    found: list[Candidates],
    truths: Mapping[int, str | None],
    mass: float,
    numbers: int,
    recogniser: Recogniser,
    *,
    plain: bool = False,
) -> SeenScene:
    lines = []
    for row, truth in truths.items():
        cells = [cell for cell in found if cell.row == row and cell.found]
        cells = [cell for cell in cells if _digits(cell.found[0])]
        for cell, (number, right) in zip(cells, _held(cells, truth, plain=plain), strict=True):
            own = sum(p.mass for p in cell.run.pieces)
            lines.append(SeenLine(recogniser.evidence(cell), right, cell.seen, number, own))
    return SeenScene(tuple(lines), len(found), max(mass, 1.0), numbers)


def _held(
    cells: list[Candidates], truth: str | None, *, plain: bool
) -> list[tuple[bool | None, tuple[bool, ...]]]:
    """For each cell of a line, whether it is a number, and which candidates are right.

    Args:
        cells: from left to right, each with a candidate.
        truth: what the line holds; empty for no number, None where that is not known.
        plain: its signs are not known.
    """
    texts = [[text_of(one) for one in cell.found] for cell in cells]
    if plain:
        texts = [[digits_alone(text) for text in own] for own in texts]
    never = [tuple(False for _ in own) for own in texts]
    if not truth:
        return [(None if truth is None else False, no) for no in never]
    if len(cells) == 1:
        return [(True, tuple(text == truth for text in texts[0]))]
    held: list[tuple[bool | None, tuple[bool, ...]]] = []
    left = truth
    for own, no in zip(texts, never, strict=True):
        taken = next((text for text in own if text and left.startswith(text)), "")
        left = left.removeprefix(taken)
        held.append((True, tuple(text == taken for text in own)) if taken else (False, no))
    # Where something of the line is left, it may be in a cell that was not understood.
    return [(number or (None if left else False), right) for number, right in held]


def _digits(candidate: Candidate) -> bool:
    return any(symbol < len(DIGITS) for symbol in candidate.string)


def text_of(candidate: Candidate) -> str:
    """The number that a candidate says."""
    if all(symbol < FIRST_LETTER for symbol in candidate.string):
        return candidate.text
    return number_among(candidate.text)


def _owner(pieces: tuple[Piece, ...], scene: Scene, factor: int) -> int | None:
    """The scene's line that most of some pieces stand in."""
    middles = [p.middle * factor for p in pieces]
    votes = [sum(one.top - 2 <= y <= one.bottom + 2 for y in middles) for one in scene.lines]
    best = int(np.argmax(votes)) if votes else 0
    return best if votes and votes[best] * 2 > len(middles) else None
