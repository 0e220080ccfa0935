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
        ("seven", None),
        ("", None),
        ("--", None),
        ("<b>7</b>", None),
        ("7" * (MOST + 1), None),
    ],
)
def test_only_digits_and_known_signs_are_a_number(typed, number):
    assert as_written(typed) == number
