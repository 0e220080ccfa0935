from dataclasses import replace

import numpy as np
import pytest

from training.synthesis.handwriting import UNIT, Hand
from training.synthesis.pen import SLASH, character
from training.synthesis.slant import parts, slant_of


@pytest.mark.parametrize("lean", [-0.4, 0.0, 0.5])
def test_the_slant_of_a_stroke_is_how_far_it_leans(lean):
    y = np.array([0.0, 0.1, 0.9, 1.0])  # its points are not evenly apart
    stroke = np.stack([7 - lean * y, y], axis=1)
    assert slant_of(*parts([stroke])) == pytest.approx(lean)


def test_what_has_no_height_has_no_slant():
    flat, point = np.array([[0.0, 3.0], [5.0, 3.0]]), np.array([[1.0, 1.0]])
    assert slant_of(*parts([flat])) == 0
    assert slant_of(*parts([point])) == 0


def _slants(label, hand, hands, rng, count=80):
    found = []
    for _ in range(count):
        patch = character(label, UNIT, hand, hands, rng, own=False)
        rows, columns = np.nonzero(patch > 128)
        points = np.stack([columns, rows], axis=1).astype(np.float64)
        found.append(slant_of(points, np.ones(len(points))))
    return np.array(found)


@pytest.mark.parametrize("lean", [-0.2, 0.4])
def test_in_one_hand_all_ones_lean_alike_and_slashes_more(hands, lean):
    rng = np.random.default_rng(3)
    anybody = replace(
        Hand.of(hands, rng), writer=-1, lean=lean, mnist=0.5, odd=0.0, aspect=1.0, pen=3.0, nib=0
    )
    ones = _slants("1", anybody, hands, rng)
    slashes = _slants("/", anybody, hands, rng)
    assert np.median(ones) == pytest.approx(hands.slants["1"] + lean, abs=0.07)
    assert np.ptp(np.percentile(ones, [10, 90])) < 0.35
    assert np.median(slashes) > np.median(ones) + SLASH[0]


def test_a_writer_keeps_the_own_slant(hands):
    writer = max(hands.writers, key=lambda one: abs(hands.leans[one]))
    rng = np.random.default_rng(4)
    while (hand := Hand.of(hands, rng)).writer != writer:
        continue
    assert hand.lean == hands.leans[writer]
