"""Translations, of catalogues made here: what each language says, and what stays English."""

from __future__ import annotations

import numpy as np
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo

from bot.reading.box import Box
from bot.reading.result import Digit, Reading
from bot.replies import answers, corrections
from bot.speech import LANGUAGES, catalogue, language_of, plural, speaking, tr
from bot.storage.correction_values import Kept
from bot.worker import Worker

KEYWORDS = DEFAULT_KEYWORDS | {"tr": None, "plural": (1, 2)}


@pytest.fixture
def translate(monkeypatch, tmp_path):
    """Makes the catalogue of a language: its texts by the English ones."""
    monkeypatch.setattr(catalogue, "CATALOGUES", tmp_path)
    catalogue._catalogue.cache_clear()

    def make(language, texts):
        made = Catalog(locale=language)
        for english, text in texts.items():
            made.add(english, text)
        with (tmp_path / f"{language}.mo").open("wb") as file:
            write_mo(file, made)

    yield make
    catalogue._catalogue.cache_clear()


def a_reading(text):
    glyph = np.zeros((28, 28), np.uint8)
    line = tuple(
        Digit(int(symbol), 1.0, Box(20 * place, 0, 9, 20), (0.1,) * 10, glyph)
        for place, symbol in enumerate(text)
    )
    return Reading(lines=(line,), confidence=1.0, reason=None, tips=(), size=(90, 20))


def test_what_has_no_translation_stays_english(translate):
    translate("de", {"Cancel": "Abbrechen"})
    with speaking("de"):
        assert (tr("Cancel"), tr("Type it"), tr("")) == ("Abbrechen", "Type it", "")
    with speaking("fr"):
        assert tr("Cancel") == "Cancel", "the catalogue is not there"
    assert tr("Cancel") == "Cancel"


@pytest.mark.parametrize(
    ("count", "text"),
    [(1, "1 исправление"), (3, "3 исправления"), (5, "5 исправлений"), (21, "21 исправление")],
)
def test_plurals_follow_the_rules_of_the_language(translate, count, text):
    one, many = "{count} correction", "{count} corrections"
    forms = ("{count} исправление", "{count} исправления", "{count} исправлений")
    translate("ru", {(one, many): forms})
    with speaking("ru"):
        assert plural(one, many, np.int64(count)).format(count=count) == text


def test_a_number_to_copy_has_no_marks_within_and_stands_apart_from_right_to_left(translate):
    translate("fa", {})
    with speaking("fa"):
        shown = answers.number(a_reading("1234"))
    assert shown == "\u2066<code>1234</code>\u2069"
    assert answers.number(a_reading("1234")) == "<code>1234</code>"


def test_other_languages_may_name_the_number_of_a_digit_where_english_has_an_ordinal(translate):
    translate("de", {"The {ordinal} digit, {digit}: what is it?": "{number}. Ziffer, {digit}?"})
    with speaking("de"):
        assert corrections.what("417", 2) == "3. Ziffer, 7?"


async def test_the_threads_that_read_speak_the_language_of_who_waits(translate):
    translate("de", {"page {number}": "Seite {number}"})
    worker = Worker(1, 1)
    with speaking("de"):
        assert await worker.run(tr, "page {number}") == "Seite {number}"
    assert await worker.run(tr, "page {number}") == "page {number}"
    worker.close()


@pytest.mark.parametrize(
    ("code", "language"),
    [("de", "de"), ("pt-br", "pt"), ("en-GB", "en"), ("fa_IR", "fa"), ("eo", "en"), (None, "en")],
)
def test_telegrams_codes_name_a_language_or_mean_english(code, language):
    assert language_of(code) == language
    assert language in LANGUAGES


def test_the_marked_texts_are_found_and_answers_to_presses_fit():
    found = {message for _, _, message, _, _ in extract_from_dir("bot", keywords=KEYWORDS)}
    assert {answers.HINT, corrections.WHICH, ("{count} correction", "{count} corrections")} <= found
    for kept in Kept:
        assert len(corrections.noted(3, 8, kept, trusted=False, own=True)) <= 200
