"""What the reader loses without each of its rules.

    python benchmarks/without.py DIR... [--strokes PATH...] [--most 24] [--count 8] [--jobs 2]
        [--only rings] [--out docs/rules.md]

A rule is taken out by putting something that never applies it in its place, and the pictures are
read again, in a process of its own; what the networks say of the same input is remembered. The
pictures are those to choose by, half of each folder those that are read right with the least
confidence, and, with strokes, numbers of each kind and in each place by the writers to choose by.
A picture is lost that was read right and no longer is.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks import drawn, pens
from benchmarks.handwritten import Hands
from benchmarks.papers import number
from benchmarks.places import PLACES
from benchmarks.printed_forms import FORMS, filled_in
from benchmarks.reader_rules import RULES, Rule, take_out
from benchmarks.remembered import Runs
from benchmarks.rereading import Answers, answers, effect, hardest, read
from training.measure.outcomes import Labelled
from training.process.errors import TrainingError
from training.synthesis.penstrokes import load

MODEL: Final = Path(__file__).resolve().parent.parent / "models" / "digits.onnx"


def drawings(strokes: Sequence[Path], count: int, folder: Path) -> Iterator[Labelled]:
    """Numbers of each kind and in each place by the writers to choose by, as files in a folder.

    Raises:
        TrainingError: the strokes cannot be used.
    """
    hands = Hands(load(strokes).for_choosing())
    words = [w for w in drawn.WORDS if any(set(w) <= set(hand.places) for hand in hands.every)]
    for kind in drawn.KINDS:
        for at, one in enumerate(drawn.scenes(hands, kind, count, 31, words)):
            yield _kept(folder / f"{kind}_{at}", one.data, one.text, f"drawn-{kind}")
    for kind in pens.KINDS:
        for at in range(count):
            text, data = pens.page(hands, kind, np.random.default_rng([31, at]))
            yield _kept(folder / f"{kind}_{at}", data, text, f"page-{kind}")
    for kind in FORMS:
        for at in range(count):
            text, data = filled_in(hands, kind, np.random.default_rng([31, at]))
            yield _kept(folder / f"form-{kind}_{at}", data, text, f"form-{kind}")
    every = [number(hands, np.random.default_rng([31, at])) for at in range(count)]
    for place, make in PLACES.items():
        for at, own in enumerate(every):
            data = make(own, np.random.default_rng([31, at, 1]))
            yield _kept(folder / f"{place}_{at}", data, own.text, f"place-{place}")


def _kept(path: Path, data: bytes, text: str, group: str) -> Labelled:
    path.write_bytes(data)
    return Labelled(path, text, group, "choosing", group)


def page(rows: Sequence[tuple[Rule, Answers | str]], before: Answers) -> str:
    """The table, in Markdown."""
    right = sum(answer[1] for answer in before)
    lines = [
        "# The rules of `bot.reading`",
        "",
        "This page was written by `python benchmarks/without.py`: what is changed, lost and won of",
        f"{len(before)} pictures to choose by and drawings by the writers to choose by, {right} of",
        "which are read right, where one rule is taken out.",
        "",
        "| rule | what it is for | changed | lost | won |",
        "|---|---|---|---|---|",
    ]
    for rule, after in rows:
        found = effect(0, before, after)
        counts = f"{found.changed} | {found.lost} | {found.won}"
        said = f"fails | {found.failure} |" if found.failure else counts
        lines.append(f"| `{rule.module}.{rule.name}` | {rule.purpose} | {said} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")
    parser.add_argument("--strokes", type=Path, nargs="+", default=[], metavar="PATH")
    parser.add_argument("--most", type=int, default=24, help="pictures of each folder at most")
    parser.add_argument("--count", type=int, default=8, help="drawings of each kind and place")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--only", default="", help="rules whose full name has this in it")
    parser.add_argument("--out", type=Path, help="file to write (default: print)")
    options = parser.parse_args()
    rules = [rule for rule in RULES if options.only in f"{rule.module}.{rule.name}"]
    with tempfile.TemporaryDirectory() as top:
        pictures = hardest(options.folders, "choose", options.model, options.most)
        try:
            if options.strokes:
                pictures += drawings(options.strokes, options.count, Path(top))
        except TrainingError as error:
            raise SystemExit(str(error)) from error
        Runs().install()
        before = read(pictures, options.model)
        with ThreadPoolExecutor(options.jobs) as pool:
            found = list(
                pool.map(
                    lambda one: answers(pictures, options.model, partial(take_out, one)), rules
                )
            )
    table = page(list(zip(rules, found, strict=True)), before)
    if options.out:
        options.out.write_text(table, encoding="utf-8")
    else:
        print(table)


if __name__ == "__main__":
    main()
