"""Whether the lines and cells of pictures are found: how many there are, beside their labels.

    python benchmarks/layout.py FOLDER [--part choose] [--list]

FOLDER is a folder of pictures with `labels.csv`, or of such folders. In a label `|` parts the lines
and a space the cells of a line; a picture whose label is empty has no number, and is left out, as
are ambiguous ones.
Words on a picture are lines too, though no label has them: "at least" counts pictures on which no
line is missing. Columns: pictures; those with as many lines as the label has; with at least as
many; those with as many cells in every line besides; with as many cells on the whole; mean
processor time of finding the lines (decoding aside), in milliseconds.
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

from benchmarks.whose_hands import run
from bot.reading.binarise.ink import DETECT_SIDE
from bot.reading.layout.look import ANY
from bot.reading.layout.page import find_page
from bot.reading.layout.rule_remover import RuleRemover
from bot.reading.open.decode import decode
from training.measure.outcomes import PARTS, Labelled, gather

MODELS = Path(__file__).resolve().parent.parent / "models"


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


def count(path: Path, label: str, unruled: RuleRemover) -> Counted:
    """Finds the lines of a picture, and counts those of its label."""
    picture = decode(path.read_bytes(), DETECT_SIDE)
    began = time.thread_time()
    page = find_page(
        picture.gray, picture.scale, picture.size, ANY, unruled, coarsely=picture.halved
    )
    spent = 1000 * (time.thread_time() - began)
    found = tuple(len(line.cells) for line in page.segments.text)
    wanted = tuple(len(line.split()) for line in label.split("\n"))
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
    parser.add_argument("--part", choices=PARTS, default="choose")
    parser.add_argument("--list", action="store_true", help="name what was not found")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    unruled = RuleRemover.beside(MODELS)
    folders: dict[str, list[Labelled]] = defaultdict(list)
    for picture in gather(arguments.folder, arguments.part):
        if picture.label:
            folders[picture.group].append(picture)
    heads = "".join(f"{name:>10}" for name in ("pictures", "lines", "at least", "cells"))
    print(f"{'folder':14}{heads}{'together':>10}{'ms':>9}")
    for folder, pictures in folders.items():
        counted = [count(picture.path, picture.label, unruled) for picture in pictures]
        print_row(folder, counted)
        for one in counted:
            if arguments.list and one.found != one.wanted:
                print(f"    {one.name}: {list(one.found)}, not {list(one.wanted)}")


if __name__ == "__main__":
    run(main)
