"""The pen of a digit is taken from it, and it is written again with another."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from training.synthesis import styles
from training.synthesis.skeletons import SIDE, STEPS, fields_of, thin


@pytest.fixture(scope="module")
def fields():
    return fields_of(styles.draw(80, np.random.default_rng(0)))


def test_skeleton_is_thin_and_whole():
    mask = np.zeros((2, 40, 40), np.uint8)
    cv2.line(mask[0], (6, 6), (32, 30), 1, 7)
    cv2.circle(mask[1], (20, 20), 12, 1, 5)
    bones = thin(mask)
    for before, after in zip(mask, bones, strict=True):
        assert cv2.connectedComponents(after, connectivity=8)[0] == 2
        assert 15 < after.sum() < 0.3 * before.sum()
        assert not np.any(after & ~before)
        assert not cv2.erode(after, np.ones((2, 2), np.uint8)).any()
    assert cv2.connectedComponents(1 - bones[1], connectivity=4)[0] == 3  # the ring is closed


def test_a_field_gives_the_digit_back_with_another_pen(fields):
    assert fields.distances.shape[1:] == (SIDE, SIDE)
    rng = np.random.default_rng(2)
    for digit in range(10):
        field = fields.one(digit, rng)
        thin_pen, wide_pen = field < 1 * STEPS, field < 4 * STEPS
        assert 0 < thin_pen.sum() < wide_pen.sum() < 0.7 * SIDE * SIDE
