"""A picture with the writing that was found in it."""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.background import Gray, find_ground
from bot.reading.binarise.boards import boards_alone
from bot.reading.binarise.ink import Ink, contrast, find_ink, reduced, strongest_ink
from bot.reading.binarise.rectify import Matrix, Sheet, flattened
from bot.reading.binarise.scraps import scraps_alone
from bot.reading.binarise.sheets import find_sheets
from bot.reading.box import Box, union, within
from bot.reading.layout.askew import FEWEST, angle_along, angle_of
from bot.reading.layout.look import ANY, Look
from bot.reading.layout.rule_remover import RuleRemover
from bot.reading.layout.segment import Segments, laid_out, segment

COARSE_SIDE: Final = 400
"""Longer side, in pixels, at which a large picture is searched first."""
_LARGE: Final = 14
"""Writing this tall, in pixels at the coarse size, needs no finer look."""
_LOOSE: Final = 1
"""Nor has it more pieces than this beside that writing, which may be smaller writing."""
_LOWEST: Final = 10
"""Writing that is lower than this, in pixels of the ink's arrays, may be too low to be seen,"""
_CONTRAST: Final = 6.0
"""if there is ink so many times as strong as the weakest: a paper's grain is not."""
_TALL: Final = 0.5
"""A digit is this share as tall as its line, at least."""
_SOFT: Final = 0.006
"""How far out of focus, as a share of the longer side."""
_ROOM: Final = 1.5
"""Around writing that was not held straight so much is seen, in heights of it."""


PLAIN: Final = RuleRemover()
"""Takes none out."""


