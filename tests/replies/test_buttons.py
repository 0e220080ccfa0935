from __future__ import annotations

import pytest
from telegram.constants import CallbackQueryLimit

from bot.replies import corrections
from bot.replies.buttons import under_reading, what_is_it, which_digit, without_show_how
from bot.replies.presses import Answer, is_genuine, press_in
from bot.signing import Keys
from bot.storage import faults
from bot.storage.correction_values import NOT_A_DIGIT, Kept

KEYS = Keys(b"a secret of the operator")
MOST = CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
LONG = "\n".join("0123456789" * 4 for _ in range(10))


def answer(text: str = "407", **more) -> Answer:
    return Answer(chat=-1001234567890, picture=2**31, owner=2**52, text=text, **more)


def buttons(markup):
    return [button for row in markup.inline_keyboard for button in row]


@pytest.mark.parametrize("text", ["7", "407", "40\n7", LONG])
def test_whatever_is_asked_telegram_takes_it(text):
    asked = answer(text, given={0: NOT_A_DIGIT})
    last = len(asked.digits) - 1
    for markup in (
        under_reading(KEYS, asked),
        *(which_digit(KEYS, asked, first) for first in range(0, last + 1, 40)),
        what_is_it(KEYS, asked, last),
    ):
        found = buttons(markup)
        assert 0 < len(found) <= 100
        assert all(len(row) <= 8 for row in markup.inline_keyboard)
        assert all(1 <= len(b.callback_data.encode()) <= 64 for b in found)


def test_a_long_number_is_turned_page_by_page_and_every_digit_can_be_reached():
    asked, first, places = answer(LONG), 0, []
    while True:
        presses = {
            b.text: press_in(b.callback_data) for b in buttons(which_digit(KEYS, asked, first))
        }
        found = [press_in(b.callback_data) for b in buttons(which_digit(KEYS, asked, first))]
        places += [p.place for p in found if p.what == "digit"]
        if "▶" not in presses:
            break
        first = presses["▶"].place
    assert places == list(range(400))
    back = next(b for b in buttons(which_digit(KEYS, asked, first)) if b.text == "◀")
    assert press_in(back.callback_data).place == first - 40


def test_a_button_counts_for_its_own_answer_only():
    (button, *_) = buttons(under_reading(KEYS, answer()))
    press = press_in(button.callback_data)
    assert is_genuine(KEYS, answer(), press)
    others = [
        answer("408"),
        Answer(-1001234567890, 2**31, 5, "407"),
        Answer(-1001234567890, 2**31 + 1, 2**52, "407"),
        Answer(5, 2**31, 2**52, "407"),
    ]
    assert not any(is_genuine(KEYS, other, press) for other in others)
    assert not is_genuine(Keys(b"another secret"), answer(), press)


@pytest.mark.parametrize(
    "data", ["", "how", "fix:", "fix:is:0:1", "fix:is:0:1:XYZ", "fix:is:0:1:0123456789\n"]
)
def test_what_is_no_press_is_none(data):
    assert press_in(data) is None


def test_what_was_read_is_no_choice_for_what_it_is():
    texts = [b.text for b in buttons(what_is_it(KEYS, answer("40\n7"), 2))]
    assert texts == ["The 3rd digit, 7: what is it?", *"012345689", "Not a digit", "Cancel"]
    texts = [b.text for b in buttons(what_is_it(KEYS, answer("40\n7"), 2, corrected=True))]
    assert texts[1:11] == list("0123456789")


def test_show_how_goes_and_the_rest_stays():
    markup = without_show_how(under_reading(KEYS, answer()))
    assert [b.text for b in buttons(markup)] == ["✓ Right", "✗ Wrong"]
    refused = without_show_how(under_reading(KEYS, answer("")))
    assert [b.text for b in buttons(refused)] == [corrections.IS_NUMBER]
    assert without_show_how(None) is None


def test_what_is_shown_over_the_chat_fits():
    texts = [
        corrections.noted(8, actual, kept, trusted=trusted)
        for actual in (8, NOT_A_DIGIT)
        for kept in Kept
        for trusted in (True, False)
    ]
    texts += [v for v in vars(corrections).values() if isinstance(v, str) and " " in v]
    texts += [v for n, v in vars(faults).items() if n.isupper() and isinstance(v, str)]
    assert len(texts) > 20
    assert all(len(text) <= MOST for text in texts if text != corrections.__doc__)


def test_people_are_hashed_apart_and_never_shown():
    assert KEYS.user(7) != Keys(b"other").user(7)
    assert KEYS.user(7) != KEYS.user(8)
    assert KEYS.answer(1, 23, "f", "7", 4) != KEYS.answer(12, 3, "f", "7", 4)
    assert KEYS.answer(1, 23, "f", "7", 4) != KEYS.answer(1, 23, "f", "71", 4)
    assert len(KEYS.user(7)) == 64
