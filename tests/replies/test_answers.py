"""Answers say what was read, how surely, and what to do."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import replace

import pytest
from replies.readings import SPACE, digit, plain, reading
from tables.readings import written

import bot.replies
from bot.reading.result import Reason, Tip
from bot.replies import answers, certainty, pages
from bot.replies.percent import percent

POP_UPS = {"OUT_OF_DATE", "PICTURE_DELETED", "SHOWN_ALREADY"}


def test_a_sure_digit():
    text = answers.reading(reading([digit(7)], confidence=0.998))
    assert text == f"<code>7</code>\n\nI'm sure: 99.8{SPACE}%."


def test_a_likely_digit_names_what_comes_close():
    text = answers.reading(reading([digit(7, 0.86, d1=0.11, d9=0.02)], confidence=0.86))
    assert text == (f"<code>7</code>\n\nLikely: 86{SPACE}%. It could also be 1 (11{SPACE}%).")


def test_a_guess_names_its_alternatives():
    text = answers.reading(reading([digit(7, 0.48, d1=0.31, d9=0.12)], confidence=0.48))
    assert f"It's a guess: 48{SPACE}%." in text
    assert f"It could also be 1 (31{SPACE}%) or 9 (12{SPACE}%)." in text


def test_what_is_hardly_likely_is_no_answer():
    unlikely = reading([digit(4), digit(0, 0.3, d6=0.2)], confidence=0.004)
    text = answers.reading(unlikely)
    assert text.startswith("I can't make out this number. My best guess:\n<code>40</code>\n\n")
    assert f"right under 1{SPACE}% of the time" in text
    assert "It's a guess" not in text
    assert "can't make it out; maybe <code>40</code>" in pages.album([unlikely]).text()


def test_doubtful_digits_of_a_number_are_marked_and_listed():
    line = [digit(4), digit(0, 0.66, d6=0.31), digit(7), digit(1, 0.7)]
    text = answers.reading(reading(line, confidence=0.46))
    assert text.startswith("<code>4071</code>\n\n")
    assert "check the underlined digits: 4<u>0</u>7<u>1</u>\n" in text
    assert f"• 2nd digit: 0, maybe 6 (31{SPACE}%)" in text
    assert f"• 4th digit: 1, 70{SPACE}% sure" in text
    assert "3rd digit" not in text


def test_one_doubtful_digit_is_spoken_of_as_one():
    text = answers.reading(reading([digit(4), digit(0, 0.88, d6=0.1)], confidence=0.87))
    assert "check the underlined digit: 4<u>0</u>" in text


def test_a_sure_number_has_no_marks():
    assert "<u>" not in answers.reading(reading([digit(4), digit(0, 0.89)], confidence=0.99))


def test_doubt_about_how_it_was_split_is_told():
    text = answers.reading(reading([digit(1), digit(1)], confidence=0.6))
    assert "may have split them wrongly, or missed one" in text


def test_a_doubtful_sign_is_marked_and_listed():
    one = written((100, 100, "8"), (140, 100, "/"), (170, 100, "7"), sure={"/": 0.7})
    text = answers.reading(replace(one, confidence=0.8))
    assert "Please check what is underlined: 8<u>/</u>7\n" in text
    assert f"• sign: /, 70{SPACE}% sure" in text
    assert "split" not in text
    percent = written((100, 100, "8"), (130, 100, "%"), sure={"%": 0.7})
    lines = written((100, 100, "12"), (100, 200, "8%"), sure={"8%": 0.7})
    assert f"• sign: %, 70{SPACE}% sure" in answers.reading(percent)
    assert f"• line 2, sign: %, 70{SPACE}% sure" in answers.reading(lines)


def test_of_several_lines_it_is_not_said_that_they_are_one_number():
    text = answers.reading(reading([digit(1)], [digit(2)], confidence=0.05))
    assert text.startswith(f"{answers.NOT_ALL}\n<pre>")


def test_lines_stay_lines():
    lines = [[digit(1), digit(2)], [digit(3), digit(4, 0.5, d9=0.4)]]
    text = answers.reading(reading(*lines, confidence=0.5))
    assert text.startswith("<pre>12\n34</pre>")
    assert ":\n" in text
    assert "12\n3<u>4</u>" in text
    assert f"• line 2, 2nd digit: 4, maybe 9 (40{SPACE}%)" in text


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_says_why_and_what_to_do(reason):
    text = answers.reading(reading(reason=reason))
    why, advice = text.split("\n\n")
    assert why == answers.REFUSALS[reason]
    assert advice == answers.ADVICE[reason]


@pytest.mark.parametrize("tip", Tip)
def test_the_tip_that_fits_takes_the_place_of_general_advice(tip):
    text = answers.reading(reading(reason=Reason.NOT_A_DIGIT, tips=(tip,)))
    assert (answers.TIPS | answers.IF_WRITTEN)[tip] in text
    assert answers.ADVICE[Reason.NOT_A_DIGIT] not in text


@pytest.mark.parametrize("tip", [Tip.TOO_SMALL, Tip.CUT_OFF, Tip.BLURRED])
def test_of_a_refused_picture_it_is_not_said_that_there_is_writing_in_it(tip):
    _, advice = answers.reading(reading(reason=Reason.NOT_A_DIGIT, tips=(tip,))).split("\n\n")
    assert advice.startswith("If there is writing in the picture, it ")


def test_tips_come_with_a_guess_only():
    tips = (Tip.BLURRED,)
    assert "blurred" in answers.reading(reading([digit(7, 0.5)], confidence=0.5, tips=tips))
    assert "blurred" not in answers.reading(reading([digit(7)], tips=tips))


def test_a_turned_picture_is_mentioned():
    assert "turned" in answers.reading(reading([digit(7)], turned=90))


def test_words_differ_for_all_reasons_and_tips():
    words = [*answers.REFUSALS.values(), *answers.ADVICE.values(), *answers.TIPS.values()]
    assert len(set(words)) == len(Reason) * 2 + len(Tip)


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (1.0, "over 99.9 %"),
        (0.9994, "over 99.9 %"),
        (0.99899, "99.8 %"),
        (0.99, "99.0 %"),
        (0.9899, "98 %"),
        (0.5, "50 %"),
        (0.0099, "under 1 %"),
        (0.0, "under 1 %"),
    ],
)
def test_percentages_claim_no_more_than_is_so(probability, words):
    assert percent(probability) == words.replace(" %", SPACE + "%")


@pytest.mark.parametrize(
    ("count", "word"),
    [
        *enumerate(["1st", "2nd", "3rd", "4th", "5th"], 1),
        *enumerate(["10th", "11th", "12th", "13th", "14th"], 10),
        *[(21, "21st"), (102, "102nd"), (111, "111th")],
    ],
)
def test_ordinals(count, word):
    assert certainty.ordinal(count) == word


@pytest.mark.parametrize("lines", [1, 40, 2000])
def test_no_answer_is_longer_than_telegram_takes(lines):
    long = [[digit(7, 0.5, d1=0.4)] * (4000 // lines)] * lines
    text = answers.reading(reading(*long, confidence=0.1, tips=tuple(Tip), turned=90))
    assert 1000 < len(plain(text)) <= answers.LIMIT
    album = pages.album([reading(*long, confidence=0.1)] * 10).text()
    assert 1000 < len(plain(album)) <= answers.LIMIT


def test_all_fixed_words_are_valid_and_short_enough():
    modules = [
        importlib.import_module(f"bot.replies.{module.name}")
        for module in pkgutil.iter_modules(bot.replies.__path__)
    ]
    words = {
        name: text
        for module in modules
        for name, text in vars(module).items()
        if name.isupper() and isinstance(text, str)
    }
    assert len(words) > 40
    for name, text in words.items():
        assert 0 < len(plain(text)) <= (200 if name in POP_UPS else answers.LIMIT), name
        assert not re.search(r"<(?!/?b>)", text), name
