"""The drawn digits have the shape that their style is about."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from training.augment import CANVAS, REACH
from training.synthesis import styles


def holes(ink: np.ndarray) -> int:
    """How many pieces of ground the ink encloses, leaving out what a pen's edge encloses."""
    ground = (ink < 128).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ground, connectivity=4)
    return int((stats[1:, cv2.CC_STAT_AREA] >= 6).sum()) - 1


def only(digit: int, index: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(styles.STYLES, digit, [styles.STYLES[digit][index]])


@pytest.mark.parametrize("digit", range(10))
def test_every_style_of_a_digit_fills_the_canvas_as_it_should(digit, monkeypatch):
    for index in range(len(styles.STYLES[digit])):
        with monkeypatch.context() as patch:
            only(digit, index, patch)
            ink = styles.style(digit, np.random.default_rng(index))
        _, _, w, h = cv2.boundingRect((ink > 127).astype(np.uint8))
        assert ink.shape == (CANVAS, CANVAS)
        assert REACH - 2 <= max(w, h) <= CANVAS


def test_a_slashed_zero_has_two_holes_and_a_plain_one_has_one(monkeypatch):
    plain, slashed = [], []
    for seed in range(20):
        with monkeypatch.context() as patch:
            only(0, 0, patch)
            plain.append(holes(styles.style(0, np.random.default_rng(seed))))
        with monkeypatch.context() as patch:
            only(0, 4, patch)
            slashed.append(holes(styles.style(0, np.random.default_rng(seed))))
    assert np.median(plain) == 1
    assert np.median(slashed) == 2


def test_an_open_four_has_no_hole_and_a_closed_one_has_one(monkeypatch):
    found = {}
    for index in (1, 3):
        with monkeypatch.context() as patch:
            only(4, index, patch)
            found[index] = [
                holes(styles.style(4, np.random.default_rng(seed))) for seed in range(20)
            ]
    assert np.median(found[1]) == 0
    assert np.median(found[3]) == 1


def test_draw_gives_glyphs_of_all_digits_and_the_same_for_the_same_seed():
    drawn = styles.draw(200, np.random.default_rng(7))
    again = styles.draw(200, np.random.default_rng(7))
    other = styles.draw(200, np.random.default_rng(8))
    assert drawn.images.shape == (200, 28, 28)
    assert drawn.images.dtype == np.uint8
    assert set(drawn.labels.tolist()) == set(range(10))
    assert np.array_equal(drawn.images, again.images)
    assert np.array_equal(drawn.labels, again.labels)
    assert not np.array_equal(drawn.images, other.images)
    assert len(np.unique(drawn.images.reshape(200, -1), axis=0)) == 200


def test_no_digits_are_drawn_when_none_are_asked_for():
    assert styles.draw(0, np.random.default_rng(7)).images.shape == (0, 28, 28)
