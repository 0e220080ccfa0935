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
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.constantsource import Constant, Number, change, constants, inline, lines
from benchmarks.remembered import Runs
from benchmarks.rereading import Effect, answers, effect, hardest, read
from training.measure.outcomes import PARTS, Labelled

ROOT: Final = Path(__file__).resolve().parent.parent
READING: Final = ROOT / "bot" / "reading"
MODEL: Final = ROOT / "models" / "digits.onnx"
PACKAGE: Final = "bot.reading"


def values(value: Number) -> list[Number]:
    """A fifth more and a fifth less; whole numbers stay whole, and change."""
    if isinstance(value, int):
        step = max(1, round(abs(value) / 5))
        return [value + step, value - step]
    return [value * 1.2, value * 0.8] if value else []


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
    pictures = hardest(options.folders, options.part, options.model, options.most)
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
            effect(
                value, before, answers(pictures, options.model, partial(change, constant, value))
            )
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
