from __future__ import annotations

import logging

import pytest
from telegram.error import Conflict, NetworkError, RetryAfter

from bot.gateway import polling
from bot.gateway.polling import PollingWatch, is_refusal, trouble_in
from bot.gateway.retry import seconds_of

CONFLICT = Conflict("terminated by other getUpdates request")


@pytest.fixture
def watch(caplog):
    caplog.set_level(logging.INFO)
    return PollingWatch()


def test_trouble_is_told_once_and_so_is_its_end(watch, caplog):
    watch.answered()
    for _ in range(3):
        watch.failed(NetworkError("a text that may hold the token"))
    watch.answered()
    watch.answered()
    assert [record.message for record in caplog.records] == [
        "Telegram cannot be reached, trying again: NetworkError",
        "Fetching updates works again",
    ]
    assert not watch.refused.is_set()


def test_two_copies_that_take_turns_are_told_once(watch, caplog, monkeypatch):
    for _ in range(5):
        watch.failed(CONFLICT)
        watch.answered()
    told = "Another copy of this bot fetches its updates; waiting until it stops"
    assert [record.message for record in caplog.records] == [told]
    monkeypatch.setattr(polling, "CALM", 0)
    watch.answered()
    assert caplog.records[-1].message == "Fetching updates works again"


GONE = b'{"ok":false,"error_code":404,"description":"Not Found"}'
FLOOD = b'{"ok":false,"error_code":429,"parameters":{"retry_after":7}}'
WRONG = b'{"ok":false,"error_code":400,"description":"Bad Request"}'
PAGE = b"<html>log in to this network</html>"


@pytest.mark.parametrize(
    ("status", "payload", "kind"),
    [
        (200, b'{"ok":true,"result":[]}', None),
        (400, WRONG, None),
        (200, PAGE, NetworkError),
        (200, b'{"ok":true,"res', NetworkError),
        (400, PAGE, NetworkError),
        (404, PAGE, NetworkError),
        (404, GONE, NetworkError),
        (502, b"", NetworkError),
        (500, WRONG, NetworkError),
        (409, PAGE, Conflict),
        (429, FLOOD, RetryAfter),
        (429, PAGE, RetryAfter),
    ],
)
def test_what_is_asked_again(status, payload, kind):
    trouble = trouble_in(status, payload)
    assert (trouble is None) if kind is None else (type(trouble) is kind)
    if payload == FLOOD:
        assert seconds_of(trouble) == 7


@pytest.mark.parametrize(
    ("status", "payload", "refused"),
    [
        (401, GONE, True),
        (404, GONE, True),
        (404, PAGE, False),
        (401, b"", False),
        (403, GONE, False),
    ],
)
def test_only_telegram_can_refuse_the_token(status, payload, refused):
    assert is_refusal(status, payload) is refused
