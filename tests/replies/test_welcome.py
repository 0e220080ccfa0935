"""What /help tells, in every language."""

from __future__ import annotations

import pytest

from bot.replies.welcome import help_text
from bot.speech import LANGUAGES, speaking


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_of_a_table_are_among_what_the_bot_can_do(language):
    with speaking(language):
        told = help_text("@a_bot", admin=False)
    assert {"CSV", "XLSX"} <= set(told.replace(",", " ").replace("-", " ").split())
