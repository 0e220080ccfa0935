from __future__ import annotations

import pytest

from bot.handlers.files import MOST_CAPTION, shortened


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [("two words", 9, "two words"), ("two words", 8, "two wor…"), ("two words", 5, "two…")],
)
def test_what_is_too_long_is_cut_and_says_so(text, most, kept):
    assert shortened(text, most) == kept
    assert len(shortened("x" * 9_999, MOST_CAPTION)) == MOST_CAPTION
