"""The measures, against values worked out by hand and against their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.calibrate import calibrate, odds
from training.measure import metrics


def test_what_is_said_to_be_certain_counts_too():
    error = metrics.calibration_error(np.array([1.0, 1.0, 0.0]), np.array([True, False, False]))
    assert error == pytest.approx(1 / 3)


def test_cross_entropy_is_the_mean_of_minus_the_logarithms():
    probabilities = np.full((2, 10), 0.05)
    probabilities[0, 3], probabilities[1, 7] = 0.5, 0.25
    assert metrics.cross_entropy(probabilities, np.array([3, 7])) == pytest.approx(
        (np.log(2) + np.log(4)) / 2
    )


def test_calibration_error_weighs_the_bins():
    confidence = np.array([0.95, 0.95, 0.95, 0.95, 0.55, 0.55])
    right = np.array([True, True, True, False, False, True])
    wanted = 4 / 6 * abs(0.75 - 0.95) + 2 / 6 * abs(0.5 - 0.55)
    assert metrics.calibration_error(confidence, right) == pytest.approx(wanted)
    assert metrics.calibration_error(np.ones(5), np.ones(5, bool)) == 0


@given(
    st.lists(st.sampled_from([0.1, 0.2, 0.5, 0.9]), min_size=1, max_size=12),
    st.lists(st.sampled_from([0.1, 0.2, 0.5, 0.9]), min_size=1, max_size=12),
)
def test_auroc_is_the_chance_that_a_positive_wins(positive, negative):
    wins = [(p > n) + (p == n) / 2 for p in positive for n in negative]
    assert metrics.auroc(np.array(positive), np.array(negative)) == pytest.approx(np.mean(wins))


def test_auroc_of_nothing_is_not_a_number():
    assert np.isnan(metrics.auroc(np.array([]), np.array([0.5])))


def test_confusion_counts_by_what_is_and_what_was_said():
    table = metrics.confusion(np.array([1, 7, 7]), np.array([1, 1, 7], np.uint8))
    assert (table[1, 1], table[1, 7], table[7, 7], table.sum()) == (1, 1, 1, 3)


@pytest.mark.parametrize(
    ("said", "wanted", "distance"),
    [("", "", 0), ("407", "407", 0), ("", "407", 3), ("47", "407", 1), ("4017", "407", 1),
     ("907", "407", 1), ("1234", "2341", 2)],
)  # fmt: skip
def test_edits(said, wanted, distance):
    assert metrics.edits(said, wanted) == distance
    assert metrics.edits(wanted, said) == distance


def drawn(count, rng, classes=12):
    """Logits that say the true log-odds, and labels drawn by them."""
    logits = rng.normal(0, 1.5, (count, classes)) + 0.0
    gumbel = rng.gumbel(size=(count, 10))
    return logits, (logits[:, :10] + gumbel).argmax(1)


def test_calibration_finds_the_temperature_and_mends_the_confidence():
    rng = np.random.default_rng(3)
    logits, labels = drawn(20_000, rng)
    others = rng.normal(0, 1.5, (2_000, 12))
    found = calibrate(3 * logits, labels, others)
    assert found.temperature == pytest.approx(3, rel=0.05)
    assert found.report["ece_before"] > 0.2
    assert found.report["ece_after"] < 0.02


def test_calibration_makes_the_odds_of_a_digit_a_probability():
    rng = np.random.default_rng(4)
    score = rng.normal(0, 2, 40_000)
    is_digit = rng.random(len(score)) < 1 / (1 + np.exp(-(2 * score - 1)))
    logits = np.full((len(score), 11), -40.0)
    logits[:, 0], logits[:, 10] = score, 0
    yes, no = logits[is_digit], logits[~is_digit]
    found = calibrate(yes, np.zeros(len(yes), int), no)
    balanced = np.log(len(no) / len(yes))
    assert found.slope == pytest.approx(2, rel=0.05)
    assert found.offset == pytest.approx(-1 + balanced, abs=0.06)
    chance = 1 / (1 + np.exp(-(found.slope * odds(yes) + found.offset)))
    assert (chance < found.thresholds["is_digit"]).mean() <= 0.006


def test_what_parts_the_validation_split_without_a_mistake_is_not_taken_for_certain():
    logits = np.zeros((100, 12))
    logits[:, 0] = 6
    others = np.zeros((50, 12))
    others[:, 10] = 6
    found = calibrate(logits, np.zeros(100, int), others)
    sure = [1 / (1 + np.exp(-(found.slope * odds(x)[0] + found.offset))) for x in (logits, others)]
    assert sure == pytest.approx([1 - 0.5 / 100, 0.5 / 50], abs=1e-3)


def test_odds_compare_the_ten_with_the_rest():
    logits = np.zeros((1, 12))
    assert odds(logits[:, :10])[0] == pytest.approx(np.log(10))
    assert odds(logits)[0] == pytest.approx(np.log(10) - np.log(2))
