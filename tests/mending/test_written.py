from __future__ import annotations

import pytest

from bot.mending.written import MOST, as_written


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (" 4 07 ", "4 07"),
        ("1.234,50\n\n -7 ", "1.234,50\n-7"),
        ("\u0664\u0660\u0667", "407"),
        ("\u06f4\u066b\u06f5", "4.5"),
        ("3 x 4 \u2212 1", "3 \u00d7 4 - 1"),
        ("\u2066407 12\u2069", "407 12"),
        ("\u200f\u06f1\u066c\u06f2\u06f0\u06f0\u200e", "1,200"),
        ("\uff14\uff10\uff0b\uff17\uff0e\uff15", "40+7.5"),
        ("3 \u0445 4\u20111\u20442", "3 \u00d7 4-1/2"),
        ("seven", None),
        ("5\u00b2", None),
        ("", None),
        ("--", None),
        ("<b>7</b>", None),
        ("7" * (MOST + 1), "7" * (MOST + 1)),
    ],
)
def test_only_digits_and_known_signs_are_a_number(typed, number):
    assert as_written(typed) == number
