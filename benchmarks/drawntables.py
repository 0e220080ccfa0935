"""Tables that are drawn, with the place of everything in them: MNIST's test digits on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.box import Box
from bot.reading.result import Digit, Reading, Sign

Rng = np.random.Generator
Digits = dict[int, NDArray[np.uint8]]
"""For each digit `[N, 28, 28]`, ink 255 on ground 0."""

LONGER: Final = 1280
"""Longer side of a photo that Telegram delivers, in pixels."""
_WIDE: Final = {".": 0.12, ",": 0.14, "-": 0.4}
"""How wide a sign is, in heights of a digit."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn table.

    Attributes:
        cells: rows of texts, all of one length; empty where nothing is written.
        ruled: whether lines part the cells.
        data: the picture, a JPEG file.
        boxes: of the symbols of each cell, in the picture.
    """

    cells: tuple[tuple[str, ...], ...]
    ruled: bool
    data: bytes
    boxes: tuple[tuple[tuple[Box, ...], ...], ...]

    def reading(self) -> Reading:
        """What a reader that errs in nothing says, with a line for each row."""
        blank = np.zeros((28, 28), np.uint8)
        lines: list[tuple[Digit, ...]] = []
        written: list[str] = []
        signs: list[Sign] = []
        for texts, places in zip(self.cells, self.boxes, strict=True):
            text = "".join(texts)
            row = list(zip(text, [box for cell in places for box in cell], strict=True))
            lines.append(
                tuple(Digit(int(s), 1.0, box, (0.0,) * 10, blank) for s, box in row if s.isdigit())
            )
            signs += [Sign(s, 1.0, box) for s, box in row if not s.isdigit()]
            written.append(text)
        size = (LONGER, LONGER)
        return Reading(tuple(lines), 1.0, None, (), size, 0, tuple(written), tuple(signs))


def by_label(images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> Digits:
    """MNIST's pictures, sorted."""
    return {digit: images[labels == digit] for digit in range(10)}


def draw(digits: Digits, rng: Rng) -> Drawn:
    """Draws a table of 2 to 6 columns and 2 to 20 rows, in one of many layouts.

    A cell in ten is empty, though no row or column is; a third of the columns has decimals, or a
    minus here and there. Rows and columns are not quite straight, the page is turned a little.
    """
    columns, rows = int(rng.integers(2, 7)), int(rng.integers(2, 21))
    ruled = bool(rng.random() < 0.5)
    size = min(float(rng.uniform(26, 44)), 1150 / (rows * 1.9))
    texts = _texts(rng, columns, rows)
    widths = [max(_width(t) for t in column) for column in zip(*texts, strict=True)]
    gutter, pitch = rng.uniform(1.5, 4.0), rng.uniform(1.5, 1.9) * size
    size = min(size, 1200 / (sum(widths) + gutter * columns))
    align = rng.choice([0.0, 0.5, 1.0])
    width = int((sum(widths) + gutter * columns) * size + 2 * size)
    height = int(pitch * rows + 2 * size)
    ink = np.zeros((height, width), np.float32)
    boxes: list[list[list[tuple[float, float, float, float]]]] = []
    starts = size * (1 + np.cumsum([0, *[w + gutter for w in widths]]))
    for row, line in enumerate(texts):
        boxes.append([])
        for column, text in enumerate(line):
            room = widths[column] + gutter / 2 - _width(text)
            x = starts[column] + size * (gutter / 4 + room * align + rng.normal(0, 0.1))
            y = size + pitch * row + pitch / 2 - size / 2 + rng.normal(0, 0.04) * size
            boxes[-1].append(_write(ink, text, x, y, size, digits, rng))
    if ruled:
        for x in starts:
            cv2.line(ink, (int(x), int(size)), (int(x), height - int(size)), 0.6, 2, cv2.LINE_AA)
        for row in range(rows + 1):
            y = int(size + pitch * row)
            cv2.line(ink, (int(starts[0]), y), (int(starts[-1]), y), 0.6, 2, cv2.LINE_AA)
    return _photographed(texts, ruled, ink, boxes, rng)


