"""A piece of a line is called a digit only where it is one, whole and alone."""

from __future__ import annotations

import numpy as np
import pytest

from training.augment import CANVAS
from training.data import MISCUT, Digits
from training.synthesis import cuts, styles


@pytest.fixture(scope="module")
def digits() -> Digits:
    return styles.draw(80, np.random.default_rng(1))


@pytest.mark.parametrize(
    ("whole", "share", "digits", "label"),
    [
        ((1.0, 0.0), (1.0, 0.0), [5, 3], 5),
        ((0.97, 0.05), (0.95, 0.05), [5, 3], 5),
        ((1.0, 1.0), (0.5, 0.5), [5, 3], MISCUT),
        ((1.0, 0.3), (0.75, 0.25), [5, 3], MISCUT),
        ((0.5, 0.0), (1.0, 0.0), [5, 3], MISCUT),
        ((0.5, 0.0), (1.0, 0.0), [9, 3], None),
        ((0.85, 0.0), (1.0, 0.0), [5, 3], None),
        ((1.0, 0.2), (0.88, 0.12), [5, 3], None),
        ((1.0, 1.0), (0.94, 0.06), [5, cuts.MARK], MISCUT),
        ((0.0, 1.0), (0.0, 1.0), [5, cuts.MARK], None),
    ],
)
def test_the_label_says_whether_a_piece_is_one_whole_digit(whole, share, digits, label):
    assert cuts._label(np.array(whole), np.array(share), digits) == label


def test_a_line_keeps_its_digits_in_order_and_whole(digits):
    rng = np.random.default_rng(2)
    inks = [styles.style(digit, rng) for digit in (2, 0, 8)]
    layers = cuts.written(inks, [2, 0, 8], rng)
    assert len({layer.shape for layer in layers}) == 1
    middles = [np.flatnonzero(layer.any(axis=0)).mean() for layer in layers]
    assert middles == sorted(middles)
    assert all(layer.max() > 200 for layer in layers)


def test_a_mark_is_written_small_and_low():
    rng = np.random.default_rng(2)
    lower = []
    for _ in range(20):
        digit, mark = cuts.written([styles.style(8, rng), cuts._mark(rng)], [8, cuts.MARK], rng)
        assert np.ptp(np.flatnonzero(mark.any(axis=1))) < 0.5 * np.ptp(
            np.flatnonzero(digit.any(axis=1))
        )
        rows = [np.flatnonzero(layer.any(axis=1)).mean() for layer in (digit, mark)]
        lower.append(rows[1] > rows[0])
    assert np.mean(lower) > 0.8


def test_windows_give_both_digits_and_not_digits(digits):
    rng = np.random.default_rng(2)
    for way in (cuts.window, cuts.runs):
        found = [way([styles.style(d, rng) for d in (4, 7)], [4, 7], rng) for _ in range(120)]
        pieces = [piece for some in found for piece in some]
        assert {label for _, label in pieces} == {4, 7, MISCUT}
        assert all(ink.shape == (CANVAS, CANVAS) and ink.any() for ink, _ in pieces)


def test_draw_repeats_itself_for_the_same_seed_and_shows_something_everywhere(digits):
    first, again = (cuts.draw(80, np.random.default_rng(3), digits) for _ in range(2))
    assert np.array_equal(first.images, again.images)
    assert np.array_equal(first.labels, again.labels)
    assert first.images.any(axis=(1, 2)).all()
    assert 0.3 < (first.labels == MISCUT).mean() < 0.85
