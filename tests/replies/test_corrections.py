"""What is said while an answer is corrected, in every language."""

from __future__ import annotations

import re

import pytest

from bot.replies import answers, corrections
from bot.replies.quoted import quoted
from bot.speech import LANGUAGES, speaking, tr


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_known_in_every_language(language):
    with speaking(language):
        asked = [tr(text) for text in corrections.QUESTIONS.values()]
        refused = [corrections.NO_NUMBER_TYPED, corrections.too_long(9)]
        refused += [corrections.fits_nothing(read) for read in ("", "407\n12")]
        asked += [re.sub("</?code>", "", corrections.asked_anew(why)) for why in refused]
        others = [tr(answers.HINT), tr(corrections.FOR_WHICH), "", *map(tr, refused)]
        buttons = [tr(corrections.IS_NUMBER), tr(corrections.TYPE), "✗"]
        told = tr(corrections.FOR_WHICH)
    assert all(map(corrections.is_question, asked))
    assert not any(map(corrections.is_question, others))
    assert all(button in told for button in buttons)


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_that_could_not_be_placed_do_not_look_like_the_bots_own(language):
    with speaking(language):
        told = corrections.taken((), ".5.", trusted=False)
        assert told.endswith(f" {quoted('.')} {quoted('5')}")
    assert told[-1] in "“”»"
