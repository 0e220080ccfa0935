from pathlib import Path

import numpy as np
import pytest

from training.measure.calibration import bands, by_chance
from training.measure.outcomes import Labelled, Outcome
from training.measure.share import Share


def outcome(label, text, confidence, group="scan"):
    return Outcome(Labelled(Path("x.png"), label, "k", "s", group), text, confidence)


def test_bands_part_answers_from_refusals():
    found = bands(
        [
            outcome("1", "1", 0.995),
            outcome("2", "2", 1.0),
            outcome("3", "8", 0.99),
            outcome("4", "4", 0.4),
            outcome("", "", 0.85),
            outcome("5", "", 0.85),
        ]
    )
    assert [(b.folder, b.answered, b.low, b.high, b.right) for b in found] == [
        ("scan", True, 0.0, 0.5, Share(1, 1)),
        ("scan", True, 0.99, 1.0, Share(2, 3)),
        ("scan", False, 0.8, 0.9, Share(1, 2)),
    ]
    assert found[1].said == pytest.approx(2.985 / 3)


def test_bands_of_all_folders_come_first():
    found = bands([outcome("1", "1", 0.3, "a"), outcome("1", "2", 0.4, "b")])
    assert [(b.folder, b.right) for b in found] == [
        ("", Share(1, 2)),
        ("a", Share(1, 1)),
        ("b", Share(0, 1)),
    ]


def test_chance_leaves_an_error_that_many_pictures_do_not_have():
    rng = np.random.default_rng(1)

    def drawn(count):
        return [outcome("1", "1", float(sure)) for sure in rng.uniform(0.5, 1, count)]

    few, many = by_chance(drawn(30)), by_chance(drawn(5000))
    assert few is not None
    assert many is not None
    assert few > 0.08
    assert many < 0.02
    assert by_chance([]) is None
    assert by_chance([outcome("1", "1", 1.0)]) == 0
