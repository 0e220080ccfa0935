"""Sheets of paper on tables, drawn: how well they are found, and that nothing else is.

    python benchmarks/sheets.py [--count 100] [--seed 0]

Each drawn picture has a sheet with lines of digits, turned by up to 45 degrees and seen in
perspective, in light that falls off, with glare on sheet and table, on a table of any tone darker
than the paper, plain or grained; of a fifth, in patches some of which are as light as the paper. Of
a fifth, the sheet runs out of the picture, so that the table is seen only at some sides or in
corners; of a fifth, no table is seen. "found" counts pictures whose sheet is found within a
twentieth of its side; "lines" those on which each line of the sheet is found. "blank" counts the
same pictures without writing that are answered with a number.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.photographs import Scene, writing
from bot.reading import Reader
from bot.reading.binarise.sheets import find_sheets
from bot.reading.layout.page import find_page

WIDTH, HEIGHT = 1280, 960
MODEL = Path(__file__).resolve().parent.parent / "models" / "digits.onnx"
KINDS = ("whole", "turned", "patterned", "corners", "none")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn picture.

    Attributes:
        gray: `[HEIGHT, WIDTH]`.
        kind: the whole sheet is seen, level, turned, or on a patterned table; it runs out; there is
            no table.
        corners: `[4, 2]`, of the sheet; some may lie outside of the picture.
        lines: how many lines of digits are on it.
    """

    gray: NDArray[np.uint8]
    kind: str
    corners: NDArray[np.float32]
    lines: int


