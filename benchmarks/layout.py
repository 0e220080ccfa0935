"""Whether the lines and cells of pictures are found: how many there are, beside their labels.

    python benchmarks/layout.py FOLDER [--part choose] [--list]

FOLDER is a folder of pictures with `labels.csv`, or of such folders. In a label `|` parts the lines
and a space the cells of a line; a picture whose label is empty has no number, and is left out.
Words on a picture are lines too, though no label has them: "at least" counts pictures on which no
line is missing. Columns: pictures; those with as many lines as the label has; with at least as
many; those with as many cells in every line besides; with as many cells on the whole; mean
processor time of finding the lines (decoding aside), in milliseconds.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2

from bot.reading.binarise.ink import DETECT_SIDE
from bot.reading.layout.page import find_page
from bot.reading.open.decode import decode

TABLE = "labels.csv"


@dataclass(frozen=True, slots=True)
class Counted:
    """The lines of one picture: cells in each, from top to bottom.

    Attributes:
        name: of the file.
        wanted: by the label.
        found: by the layout.
        spent: milliseconds of processor time.
    """

    name: str
    wanted: tuple[int, ...]
    found: tuple[int, ...]
    spent: float


def labelled(folder: Path, part: str) -> Iterator[tuple[Path, str]]:
    """The pictures of a folder that show a number, and their labels.

    Args:
        folder: with `labels.csv`.
        part: only the pictures of this part, where the table has that column.
    """
    with (folder / TABLE).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["label"] and row.get("part", part) == part:
                yield folder / row["file"], row["label"]


def count(path: Path, label: str) -> Counted:
    """Finds the lines of a picture."""
    picture = decode(path.read_bytes(), DETECT_SIDE)
    began = time.thread_time()
    page = find_page(picture.gray, picture.scale, picture.size, coarsely=picture.halved)
    spent = 1000 * (time.thread_time() - began)
    found = tuple(len(line.cells) for line in page.segments.text)
    wanted = tuple(len(line.split()) for line in label.split("|"))
    return Counted(path.name, wanted, found, spent)


def print_row(folder: str, pictures: list[Counted]) -> None:
    """Prints the figures of a folder."""
    lines = sum(len(c.found) == len(c.wanted) for c in pictures)
    enough = sum(len(c.found) >= len(c.wanted) for c in pictures)
    cells = sum(c.found == c.wanted for c in pictures)
    together = sum(sum(c.found) == sum(c.wanted) for c in pictures)
    spent = sum(c.spent for c in pictures) / max(len(pictures), 1)
    print(
        f"{folder:14}{len(pictures):10}{lines:10}{enough:10}{cells:10}{together:10}{spent:9.2f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", default="choose")
    parser.add_argument("--list", action="store_true", help="name what was not found")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    tables = sorted(arguments.folder.glob(f"*/{TABLE}")) or [arguments.folder / TABLE]
    heads = "".join(f"{name:>10}" for name in ("pictures", "lines", "at least", "cells"))
    print(f"{'folder':14}{heads}{'together':>10}{'ms':>9}")
    for table in tables:
        counted = [count(*picture) for picture in labelled(table.parent, arguments.part)]
        if not counted:
            continue
        print_row(table.parent.name, counted)
        for one in counted:
            if arguments.list and one.found != one.wanted:
                print(f"    {one.name}: {list(one.found)}, not {list(one.wanted)}")


if __name__ == "__main__":
    main()
