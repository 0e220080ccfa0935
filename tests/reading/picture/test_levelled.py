"""When lines that were levelled are taken instead of those that lean."""

import pytest

from bot.reading.picture.levelled import is_better
from bot.reading.result import Digit, Reading, Reason


def reading(digits, confidence, reason=None):
    return Reading(((Digit(1, 0.9, None, (), None),) * digits,), confidence, reason, (), (100, 100))


@pytest.mark.parametrize(
    ("level", "before", "better"),
    [
        (reading(6, 0.9), reading(6, 0.95), True),  # points are lost where lines are turned
        (reading(6, 0.5), reading(6, 0.95), False),
        (reading(5, 0.99), reading(6, 0.99), False),  # a digit was lost on the way
        (reading(6, 0.9), reading(0, 0.9, Reason.NOT_A_DIGIT), True),
        (reading(6, 0.5), reading(0, 0.9, Reason.NOT_A_DIGIT), False),
        (reading(0, 0.9, Reason.NOT_A_DIGIT), reading(6, 0.2), False),
    ],
)
def test_level_lines_are_taken_where_they_are_as_sure_and_no_shorter(level, before, better):
    assert is_better(level, before) is better
