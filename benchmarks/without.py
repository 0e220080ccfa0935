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
import importlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks import drawn, pens
from benchmarks.handwritten import Hands
from benchmarks.papers import number
from benchmarks.places import PLACES
from benchmarks.printed_forms import FORMS, filled_in
from benchmarks.remembered import Runs
from benchmarks.rereading import Answers, answers, effect, hardest, read
from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import Mask
from training.measure.outcomes import Labelled
from training.process.errors import TrainingError
from training.synthesis.penstrokes import load

MODEL: Final = Path(__file__).resolve().parent.parent / "models" / "digits.onnx"


@dataclass(frozen=True, slots=True)
class Rule:
    """A function of the reader, and what takes its place.

    Attributes:
        module: after `bot.reading.`.
        name: the function's.
        instead: does nothing, with the same arguments.
        purpose: what it is for.
    """

    module: str
    name: str
    instead: Callable[..., Any]
    purpose: str


def _first(given: Any, *_: Any) -> Any:
    return given


def _second(_: Any, given: Any) -> Any:
    return given


def _first_of(given: Sequence[Any]) -> Any:
    return given[0]


def _no(*_: Any) -> bool:
    return False


def _nothing_in(gray: Gray) -> Mask:
    return np.zeros_like(gray)


RULES: Final = (
    Rule("binarise.background", "_around_bold", lambda small: None, "bold writing fills a picture"),
    Rule("binarise.background", "_is_flat", _no, "a drawing has one colour as its ground"),
    Rule("binarise.background", "_follow", lambda small, ground: ground, "shadows are ground"),
    Rule("binarise.sheets", "find_sheets", lambda *_, **__: [], "a sheet on a table is flattened"),
    Rule("binarise.boards", "find_boards", lambda gray: [], "a dark board in a light picture"),
    Rule("binarise.scraps", "find_scraps", _nothing_in, "torn paper, a tag on what is dark"),
    Rule("binarise.ink", "strongest_ink", lambda ink: None, "a pen on a tint"),
    Rule("binarise.ruled_lines", "remove_rules", _first, "printed lines from side to side"),
    Rule("binarise.ruled_lines", "_is_stroke", _no, "a 1 that fills the picture is no line"),
    Rule("layout.objects", "without_objects", _first, "a phone, a cup, a pen on the paper"),
    Rule("layout.rings", "without_rings", _first, "a ring or box drawn around a number"),
    Rule("layout.rings", "_is_round_about", _no, "round rings around some of several numbers"),
    Rule("layout.binding", "binding", lambda *_: [], "the holes of a pad"),
    Rule("layout.remains", "without_remains", _first, "what taking lines out leaves of them"),
    Rule("layout.status_bar", "status_bars", lambda *_: [], "the bars of a phone's screen"),
    Rule("layout.small_print", "small_print", lambda *_: None, "what is larger than print around"),
    Rule("layout.segment", "_with_overlooked", _second, "lines in another pen or size"),
    Rule("layout.overlooked", "small_rows", lambda *_: set(), "small digits are no parts of large"),
    Rule("layout.dashed_rules", "dashed_rules", lambda *_: [], "rules of dots and dashes"),
    Rule("layout.teeth", "comb_teeth", lambda *_: {}, "uprights of open combs left as ones"),
    Rule("layout.rule_remover", "may_be_ruled", lambda *_: False, "the ruling network"),
    Rule("layout.frames", "sides_of", lambda *_: [], "frames part what is in them from the rest"),
    Rule("layout.bands", "joined", _first, "digits in one row of boxes are one line"),
    Rule("layout.squared", "of_squared_paper", _no, "squares of paper part no cells"),
    Rule("layout.askew", "angle_along", lambda mask: 0.0, "one line of joined digits is turned"),
    Rule("layout.askew", "angle_of", lambda boxes: 0.0, "lines of digits are turned"),
    Rule("layout.components", "_is_beyond", _no, "a side or corner of what is beside the paper"),
    Rule("layout.cut_off", "cut_off", lambda *_: set(), "what the edge cut off something else"),
    Rule("layout.lines", "_steep", lambda cx, cy: 0.0, "steep writing"),
    Rule("layout.lines", "_in_a_gap", _no, "a small digit in a gap of a line"),
    Rule("layout.cells", "_is_around", _no, "what is around several lines is in none"),
    Rule("layout.cells", "_is_upright", _no, "a bar or a bracket beside lines is in none"),
    Rule(
        "layout.parting_rules",
        "between_lines",
        lambda bars, *_: np.zeros(len(bars.lengths), bool),
        "the rule over a total",
    ),
    Rule("layout.writing", "without_frames", _first, "frames do not tell how tall writing is"),
    Rule("layout.parting", "_is_of_table", _no, "a rule parts more than one comb field"),
    Rule("layout.parting", "_ends_frame", _no, "what is beside a frame is not in it"),
    Rule("layout.ruled_columns", "ruled_columns", lambda *_: None, "columns by a table's rules"),
    Rule("layout.segment", "as_one_line", lambda ink: _nothing(), "a doubtful layout, as one line"),
    Rule(
        "cells.ruled_cells",
        "whole",
        lambda rows: tuple(map(tuple, rows)),
        "a ruled cell, one number",
    ),
    Rule("page.rows", "in_rows", _first, "lines beside each other are a row"),
    Rule("page.page_hand", "examples", lambda cells: [], "digits of a page are of one hand"),
    Rule("picture.levelled", "is_better", _no, "turned lines are read level"),
    Rule("picture.looks", "is_faint", _no, "a pen as light as its ground is seen by its colour"),
    Rule("picture.looks", "is_drawn", _no, "a drawing is seen by its colours"),
    Rule("picture.looks", "is_grainy", _no, "strokes of grains run together"),
    Rule("picture.sheets", "together", _first_of, "every note on a table"),
    Rule("picture.outline", "is_of_table", _no, "a sheet's outline is no zero, its table no one"),
    Rule("line.words", "small_print_apart", lambda run: [run], "a small printed label"),
    Rule("line.words", "unit_apart", lambda cell: [cell.run], "a unit close to its number"),
    Rule("line.words", "name_length", lambda string: 0, "the name in x = 5"),
    Rule("line.company", "sign_priors", lambda texts, _: [None] * len(texts), "signs of a column"),
    Rule("line.company", "in_company", list, "among numbers a line is likelier one"),
    Rule("line.repeats", "without_repeats", _first, "two strokes of a comma are one"),
    Rule("line.marks", "_around_symbols", lambda s: np.zeros(len(s), bool), "what is around marks"),
)


def _nothing() -> Any:
    segments = importlib.import_module("bot.reading.layout.segment").Segments
    return segments(np.zeros((1, 1), np.int32), ())


def take_out(rule: Rule) -> None:
    """Puts what does nothing in a rule's place, wherever the reader's modules have it by name."""
    importlib.import_module("bot.reading.reader")
    function = getattr(importlib.import_module(f"bot.reading.{rule.module}"), rule.name)
    for name, module in list(sys.modules.items()):
        if name.startswith("bot.reading"):
            for own, value in list(vars(module).items()):
                if value is function:
                    setattr(module, own, rule.instead)


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
