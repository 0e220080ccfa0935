"""The rules of the reader that can be taken out, each with what does nothing in its place."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import Mask


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