class Page(NamedTuple):
    """A picture, or the sheet that it shows, and the ink and the lines in it.

    Attributes:
        gray: `[H, W]`, upright as far as its file says.
        scale: pixels of the full picture to a pixel of `gray`.
        size: width and height of the full picture, in pixels.
        ink: of `gray`.
        segments: of the ink.
        sheet: where `gray` is a sheet that lies on something, its place in the picture.
        matrix: leads from a point of `gray` to one of the picture, at the scale of `gray`.
        stretch: what made the file's pixels square, across and down; `scale` and `size` are of
            square ones.
        sheets: how many the picture shows, of which this is one.
        unruled: takes rules out of ink.
    """

    gray: Gray
    scale: float
    size: tuple[int, int]
    ink: Ink
    segments: Segments
    sheet: Sheet | None
    matrix: Matrix
    stretch: tuple[float, float] = (1.0, 1.0)
    sheets: int = 0
    unruled: RuleRemover = PLAIN

    @property
    def lowest(self) -> float:
        """Height of the lowest line, in pixels of the ink's arrays; 0 where there is no line."""
        printed = self.segments.printed
        heights = [line.height for line in self.segments.lines]
        heights += [line.height for line in printed.text] if printed else []
        return min(heights, default=0.0)

    @property
    def askew(self) -> float:
        """The angle by which the lines are turned, in degrees, clockwise; 0 where none is clear."""
        boxes = [
            piece.box
            for line in self.segments.lines
            for piece in line.pieces
            if piece.box.h >= _TALL * line.height
        ]
        if len(boxes) >= FEWEST:
            return angle_of(boxes)
        own = [piece.label for line in self.segments.text for piece in line.pieces]
        return angle_along(np.isin(self.segments.labels, own).view(np.uint8)) if own else 0.0

    def points_in_picture(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Points of the ink's arrays, `[n, 2]`, in pixels of the full picture."""
        ones = np.ones(len(points))
        found = np.column_stack([points * self.ink.factor, ones]) @ self.matrix.T
        seen: NDArray[np.float64] = found[:, :2] / found[:, 2:] * self.scale
        return seen

    def in_picture(self, box: Box) -> Box:
        """A box of the ink's arrays, in pixels of the full picture, as far as it lies in that."""
        x, y, w, h = box
        corners = np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], np.float64)
        points = self.points_in_picture(corners)
        left, top = points.min(axis=0)
        right, bottom = points.max(axis=0)
        around = Box(round(left), round(top), round(right - left), round(bottom - top))
        return within(around, self.size)

    @property
    def is_straight(self) -> bool:
        """Whether it is seen as in the picture, but for quarter turns."""
        return int(np.isclose(self.matrix[:2, :2], 0).sum()) == 2

    @property
    def is_coarse(self) -> bool:
        """Whether only large writing was looked for."""
        return bool(max(self.ink.mask.shape) <= COARSE_SIDE < max(self.gray.shape))

    @property
    def may_be_small(self) -> bool:
        """Whether some of its writing may be too small to be seen in the ink's arrays."""
        is_reduced = self.scale * self.ink.factor > 1
        return is_reduced and self.lowest < _LOWEST and contrast(self.ink) >= _CONTRAST

    def of_strongest(self) -> Page | None:
        """The page with its strongest ink alone; `None` where most of its ink is as strong."""
        strong = strongest_ink(self.ink)
        return strong and self._replace(ink=strong, segments=segment(strong))

    def straightened(self, degrees: float) -> Page:
        """The part of the page that the writing is in, with its lines level.

        Args:
            degrees: by which they are turned, clockwise; see `layout.askew`.
        """
        box = union([piece.box for line in self.segments.text for piece in line.pieces])
        room = _ROOM * max(line.height for line in self.segments.text)
        turn = np.radians(degrees)
        cosine, sine = float(np.cos(turn)), float(np.sin(turn))
        axes = np.array([[cosine, -sine], [sine, cosine]])
        corners = np.array([(x, y) for x in (box.x, box.x + box.w) for y in (box.y, box.y + box.h)])
        along = corners @ axes
        low, high = along.min(axis=0) - room, along.max(axis=0) + room
        back = np.eye(3)
        back[:2, :2], back[:2, 2] = axes, axes @ low * self.ink.factor
        width, height = (int(v) for v in np.ceil((high - low) * self.ink.factor))
        way = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        # Beyond the picture its ground goes on; its ink would be drawn out to lines.
        ground = cv2.resize(self.ink.ground, self.gray.shape[::-1], interpolation=cv2.INTER_LINEAR)
        gray: Gray = cv2.warpAffine(
            255 - ground if self.ink.light else ground,
            back[:2], (width, height), flags=way, borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
        cv2.warpAffine(
            self.gray, back[:2], (width, height), gray, way, borderMode=cv2.BORDER_TRANSPARENT
        )
        seen = self.unruled(find_ink(gray, light=self.ink.light))
        matrix = self.matrix @ back
        return self._replace(gray=gray, ink=seen.ink, segments=laid_out(seen), matrix=matrix)

    def turned(self, degrees: int) -> Page:
        """The page after a turn by 0, 90, 180 or 270 degrees, clockwise.

        Raises:
            ValueError: by other degrees.
        """
        if degrees not in {0, 90, 180, 270}:
            raise ValueError(f"a page is turned by 0, 90, 180 or 270 degrees, not {degrees}")
        if not degrees:
            return self
        quarters = -degrees // 90
        ink = self.ink.turned(quarters)
        gray = np.ascontiguousarray(np.rot90(self.gray, quarters))
        size = self.size if degrees == 180 else self.size[::-1]
        seen = tuple(side / self.scale for side in self.size)
        back = np.linalg.inv(_turn(degrees, self.gray.shape[::-1]))
        matrix = _turn(degrees, seen) @ self.matrix @ back
        return self._replace(gray=gray, size=size, ink=ink, segments=segment(ink), matrix=matrix)


def _turn(degrees: int, size: tuple[float, ...]) -> Matrix:
    """The matrix of a clockwise turn of a picture of some width and height."""
    width, height = size
    x, y = {90: (height, 0), 180: (width, height), 270: (0, width)}[degrees]
    turn = -degrees // 90 % 4
    cosine, sine = ((1, 0), (0, -1), (-1, 0), (0, 1))[turn]
    return np.array([[cosine, sine, x], [-sine, cosine, y], [0, 0, 1]], np.float64)


def find_page(
    gray: Gray,
    scale: float,
    size: tuple[int, int],
    look: Look = ANY,
    unruled: RuleRemover = PLAIN,
    *,
    coarsely: bool,
) -> Page:
    """Finds the writing of a picture.

    Args:
        gray: `[H, W]`.
        scale: pixels of the full picture to a pixel of `gray`.
        size: width and height of the full picture, in pixels.
        look: how.
        unruled: takes rules out of its ink.
        coarsely: look for large writing first, unless all is to be looked at finely.
    """
    if not look.ruling:
        unruled = PLAIN
    if look.boards:
        gray = boards_alone(gray)
    if look.scraps:
        gray = scraps_alone(gray)
    if look.soft:
        gray = cv2.GaussianBlur(gray, (0, 0), _SOFT * max(gray.shape)).astype(np.uint8)
    sheets = find_sheets(gray) if look.flat else []
    sheet = sheets[look.which] if look.which < len(sheets) else None
    matrix: Matrix = np.eye(3)
    if sheet is not None:
        gray, matrix = flattened(gray, sheet)

    def page_of(ink: Ink) -> Page:
        seen, count = unruled(ink), len(sheets)
        own = laid_out(seen)
        return Page(gray, scale, size, seen.ink, own, sheet, matrix, sheets=count, unruled=unruled)

    if look.small:
        return page_of(find_ink(gray, max(gray.shape), light=look.light))
    ground, coarse, is_large = None, None, False
    if coarsely and not look.fine:
        ground = find_ground(reduced(gray, COARSE_SIDE)[0], light=look.light)
        coarse = page_of(find_ink(gray, COARSE_SIDE, ground))
        # A point may touch a rule.
        plain = not coarse.segments.rules and coarse.segments.larger is None
        is_large = coarse.lowest >= _LARGE and plain
        if is_large and coarse.segments.loose <= _LOOSE and not coarse.segments.unlike:
            return coarse
        if not coarse.segments.text:
            # Fine squares and their paper run together in the coarse look, and are no ground.
            ground = None
    page = page_of(find_ink(gray, ground=ground, light=look.light))
    # A small print around large writing is too much to be looked at, and runs together before.
    is_too_much = page.segments.crowded and page.segments.larger is None
    is_coarse = is_large and not page.segments.unlike
    return coarse if coarse and coarse.segments.text and (is_too_much or is_coarse) else page