def _texts(rng: Rng, columns: int, rows: int) -> list[list[str]]:
    kinds = rng.choice(["whole", "decimals", "minus"], columns, p=[0.7, 0.2, 0.1])
    longest = rng.integers(1, 5, columns)
    table = [[_number(rng, kinds[c], longest[c]) for c in range(columns)] for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            others = sum(bool(table[r][column]) for r in range(rows) if r != row)
            beside = sum(bool(table[row][c]) for c in range(columns) if c != column)
            if rng.random() < 0.1 and others > 1 and beside:
                table[row][column] = ""
    return table


def _number(rng: Rng, kind: str, longest: int) -> str:
    text = "".join(str(d) for d in rng.integers(0, 10, int(rng.integers(1, longest + 1))))
    if kind == "decimals":
        return f"{text}.{rng.integers(0, 100):02}"
    return f"-{text}" if kind == "minus" and rng.random() < 0.5 else text


def _width(text: str) -> float:
    """About how wide a text is, in heights of a digit."""
    return sum(_WIDE.get(symbol, 0.65) + 0.12 for symbol in text)


def _write(
    ink: NDArray[np.float32],
    text: str,
    x: float,
    y: float,
    size: float,
    digits: Digits,
    rng: Rng,
) -> list[tuple[float, float, float, float]]:
    """Writes a number, and tells where each symbol of it is."""
    boxes = []
    pen = max(2, round(size * 0.1))
    for symbol in text:
        if symbol.isdigit():
            own = digits[int(symbol)]
            glyph = own[int(rng.integers(len(own)))]
            left, top, w, h = cv2.boundingRect((glyph > 40).view(np.uint8))
            tall = size * rng.normal(1, 0.06)
            wide = min(w / h * tall, 1.1 * size)
            shape = max(2, round(wide)), max(2, round(tall))
            drawn = cv2.resize(glyph[top : top + h, left : left + w], shape) / np.float32(255)
            row = round(y + size - tall)
        else:
            wide = _WIDE[symbol] * size
            drawn = np.ones((pen, max(pen, round(wide))), np.float32)
            row = round(y + size * (0.5 if symbol == "-" else 0.92))
        place = (slice(row, row + drawn.shape[0]), slice(round(x), round(x) + drawn.shape[1]))
        ink[place] = np.maximum(ink[place], drawn)
        boxes.append((float(round(x)), float(row), float(drawn.shape[1]), float(drawn.shape[0])))
        x += drawn.shape[1] + size * max(0.03, rng.normal(0.12, 0.05))
    return boxes


def _photographed(
    texts: list[list[str]],
    ruled: bool,
    ink: NDArray[np.float32],
    boxes: list[list[list[tuple[float, float, float, float]]]],
    rng: Rng,
) -> Drawn:
    """The page as a camera sees it: turned, at an angle, in uneven light."""
    height, width = ink.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = np.radians(rng.normal(0, 1.0))
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    seen = corners @ matrix.T + rng.normal(0, 0.006, (4, 2)) * max(ink.shape)
    seen = (seen - seen.min(axis=0) + 0.02 * max(ink.shape)).astype(np.float32)
    shown = seen.max(axis=0) + 0.02 * max(ink.shape)
    scale = min(1.0, LONGER / float(shown.max()))
    warp = cv2.getPerspectiveTransform(corners, seen * scale)
    size = (int(shown[0] * scale) + 1, int(shown[1] * scale) + 1)
    flat = cv2.warpPerspective(ink, warp, size)
    light = np.linspace(1, rng.uniform(0.75, 1), size[0], dtype=np.float32)[None, :]
    page = rng.uniform(190, 240) * light * (1 - rng.uniform(0.6, 0.9) * flat)
    page += rng.normal(0, 2, page.shape)
    jpeg = cv2.imencode(".jpg", np.clip(page, 0, 255).astype(np.uint8))[1]
    return Drawn(
        tuple(map(tuple, texts)),
        ruled,
        bytes(jpeg),
        tuple(tuple(tuple(_seen(b, warp) for b in cell) for cell in row) for row in boxes),
    )


def _seen(box: tuple[float, float, float, float], warp: NDArray[np.float64]) -> Box:
    x, y, w, h = box
    points = np.array([[[x, y], [x + w, y], [x + w, y + h], [x, y + h]]], np.float32)
    left, top, wide, tall = cv2.boundingRect(cv2.perspectiveTransform(points, warp))
    return Box(left, top, wide, tall)
