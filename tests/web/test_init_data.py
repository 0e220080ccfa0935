"""Who opened the page: only what Telegram signed, for this bot, not long ago."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegramapp import signed as signed_with

from bot.web.init_data import MOST_SECONDS, SKEW_SECONDS, Forged, Stale, session_in

TOKEN = "1000000001:" + "t" * 35
NOW = 1_800_000_000
FIELDS = {
    "query_id": "AAF",
    "user": json.dumps({"id": 7, "first_name": "Ann & Ünal", "language_code": "de"}),
    "auth_date": str(NOW),
    "signature": "c2lnbmF0dXJl",
}


def signed(fields, token=TOKEN):
    return signed_with(fields, token)


def test_whom_telegram_names_is_who_drew():
    assert session_in(urlencode(signed(FIELDS)), TOKEN, NOW).person == 7


def test_a_session_is_the_same_however_it_is_written():
    fields = signed(FIELDS)
    other = urlencode(dict(reversed(fields.items())), quote_via=quote)
    assert other != urlencode(fields)
    written = session_in(other, TOKEN, NOW)
    assert written == session_in(urlencode(fields), TOKEN, NOW)


@given(st.sampled_from([*FIELDS, "hash"]), st.text(max_size=20))
def test_any_changed_field_is_refused(name, value):
    whole = signed(FIELDS)
    changed = whole | {name: value}
    if changed != whole:
        with pytest.raises(Forged):
            session_in(urlencode(changed), TOKEN, NOW)


@given(st.sampled_from([*FIELDS, "hash"]))
def test_any_missing_field_is_refused(name):
    less = {key: value for key, value in signed(FIELDS).items() if key != name}
    with pytest.raises(Forged):
        session_in(urlencode(less), TOKEN, NOW)


@pytest.mark.parametrize("text", ["", "hash", "hash=%ff", "a=1&" * 40, "\N{SNOWMAN}", "a=\udcff"])
def test_what_is_no_session_is_refused(text):
    with pytest.raises(Forged):
        session_in(text, TOKEN, NOW)


def test_a_field_twice_another_bots_session_and_nobodys_are_refused():
    whole = urlencode(signed(FIELDS))
    nobody = signed({name: FIELDS[name] for name in FIELDS if name != "user"})
    other = urlencode(signed(FIELDS, TOKEN.replace("t", "u")))
    for text in (f"{whole}&query_id=AAF", other, urlencode(nobody)):
        with pytest.raises(Forged):
            session_in(text, TOKEN, NOW)


@pytest.mark.parametrize("age", [MOST_SECONDS + 1, -SKEW_SECONDS - 1])
def test_a_session_too_old_or_from_the_future_is_stale(age):
    with pytest.raises(Stale):
        session_in(urlencode(signed(FIELDS)), TOKEN, NOW + age)
    assert session_in(urlencode(signed(FIELDS)), TOKEN, NOW + MOST_SECONDS).person == 7
