"""What is put together of texts fits Telegram's limits in every language."""

from __future__ import annotations

import re
from html import unescape
from itertools import product

import numpy as np
import pytest

from bot.announcements.profile import profile_in
from bot.gateway.admission import Refusal
from bot.reading.box import Box
from bot.reading.cells.cell import Cell
from bot.reading.result import Digit, Reading, Tip
from bot.replies import (
    answers,
    corrections,
    languages,
    menus,
    notices,
    pages,
    rights,
    tables,
    welcome,
)
from bot.speech import LANGUAGES, speaking, tr
from bot.storage.correction_values import Kept, Tally
from bot.tables.typed_table import typed_table

MESSAGE = 4096
TOLD = 200
SHORT = 9
"""Characters of a button, four of which stand in a row on a phone."""


@pytest.fixture(params=LANGUAGES)
def language(request):
    with speaking(request.param):
        yield request.param


def length(html):
    """As Telegram counts: UTF-16, after tags."""
    return len(unescape(re.sub("<[^>]*>", "", html)).encode("utf-16-le")) // 2


def a_reading(digits, lines, confidence):
    glyph = np.zeros((28, 28), np.uint8)
    close = (0.0, 0.3, 0.2, 0.4, 0.1, *[0.0] * 5)
    line = tuple(
        Digit(3, confidence, Box(20 * place, 0, 9, 20), close, glyph) for place in range(digits)
    )
    return Reading((line,) * lines, confidence, None, tuple(Tip), (90, 20))


def test_the_longest_messages(language):
    everything = Tally(10**6, 10**6, 10**6, 10**6, 10**6)
    album = [a_reading(40, 2, 0.3)] * 20 + [tr(answers.GONE)] * 20
    said = [
        rights.privacy(),
        rights.ask(everything, hand=True, language=True),
        welcome.help_text("@" + "a" * 32, admin=True),
        *(answers.reading(a_reading(*size, 0.5)) for size in ((1, 1), (60, 1), (60, 40))),
        pages.album(album).text(),
        *map(tr, notices.NOTICES.values()),
    ]
    assert [text[:40] for text in said if length(text) > MESSAGE] == []


def test_what_is_told_over_the_chat(language):
    said = [
        corrections.noted(3, actual, kept, trusted=trusted, own=own)
        for actual, kept, trusted, own in product((8, 10), Kept, (True, False), (True, False))
    ]
    said += [notices.BRIEFLY[refusal] for refusal in Refusal]
    said += [
        languages.confirmed(choice, kept=kept)
        for choice, kept in product((language, None), (True, False))
    ]
    said += [tr(answers.PICTURE_DELETED)]
    said += answers.PRESSED.values()
    assert [text for text in said if length(tr(text)) > TOLD] == []


def test_what_telegram_shows_of_the_bot(language):
    shown = profile_in(language, menus.commands(drawing=True))
    assert all(1 <= length(command.description) <= 256 for command in shown.commands)
    assert 1 <= length(shown.description) <= 512
    assert 1 <= length(shown.short) <= 120


def test_buttons_to_choose_by_carry_little(language):
    for row in languages.buttons(language).inline_keyboard:
        assert all(len(button.callback_data.encode()) <= 64 for button in row)


def test_buttons_in_a_row_tell_themselves_apart_on_a_phone(language):
    lines = [" ".join("12345") for _ in range(3)]
    cells = [[Cell(text, 1.0, Box(0, 0, 9, 9)) for text in line.split()] for line in lines]
    sums = tables.buttons(typed_table(tuple(map(tuple, cells))))[1]
    assert len(sums) == 4
    assert all(button.text.endswith(str(place)) for place, button in enumerate(sums, 1))
    assert max(len(button.text) for button in sums) <= SHORT
