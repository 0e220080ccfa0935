"""Whether tables come back as tables: drawn ones, ruled and not, read by the bot.

    python benchmarks/tables.py [--count 40] [--seed 1] [--mnist PATH] [--save FOLDER]

The tables have 2 to 6 columns and 2 to 20 rows, of MNIST's test digits, with empty cells. Printed
are, for ruled and unruled ones: of how many tables every cell is in its place when the digits and
their boxes are right; through the whole reader, of how many tables every cell that was read stands
in its row and column, whatever digits it has; of how many no cell is missing or made up besides;
and how many cells have their digits and their place.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np

from benchmarks.drawntables import Drawn, by_label, draw
from benchmarks.whose_hands import run
from bot.reading import Reader
from bot.reading.box import Box
from bot.reading.cells.cell import Cell
from bot.reading.cells.table import Table, table_of
from training.data import load

MODEL = Path(__file__).resolve().parent.parent / "models" / "digits.onnx"


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one table.

    Attributes:
        structured: every cell is in its place when the digits are right.
        placed: every cell that was read is in its place.
        whole: so it is, and none is missing or made up.
        cells: how many there are.
        right: how many of them have their digits and their place.
    """

    structured: bool
    placed: bool
    whole: bool
    cells: int
    right: int


def measure(reader: Reader, drawn: Drawn) -> Found:
    """Reads one table."""
    known = table_of(drawn.reading().rows)
    structured = [[c.text if c else "" for c in row] for row in known] == [*map(list, drawn.cells)]
    reading = reader.read(drawn.data)
    table = table_of(reading.rows)
    wanted = [
        (row, column, text, drawn.boxes[row][column])
        for row, line in enumerate(drawn.cells)
        for column, text in enumerate(line)
        if text
    ]
    cells = [(r, c, cell) for r, line in enumerate(table) for c, cell in enumerate(line) if cell]
    pairs = [
        ((row, column), [(r, c) for r, c, cell in cells if _is_at(cell, boxes)])
        for row, column, _, boxes in wanted
    ]
    whole = all(len(at) == 1 for _, at in pairs) and len(cells) == len(wanted)
    right = sum(_has(table, row, column, text) for row, column, text, _ in wanted)
    return Found(structured, _in_order(pairs), whole and _in_order(pairs), len(wanted), right)


def _is_at(cell: Cell, boxes: Sequence[Box]) -> bool:
    """Whether the middle of a symbol of a true cell lies in a cell that was read."""
    x, y, w, h = cell.box
    return any(x <= b.x + b.w / 2 <= x + w and y <= b.y + b.h / 2 <= y + h for b in boxes)


def _in_order(pairs: Sequence[tuple[tuple[int, int], list[tuple[int, int]]]]) -> bool:
    """Whether each row and column that was read is one true one, and they come in order."""
    for axis in (0, 1):
        found: dict[int, set[int]] = {}
        for true, places in pairs:
            for place in places:
                found.setdefault(place[axis], set()).add(true[axis])
        order = [true for _, true in sorted(found.items())]
        if any(len(true) > 1 for true in order):
            return False
        values = [min(true) for true in order]
        if values != sorted(set(values)):
            return False
    return True


def _has(table: Table, row: int, column: int, text: str) -> bool:
    if row >= len(table) or column >= len(table[row]):
        return False
    cell = table[row][column]
    return cell is not None and cell.text == text


def report(found: Sequence[tuple[bool, Found]]) -> None:
    print("tables       count  digits right  placed  whole  cells right")
    for name, which in (("ruled", {True}), ("not ruled", {False}), ("all", {True, False})):
        own = [one for ruled, one in found if ruled in which]
        if not own:
            continue
        cells = sum(one.cells for one in own)
        print(
            f"{name:12}{len(own):6}{_share(sum(f.structured for f in own), len(own)):>14}"
            f"{_share(sum(f.placed for f in own), len(own)):>8}"
            f"{_share(sum(f.whole for f in own), len(own)):>7}"
            f"{_share(sum(f.right for f in own), cells):>13}"
        )


def _share(some: int, of: int) -> str:
    return f"{100 * some / of:.1f} %"


def main() -> None:
    parser = argparse.ArgumentParser(description="Whether tables come back as tables.")
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mnist", type=Path, help="an .npz file; otherwise as training has it")
    parser.add_argument("--save", type=Path, help="a folder for the pictures")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    mnist = load(arguments.mnist)
    digits = by_label(mnist.test.images, mnist.test.labels)
    reader = Reader.open(MODEL)
    found = []
    for place in range(arguments.count):
        drawn = draw(digits, np.random.default_rng([arguments.seed, place]))
        found.append((drawn.ruled, measure(reader, drawn)))
        if arguments.save:
            arguments.save.mkdir(parents=True, exist_ok=True)
            (arguments.save / f"{place:03}.jpg").write_bytes(drawn.data)
            print(place, drawn.ruled, found[-1][1])
    report(found)


if __name__ == "__main__":
    run(main)
