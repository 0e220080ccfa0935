import dataclasses

import numpy as np
import pytest

from bot.reading.line.confidence import Weights
from bot.reading.line.features import CANDIDATE, LINE, PAGE, Evidence, Whole
from training.lines import evidence, joining, regression
from training.lines.evidence import SeenLine, SeenScene


def test_a_logistic_regression_finds_the_weights_that_made_the_data():
    rng = np.random.default_rng(1)
    x = np.column_stack([np.ones(20_000), rng.normal(0, 1, 20_000), rng.normal(0, 50, 20_000)])
    true = np.array([-0.5, 1.5, 0.02])
    y = (rng.random(20_000) < 1 / (1 + np.exp(-x @ true))).astype(float)
    assert np.allclose(regression.logistic(x, y), true, atol=0.1)


def test_what_counts_double_is_as_good_as_what_is_there_twice():
    rng = np.random.default_rng(4)
    x, y = rng.normal(0, 1, (60, 2)), (rng.random(60) < 0.5).astype(float)
    share = np.where(np.arange(60) < 20, 2.0, 1.0)
    twice = np.concatenate([x, x[:20]]), np.concatenate([y, y[:20]])
    assert np.allclose(regression.logistic(x, y, share), regression.logistic(*twice))
    seen = [(rng.normal(0, 1, (3, 2)), int(rng.integers(3)), 1.0) for _ in range(60)]
    double = [(*one[:2], 2.0) for one in seen[:20]] + seen[20:]
    start = (0.5, -0.5)
    assert np.allclose(regression.choice(double, start), regression.choice(seen + seen[:20], start))


def scene(rng: np.random.Generator) -> SeenScene:
    """One line: the line network prefers the wrong string a little, the digit network knows."""
    right = Evidence(float(rng.normal(-1.5, 0.5)), (0.95, 0.95), (0.9, 0.9), 0)
    wrong = Evidence(float(rng.normal(-1.0, 0.5)), (0.02, 0.02), (0.5, 0.5), 0)
    line = SeenLine((wrong, right), (False, True), Whole(0.0, -0.1, -5.0), number=True, mass=10.0)
    seen, letters = (Evidence(-12.0, (0.3,), (0.02,), 0),), Whole(9.0, -6.0, -0.1)
    junk = SeenLine(seen, (False,), letters, number=False, mass=5.0)
    return SeenScene((line, junk), 2, 15.0, 1)


def test_the_second_opinion_is_given_the_weight_that_it_is_worth():
    rng = np.random.default_rng(2)
    weights = joining.fit([scene(rng) for _ in range(300)])
    assert weights.candidate[CANDIDATE.index("digit")] > 0
    figures = joining.measure([scene(rng) for _ in range(100)], weights)
    assert figures["lines"] == 100  # and none of the junk
    assert figures["exact"] == 1.0
    assert figures["ece"] < 0.05
    assert figures["refused"] == 0.0


def test_a_conditional_logit_finds_the_weights_that_made_the_choices():
    rng = np.random.default_rng(3)
    true = np.array([1.0, 0.4])
    seen = []
    for _ in range(5_000):
        features = rng.normal(0, 2, (4, 2))
        p = np.exp(features @ true)
        seen.append((features, int(rng.choice(4, p=p / p.sum())), 1.0))
    assert np.allclose(regression.choice(seen, (0.0, 0.0)), true, atol=0.1)


def test_a_line_is_no_surer_than_that_it_is_a_number():
    rng = np.random.default_rng(5)
    weights = joining.fit([scene(rng) for _ in range(300)])
    # Surely read rightly if it is a number, but one only with a probability of three quarters.
    sure = weights._replace(
        right=tuple(20.0 * (name == "one") for name in LINE),
        number=tuple(np.log(3) * (name == "one") for name in LINE),
    )
    alone = dataclasses.replace(scene(rng), cells=1)
    alone = dataclasses.replace(alone, lines=alone.lines[:1])
    assert joining.measure([alone], sure)["ece"] == pytest.approx(0.25, abs=0.01)


def test_lines_are_those_of_the_label_that_they_resemble():
    assert evidence.aligned(["12", "94"], ["12", "34"]) == ["12", "34"]
    assert evidence.aligned(["12", "", "34"], ["12", "34"]) == ["12", "", "34"]
    assert evidence.aligned(["777", "1294"], ["1234"]) == ["", "1234"]
    assert evidence.aligned(["777", "888", "1"], ["1234", "5678"]) == [None, None, None]
    assert evidence.aligned(["5"], []) == [""]


def test_weights_to_begin_with_are_as_many_as_there_are_features():
    weights = Weights.of(joining.START)
    assert len(weights.candidate) == len(CANDIDATE)
    assert len(weights.right) == len(weights.number) == len(LINE)
    assert len(weights.page) == len(PAGE)
