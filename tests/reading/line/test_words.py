"""A word beside a number is left out, and the number is read."""

from itertools import pairwise
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading.scenes import draw, noisy

from bot.reading.box import Box
from bot.reading.layout.components import Piece
from bot.reading.line.line_ink import Run
from bot.reading.line.symbols import ALPHABET
from bot.reading.line.words import (
    is_mixed,
    name_length,
    parts_of,
    small_print_apart,
    unit_apart,
    words_apart,
    words_in,
)


def string(text):
    return tuple(ALPHABET.index(symbol) for symbol in text)


def run(*edges, height=20.0):
    """A run of pieces from and to some columns."""
    pieces = [
        Piece(k, Box(a, 0, b - a, 20), 50, 100.0, at_edge=False) for k, (a, b) in enumerate(edges)
    ]
    return Run(tuple(pieces), height, 0.0)


def seen(own, text, other=9.0, boxes=()):
    """What is asked of a cell that was seen."""
    return SimpleNamespace(run=own, likeliest=(string(text), 0.0), other=other, boxes=boxes)


def columns(runs):
    return [[(piece.box.x, piece.box.x + piece.box.w) for piece in own.pieces] for own in runs]


def test_a_run_is_parted_at_its_wide_gaps():
    whole = run((0, 10), (14, 24), (40, 50), (30, 33), (70, 80))
    assert columns(parts_of(whole)) == [[(0, 10), (14, 24), (30, 33), (40, 50)], [(70, 80)]]


@pytest.mark.parametrize(
    ("text", "gap", "parts"),
    [("datumo", 30, 2), ("datumo", 20, 1), ("datum0", 12, 2), ("407", 30, 1), ("to", 30, 2)],
)
def test_what_is_far_from_a_word_is_looked_at_by_itself(text, gap, parts):
    whole = run((0, 10), (12, 22), (22 + gap, 32 + gap))
    assert len(words_in(seen(whole, text))) == parts


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 40)), min_size=1, max_size=12))
def test_no_piece_is_lost_and_parts_do_not_overlap(spans):
    whole = run(*[(a, a + w) for a, w in spans])
    parts = parts_of(whole)
    assert sorted(p.label for part in parts for p in part.pieces) == list(range(len(spans)))
    ends = [(min(a for a, _ in own), max(b for _, b in own)) for own in columns(parts)]
    assert all(after[0] - before[1] >= 10 for before, after in pairwise(ends))


@pytest.mark.parametrize(
    ("texts", "groups"),
    [
        (["total", "250"], [[0], [1]]),
        (["12", "34", "kg"], [[0, 1], [2]]),
        (["no", "5", "of", "9"], [[0], [1], [2], [3]]),
        (["salt", "pepper"], []),
        (["12", "34"], []),
        (["1o", "45"], []),
        (["no.", "63"], [[0], [1]]),
        (["x=", "63"], [[0], [1]]),
        (["a", "63"], [[0], [1]]),
        (["9", "m"], [[0], [1]]),
        (["9", "¤"], []),
        (["kg", "12", "m", "45"], [[0], [1, 2, 3]]),
        (["ha110", "52"], [[0], [1]]),
        (["ha732", "52"], []),
    ],
)
def test_words_and_numbers_are_put_together_by_themselves(texts, groups):
    parts = [run((30 * k, 30 * k + 10)) for k in range(len(texts))]
    cells = [seen(part, text) for part, text in zip(parts, texts, strict=True)]
    apart = words_apart(cells, run((0, 10)))
    assert columns(apart) == [[(30 * k, 30 * k + 10) for k in own] for own in groups]


def test_letters_that_may_be_digits_are_no_word():
    parts = [run((0, 10)), run((30, 40))]
    pairs = list(zip(parts, ["12", "so"], strict=True))
    whole = run((0, 10), (30, 40))
    assert len(words_apart([seen(part, text) for part, text in pairs], whole)) == 2
    assert not words_apart([seen(part, text, other=1.0) for part, text in pairs], whole)


@pytest.mark.parametrize(
    ("edges", "text", "parted"),
    [
        ([(0, 8), (10, 18), (24, 32), (33, 40)], "12kg", True),
        ([(0, 8), (10, 18), (24, 32), (33, 40)], "no12", True),
        ([(0, 8), (14, 22), (24, 32), (33, 40)], "12ku", False),  # the wider gap is elsewhere
        ([(0, 8), (14, 22), (24, 32), (33, 40)], "12kg", True),
        ([(0, 8), (10, 18), (24, 32), (33, 40)], "123g", False),
        ([(0, 8), (10, 18), (24, 32), (33, 40)], "1kg2", False),
        ([(0, 8), (8, 18), (17, 32), (30, 40)], "12ku", False),
        ([(0, 8), (8, 18), (17, 32), (30, 40)], "12kg", True),
    ],
)
def test_a_unit_is_parted_where_the_widest_gap_is(edges, text, parted):
    boxes = [Box(a, 0, b - a, 20) for a, b in edges]
    parts = unit_apart(seen(run(*edges), text, boxes=boxes))
    assert columns(parts) == ([edges[:2], edges[2:]] if parted else [edges])


@pytest.mark.parametrize(
    ("text", "before"), [("no.5", 3), ("no-5", 2), ("5.kg", 2), ("5-kg", 2), ("x=-5", 2)]
)
def test_a_sign_is_of_the_number_but_for_what_ends_a_word(text, before):
    edges = [(10 * k, 10 * k + 8) for k in range(len(text))]
    boxes = [Box(a, 0, b - a, 20) for a, b in edges]
    assert columns(unit_apart(seen(run(*edges), text, boxes=boxes))) == [
        edges[:before], edges[before:]
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "mixed"), [
    ("ab12", True), ("a12", True), ("9m", True), ("1a2", False), ("12¤", False), ("abcd", False),
    ("x=5", True), ("5=x", True), ("x=", False),
])  # fmt: skip
def test_a_mixed_line_has_a_word_and_a_digit(text, mixed):
    assert is_mixed(string(text)) is mixed