def draw(rng: np.random.Generator, kind: str, *, blank: bool = False) -> Drawn:
    """Draws a picture of a kind; `blank` leaves the writing out, and nothing else."""
    lines = int(rng.integers(1, 6))
    text = "\n".join(
        "".join(map(str, rng.integers(0, 10, rng.integers(3, 10)))) for _ in range(lines)
    )
    height = int(rng.uniform(60, 90))
    ink = writing(Scene("", text, height, gap=float(rng.uniform(0.1, 0.6))), rng)
    strength = rng.uniform(0.45, 0.85) * (not blank)
    paper = np.full((HEIGHT, WIDTH), 1.0, np.float32) * (1 - strength * ink)
    corners = _corners(rng, kind)
    whole = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    matrix = cv2.getPerspectiveTransform(whole, corners)
    size = (WIDTH, HEIGHT)
    sheet = cv2.warpPerspective(paper, matrix, size, flags=cv2.INTER_AREA)
    inside = cv2.warpPerspective(np.ones_like(paper), matrix, size)
    tone = rng.uniform(0.12, 0.62)
    table = np.full_like(paper, tone)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    if rng.random() < 0.5:
        angle = rng.uniform(0, np.pi)
        along = np.cos(angle) * x + np.sin(angle) * y
        table *= 1 + 0.12 * np.sin(along / rng.uniform(8, 60) + 2 * np.sin(x / 190))
    if kind == "patterned":
        table = _patches(rng)
    grain = rng.normal(0, 1, (HEIGHT // 4, WIDTH // 4)).astype(np.float32)
    table *= 1 + rng.uniform(0, 0.15) * cv2.resize(grain, size)
    scene = np.where(inside > 0.5, sheet, table) if kind != "none" else paper
    light = 1 - rng.uniform(0, 0.45) * (
        np.cos(rng.uniform(0, 7)) * (x / WIDTH - 0.5)
        + np.sin(rng.uniform(0, 7)) * (y / HEIGHT - 0.5)
    )
    scene = scene * light * rng.uniform(150, 225)
    if rng.random() < 0.5:
        place = rng.uniform(0, 1, 2) * (WIDTH, HEIGHT)
        spread = rng.uniform(0.08, 0.25) * WIDTH
        glare = np.exp(-((x - place[0]) ** 2 + (y - place[1]) ** 2) / (2 * spread**2))
        scene = scene + rng.uniform(20, 90) * glare
    if rng.random() < 0.3:
        edge = np.cos(rng.uniform(0, 7)) * (x / WIDTH - 0.5) + 0.6 * (
            y / HEIGHT - rng.uniform(0.2, 0.8)
        )
        scene = scene * (1 - rng.uniform(0.1, 0.4) / (1 + np.exp(-rng.uniform(20, 120) * edge)))
    scene = cv2.GaussianBlur(scene, (0, 0), 0.9) + rng.normal(0, 3, scene.shape)
    return Drawn(np.clip(scene, 0, 255).astype(np.uint8), kind, corners, lines)


def _patches(rng: np.random.Generator) -> NDArray[np.float32]:
    """A table of patches of some tones, `[HEIGHT, WIDTH]`, 1 as light as the paper."""
    across = int(rng.integers(4, 40))
    noise = rng.normal(0, 1, (round(across * HEIGHT / WIDTH), across)).astype(np.float32)
    smooth = cv2.resize(noise, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    limits = np.quantile(smooth, np.sort(rng.uniform(0.1, 0.9, int(rng.integers(1, 4)))))
    tones = rng.uniform(0.1, 0.95, limits.size + 1).astype(np.float32)
    return np.asarray(tones[np.digitize(smooth, limits)], np.float32)


def _corners(rng: np.random.Generator, kind: str) -> NDArray[np.float32]:
    """Where the corners of a sheet are seen, from the upper left one on, clockwise."""
    angle = np.radians(rng.uniform(-45, 45) if kind == "turned" else rng.uniform(-8, 8))
    if kind == "corners":
        angle = np.radians(rng.uniform(3, 14) * rng.choice([-1, 1]))
    size = rng.uniform(0.98, 1.1) if kind == "corners" else rng.uniform(0.45, 0.9)
    half = np.array([WIDTH, HEIGHT]) / 2 * size
    unit = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners = unit @ turn
    if kind != "corners":
        room = np.abs(corners).max(axis=0) / (0.485 * np.array([WIDTH, HEIGHT]))
        corners = corners / max(1.0, *room)
        corners *= 1 - rng.uniform(0, 0.1, (4, 1))
    return np.asarray(corners + np.array([WIDTH, HEIGHT]) / 2, np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--save", type=Path, help="folder for the pictures that fail")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    if arguments.save:
        arguments.save.mkdir(parents=True, exist_ok=True)
    reader = Reader.open(MODEL)
    counts: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for place in range(arguments.count):
        kind = KINDS[place % len(KINDS)]
        drawn = draw(np.random.default_rng([arguments.seed, place]), kind)
        began = time.thread_time()
        sheet = next(iter(find_sheets(drawn.gray)), None)
        spent = 1000 * (time.thread_time() - began)
        if sheet is None:
            found = kind == "none"
        else:
            away = np.abs(sheet.corners - drawn.corners).max() if len(sheet.corners) == 4 else 0
            found = kind != "none" and bool(kind == "corners" or away < 0.05 * HEIGHT)
        page = find_page(drawn.gray, 1.0, (WIDTH, HEIGHT), coarsely=True)
        lines = len(page.segments.lines) == drawn.lines
        bare = draw(np.random.default_rng([arguments.seed, place]), kind, blank=True)
        answered = bool(reader.read_gray(bare.gray).digits)
        for at, value in enumerate((1, found, lines, answered, spent)):
            counts[kind][at] += value
        if arguments.save and not (found and lines):
            name = f"{kind}_{place}_{'found' if found else 'missed'}.jpg"
            cv2.imwrite(str(arguments.save / name), drawn.gray)
        if arguments.save and answered:
            cv2.imwrite(str(arguments.save / f"{kind}_{place}_blank.jpg"), bare.gray)
    print(f"{'kind':10}{'pictures':>9}{'found':>7}{'lines':>7}{'blank':>7}{'ms':>8}")
    for kind, (many, sheets, whole, empty, spent) in counts.items():
        print(f"{kind:10}{many:9.0f}{sheets:7.0f}{whole:7.0f}{empty:7.0f}{spent / many:8.2f}")


if __name__ == "__main__":
    main()
