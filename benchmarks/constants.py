"""What each constant of `bot.reading` is for, and what its value is worth.

    python benchmarks/constants.py DIR... [--most 8] [--minutes 60] [--jobs 2]
        [--out docs/constants.md]

Every number with a name at the top level of a module is made a fifth larger and a fifth smaller
(whole numbers by one at least), and the pictures to choose by are read again, each time in a
process of its own whose modules never saw the other value; what the networks say of the same input
is remembered. A picture is lost when it was read right and no longer is; it has changed when the
answer is another. Half of each folder's pictures are those read right with the least confidence,
where a change shows first, the others from all over it. Constants of file formats are left out.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

# Loaded before the processes part, so that each needs to load the reader alone.
import cv2

from benchmarks.constantsource import Constant, Number, change, constants, inline, lines
from benchmarks.remembered import Runs
from bot.reading.model import ModelError
from training.measure.outcomes import PARTS, Labelled, gather
from training.process.errors import TrainingError

ROOT: Final = Path(__file__).resolve().parent.parent
READING: Final = ROOT / "bot" / "reading"
MODEL: Final = ROOT / "models" / "digits.onnx"
PACKAGE: Final = "bot.reading"
Answers = list[tuple[str, bool, float]]
"""For each picture the text, whether it is right, and its confidence."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a changed value does.

    Attributes:
        value: what the constant was set to.
        changed: how many answers are others.
        lost: how many are no longer right.
        won: how many are right that were not.
        failure: why nothing could be read.
    """

    value: Number
    changed: int = 0
    lost: int = 0
    won: int = 0
    failure: str = ""

    def __str__(self) -> str:
        if self.failure:
            return f"{self.value:g}: fails"
        said = f"{self.value:g}: {self.changed} changed"
        return said + (f", {self.lost} lost, {self.won} won" if self.lost or self.won else "")


def values(value: Number) -> list[Number]:
    """A fifth more and a fifth less; whole numbers stay whole, and change."""
    if isinstance(value, int):
        step = max(1, round(abs(value) / 5))
        return [value + step, value - step]
    return [value * 1.2, value * 0.8] if value else []


def effect(value: Number, before: Answers, after: Answers | str) -> Effect:
    """Compares the answers."""
    if isinstance(after, str):
        return Effect(value, failure=after)
    pairs = list(zip(before, after, strict=True))
    return Effect(
        value,
        changed=sum(old[0] != new[0] for old, new in pairs),
        lost=sum(old[1] and not new[1] for old, new in pairs),
        won=sum(new[1] and not old[1] for old, new in pairs),
    )


def read(pictures: Sequence[Labelled], model: Path) -> Answers:
    """What is read, by the modules that this process would import now."""
    from bot.reading import PictureError, Reader
    from training.measure.outcomes import Outcome

    cv2.setNumThreads(1)
    reader = Reader.open(model)
    found = []
    for picture in pictures:
        try:
            reading = reader.read(picture.path.read_bytes())
            text, confidence = reading.text, reading.confidence
        except PictureError:
            text, confidence = "", 1.0
        found.append((text, Outcome(picture, text, confidence).exact, confidence))
    return found


def answers(
    pictures: Sequence[Labelled], model: Path, constant: Constant, value: Number
) -> Answers | str:
    """What is read with one constant changed, in a process of its own; or why nothing is."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, pictures, model, constant, value))
    process.start()
    theirs.close()
    try:
        found: Answers | str = ours.recv()
    except EOFError:
        found = "the process ended"
    process.join()
    return found


def _answer(
    out: Connection, pictures: Sequence[Labelled], model: Path, constant: Constant, value: Number
) -> None:
    change(constant, value)
    try:
        out.send(read(pictures, model))
    except Exception as error:  # noqa: BLE001 - a size that is not the network's fails anyhow
        out.send(f"{type(error).__name__}: {error}")