def test_what_is_small_and_as_wide_as_a_word_is_looked_at_by_itself():
    low = [Piece(9 + k, Box(x, 14, 6, 6), 20, 100.0, at_edge=False) for k, x in enumerate((0, 8))]
    rule = Piece(20, Box(18, 21, 60, 2), 90, 100.0, at_edge=False)
    whole = Run((*low, *run((20, 30), (40, 50)).pieces, rule), 20.0, 0.0)
    label, rest = small_print_apart(whole)
    assert columns([label]) == [[(0, 6), (8, 14)]]
    assert label.height == 6
    assert columns([rest]) == [[(20, 30), (40, 50), (18, 78)]]
    point = Run((low[0], *run((20, 30)).pieces), 20.0, 0.0)
    assert small_print_apart(point) == [point]


def test_a_letter_like_a_digit_at_an_end_is_a_digit_unless_it_is_clear():
    parts = [run((0, 10)), run((30, 40))]
    whole = run((0, 10), (30, 40))
    for text, other, apart in (("m", 0.8, True), ("s", 0.8, False), ("s", 2.5, True)):
        cells = [seen(parts[0], "63"), seen(parts[1], text, other=other)]
        assert bool(words_apart(cells, whole)) is apart


def test_what_is_usual_beside_a_number_need_not_be_so_clear():
    parts = [run((0, 10)), run((30, 40))]
    whole = run((0, 10), (30, 40))
    for text, clear in (("no.", True), ("kg", True), ("x=", True), ("so", False), ("x", True)):
        cells = [seen(parts[0], text, other=0.8), seen(parts[1], "63")]
        assert bool(words_apart(cells, whole)) is clear


@pytest.mark.parametrize(
    ("text", "length"), [("x=5", 2), ("ab:12", 3), ("x5", 0), ("=5", 0), ("5=x", 0), ("x", 0)]
)
def test_a_name_goes_to_the_sign_before_its_number(text, length):
    assert name_length(string(text)) == length


def noted(word, number, *, after=False):
    """A printed word and a written number on a line."""
    page = np.full((220, 900), 235, np.uint8)
    written = draw(number, height=60, margin=0.02)
    (width, _), _ = cv2.getTextSize(word, cv2.FONT_HERSHEY_SIMPLEX, 2.2, 5)
    at = 60 if after else 60 + width + 70
    page[70 : 70 + written.shape[0], at : at + written.shape[1]] = np.minimum(written, 235)
    left = 60 + written.shape[1] + 70 if after else 60
    cv2.putText(page, word, (left, 132), cv2.FONT_HERSHEY_SIMPLEX, 2.2, 60, 5, cv2.LINE_AA)
    return noisy(page, 3)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("word", ["Bread", "hello", "Rent", "NAME"])
@pytest.mark.parametrize("number", ["42", "2750"])
def test_the_number_beside_a_word_is_read(reader, word, number, after):
    reading = reader.read_gray(noted(word, number, after=after))
    assert reading.text == number
    assert reading.others


@pytest.mark.parametrize("heading", ["", "Rent"])
def test_a_word_above_a_number_is_left_out_and_said_to_be(reader, heading):
    page = np.full((360, 600), 235, np.uint8)
    written = draw("2750", height=60, margin=0.02)
    page[220 : 220 + written.shape[0], 60 : 60 + written.shape[1]] = np.minimum(written, 235)
    cv2.putText(page, heading, (60, 110), cv2.FONT_HERSHEY_SIMPLEX, 2.2, 60, 5, cv2.LINE_AA)
    cv2.circle(page, (500, 60), 3, 60, -1)
    reading = reader.read_gray(noisy(page, 3))
    assert reading.text == "2750"
    assert reading.others == bool(heading)


@pytest.mark.parametrize("label", ["Date:", "Total", "Account No.", "Phone"])
@pytest.mark.parametrize("number", ["372", "4092", "8"])
def test_a_small_printed_label_before_a_number_is_no_sign_of_it(reader, label, number):
    page = np.full((480, 960), 235, np.uint8)
    written = draw(number, height=110, margin=0.02)
    page[200 : 200 + written.shape[0], 320 : 320 + written.shape[1]] = np.minimum(written, 235)
    (width, _), _ = cv2.getTextSize(label, cv2.FONT_HERSHEY_DUPLEX, 1.0, 2)
    cv2.putText(page, label, (300 - width, 308), cv2.FONT_HERSHEY_DUPLEX, 1.0, 40, 2, cv2.LINE_AA)
    cv2.line(page, (310, 326), (870, 326), 90, 2)
    reading = reader.read_gray(noisy(page, 3))
    assert reading.text == number
    assert reading.others


@pytest.mark.parametrize("number", ["-372", "-8"])
def test_a_minus_before_a_number_is_none(reader, number):
    page = np.full((480, 900), 235, np.uint8)
    written = draw(number[1:], height=110, margin=0.02)
    page[200 : 200 + written.shape[0], 320 : 320 + written.shape[1]] = np.minimum(written, 235)
    cv2.line(page, (230, 256), (290, 254), 40, 10, cv2.LINE_AA)
    assert reader.read_gray(noisy(page, 3)).text == number
