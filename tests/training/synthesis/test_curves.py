from __future__ import annotations

import numpy as np
import pytest

from training.synthesis.curves import UNSTEADY, strokes
from training.synthesis.digit_styles import STYLES, styled
from training.synthesis.greek import LETTERS, letter


def test_a_stroke_goes_through_its_points():
    told = "0 0 40 10 80 90"
    (drawn,) = strokes((told,), np.random.default_rng(1))
    for x, y in [(0, 0), (40, 10), (80, 90)]:
        assert np.hypot(*(drawn - [x, y]).T).min() < 5 * UNSTEADY
    assert drawn.dtype == np.float32
    # It is smooth: no step is a jump.
    assert np.hypot(*np.diff(drawn, axis=0).T).max() < 30


def test_no_two_are_alike():
    rng = np.random.default_rng(2)
    one, other = strokes(("0 0 50 50",), rng), strokes(("0 0 50 50",), rng)
    assert not np.array_equal(one[0], other[0])


@pytest.mark.parametrize("told", [*LETTERS.values(), *(m for own in STYLES.values() for m in own)])
def test_every_character_is_told_by_points_in_its_field(told):
    for one in told:
        numbers = [int(word) for word in one.split()]
        assert len(numbers) % 2 == 0
        assert len(numbers) >= 4
        assert min(numbers) >= 0
        assert max(numbers) <= 130


def test_every_digit_has_manners():
    assert set(STYLES) == set("0123456789")
    rng = np.random.default_rng(3)
    assert all(len(part) >= 9 for digit in STYLES for part in styled(digit, rng))
    assert all(part.shape[1] == 2 for part in letter(rng))
