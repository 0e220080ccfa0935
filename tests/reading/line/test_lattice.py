import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading.scenes import draw

from bot.reading.binarise.ink import find_ink
from bot.reading.digits.classify import Scores
from bot.reading.line.cut import cut, slant_of
from bot.reading.line.lattice import Lattice, Run


def scores_of(table: dict[tuple[int, int], tuple[int, float]]) -> tuple[list[Run], Scores]:
    """Runs with the digit that the network would say of each, and how much of a digit it is."""
    runs = [Run(*key) for key in table]
    probabilities = np.full((len(runs), 10), 0.001, np.float32)
    for i, (digit, _) in enumerate(table.values()):
        probabilities[i, digit] = 0.991
    is_digit = np.array([q for _, q in table.values()], np.float32)
    return runs, Scores(probabilities, is_digit, 1 - is_digit)


def lattice(count, table, leave=None):
    runs, scores = scores_of(table)
    return Lattice(count, runs, scores, leave or {})


def read(count, table, leave=None):
    path = lattice(count, table, leave).best()
    return "".join(str(f.digit) for f in path.found), path.confidence


def test_two_parts_that_are_a_digit_together_are_read_together():
    text, sure = read(2, {(0, 0): (1, 0.2), (1, 1): (7, 0.1), (0, 1): (5, 0.98)})
    assert text == "5"
    assert sure > 0.9


def test_two_digits_that_touch_are_read_apart():
    assert read(2, {(0, 0): (1, 0.95), (1, 1): (7, 0.97), (0, 1): (5, 0.05)})[0] == "17"


def test_what_is_no_digit_is_left_out():
    table = {(0, 0): (3, 0.99), (1, 1): (1, 0.02), (2, 2): (4, 0.99)}
    assert read(3, table, {1: [(2, 0.5)]})[0] == "34"


def test_a_toss_up_is_not_called_sure():
    sure = read(2, {(0, 0): (1, 0.7), (1, 1): (3, 0.7), (0, 1): (8, 0.5)})[1]
    assert sure < 0.6


def test_no_way_through_reads_nothing():
    assert read(2, {(0, 0): (1, 0.9)})[0] == ""


def test_another_string_can_be_spelled_and_is_less_likely():
    table = {(0, 0): (1, 0.9), (1, 1): (7, 0.8), (0, 1): (5, 0.3)}
    spelled = {string: lattice(2, table).spell(string) for string in [(1, 7), (5,), (1, 4)]}
    assert [f.run for f in spelled[5,].found] == [Run(0, 1)]
    assert spelled[1, 7].confidence > spelled[5,].confidence > spelled[1, 4].confidence
    assert spelled[1, 7].confidence == pytest.approx(lattice(2, table).best().confidence, rel=1e-5)
    assert lattice(2, table).spell((1, 7, 3)) is None
    assert lattice(2, table).spell(()) is None


@given(st.lists(st.floats(0.05, 0.99), min_size=1, max_size=60))
@settings(deadline=None)
def test_with_one_way_only_the_path_is_as_sure_as_the_digits(weights):
    table = {(i, i): (i % 10, q) for i, q in enumerate(weights)}
    text, sure = read(len(weights), table)
    assert text == "".join(str(i % 10) for i in range(len(weights)))
    assert sure == pytest.approx(0.991 ** len(weights), rel=1e-3)


@pytest.mark.parametrize("shear", [0.0, 0.35])
def test_touching_digits_are_cut_between_them(shear):
    mask = find_ink(draw("00", gap=-0.21, shear=shear, pen=0.08)).mask
    slant = slant_of(mask)
    assert slant == pytest.approx(shear * 0.9, abs=0.2)
    parts = cut(mask, 90, slant)
    assert (parts > 0).sum() == mask.sum()
    middle = np.nonzero(mask)[1].mean()
    left = [p for p in range(1, parts.max() + 1) if np.nonzero(parts == p)[1].mean() < middle]
    ink_left = np.isin(parts, left).sum() / mask.sum()
    assert 0.42 < ink_left < 0.58


def test_parts_are_numbered_from_left_to_right():
    mask = find_ink(draw("88", gap=-0.15)).mask
    parts = cut(mask, 90, 0.0)
    middles = [np.nonzero(parts == p)[1].mean() for p in range(1, parts.max() + 1)]
    assert middles == sorted(middles)
    assert len(middles) >= 2