def spread(pictures: Sequence[Labelled], sure: Sequence[float], most: int) -> list[Labelled]:
    """At most so many of each folder: the least sure, then some from all over the others.

    Args:
        pictures: all of them.
        sure: of each, how confident the answer is; infinite where it is wrong.
        most: of a folder.
    """
    folders: dict[str, list[tuple[float, Labelled]]] = defaultdict(list)
    for picture, confidence in zip(pictures, sure, strict=True):
        folders[picture.group].append((confidence, picture))
    found = []
    for own in folders.values():
        doubted = sorted((pair for pair in own if math.isfinite(pair[0])), key=lambda pair: pair[0])
        chosen = [picture for _, picture in doubted[: (most + 1) // 2]]
        others = [picture for _, picture in own if picture not in chosen]
        count = min(most - len(chosen), len(others))
        found += chosen + [others[place * len(others) // count] for place in range(count)]
    return found


def page(
    effects: dict[Constant, list[Effect]], pictures: Sequence[Labelled], right: int, left: int
) -> str:
    """The table, in Markdown."""
    folders = ", ".join(sorted({picture.group for picture in pictures}))
    count = len(effects) + left
    idle = sum(not any(e.changed or e.failure for e in own) for own in effects.values())
    harmless = sum(not any(e.lost or e.failure for e in own) for own in effects.values())
    head = (
        "# The constants of `bot.reading`\n\n"
        "This page was written by `python benchmarks/constants.py`. Each constant was made a fifth "
        f"larger and smaller, and {len(pictures)} pictures to choose by were read again "
        f"({folders}), half of each folder's those read right with the least confidence; {right} "
        "are read right as it is.\n\n"
        f"`bot.reading` without file formats has {lines(READING, PACKAGE):,} lines, {count} "
        f"constants and {inline(READING, PACKAGE)} more numbers within functions. Of "
        f"{len(effects)} constants measured {idle} change no answer and {harmless} lose none."
        + (f" {left} were not measured: the time was over." if left else "")
        + " What changes nothing here may be of use on pictures that are not among these; to leave "
        "it out altogether is another change than a fifth, see [rules.md](rules.md)."
    )
    table = ["| constant | value | what it is | a fifth more | a fifth less |", "|---" * 5 + "|"]
    for constant, own in effects.items():
        name = f"`{constant.module.removeprefix(PACKAGE + '.')}.{constant.name}`"
        cells = [str(one) for one in own] + [""] * (2 - len(own))
        purpose = constant.purpose.replace("|", "\\|") or "**not said**"
        table.append(f"| {name} | {constant.value:g} | {purpose} | {' | '.join(cells)} |")
    return head + "\n\n" + "\n".join(table) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")
    parser.add_argument("--part", choices=PARTS, default="choose")
    parser.add_argument("--most", type=int, default=8, help="pictures of each folder at most")
    parser.add_argument("--minutes", type=float, default=60, help="stop after so many")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--only", default="", help="constants whose full name has this in it")
    parser.add_argument("--out", type=Path, help="file to write (default: print)")
    options = parser.parse_args()
    ends = time.monotonic() + 60 * options.minutes
    try:
        every = [p for folder in options.folders for p in gather(folder, options.part)]
    except TrainingError as error:
        raise SystemExit(str(error)) from error
    try:
        first = read(every, options.model)
    except ModelError as error:
        raise SystemExit(str(error)) from error
    sure = [confidence if right else math.inf for _, right, confidence in first]
    pictures = spread(every, sure, options.most)
    Runs().install()
    before = read(pictures, options.model)
    found = [
        constant for constant in constants(READING, PACKAGE) if options.only in constant.full_name
    ]
    effects: dict[Constant, list[Effect]] = {}

    def measure(constant: Constant) -> list[Effect]:
        if time.monotonic() > ends:
            return []
        return [
            effect(value, before, answers(pictures, options.model, constant, value))
            for value in values(constant.value)
        ]

    with ThreadPoolExecutor(options.jobs) as threads:
        for constant, own in zip(found, threads.map(measure, found), strict=True):
            if own:
                effects[constant] = own
                said = "; ".join(map(str, own))
                print(f"{constant.full_name} = {constant.value:g}: {said}", file=sys.stderr)
    right = sum(ok for _, ok, _ in before)
    text = page(effects, pictures, right, len(found) - len(effects))
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
