from __future__ import annotations

import asyncio

import aiohttp
import pytest
from telegram.error import (
    BadRequest,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.gateway import retry
from bot.gateway.retry import OUTAGE, may_repeat, next_pause, patiently, until_reached
from bot.gateway.transport import NotSent


def caused(error, cause):
    error.__cause__ = cause
    return error


REFUSED = caused(NotSent("refused"), ConnectionRefusedError())
NO_CONNECTION = caused(NotSent("slow"), aiohttp.ConnectionTimeoutError())
NO_ANSWER = caused(TimedOut(), aiohttp.SocketTimeoutError())
CUT_OFF = caused(NetworkError("x"), aiohttp.ServerDisconnectedError())
FAILED = NetworkError("Bad Gateway")
FAILED_IN_HTML = caused(NetworkError("Bad Gateway"), TelegramError("Invalid server response"))


@pytest.mark.parametrize("error", [REFUSED, NO_CONNECTION, FAILED, FAILED_IN_HTML])
def test_what_never_arrived_may_be_sent_again(error):
    assert may_repeat("sendMessage", error)
    assert may_repeat("getFile", error)


@pytest.mark.parametrize("error", [NO_ANSWER, CUT_OFF])
def test_a_send_that_may_have_arrived_is_not_repeated(error):
    assert not may_repeat("sendMessage", error)
    assert not may_repeat("sendPhoto", error)
    assert may_repeat("getFile", error)
    assert may_repeat("editMessageText", error)


def test_a_refusal_is_final():
    assert not may_repeat("getFile", BadRequest("wrong file_id"))


@pytest.mark.parametrize("tries", [1, 4, 50])
@pytest.mark.parametrize(
    ("method", "error"),
    [
        ("sendMessage", REFUSED),
        ("sendMessage", FAILED_IN_HTML),
        ("sendMessage", RetryAfter(30)),
        ("editMessageText", NO_CONNECTION),
        ("getFile", REFUSED),
        ("download", REFUSED),
    ],
)
def test_while_nobody_can_be_told_an_answer_waits(method, error, tries):
    assert next_pause(method, error, tries, 0.0) is not None
    assert next_pause(method, error, tries, OUTAGE) is None


@pytest.mark.parametrize(
    ("method", "error", "most"),
    [
        ("getFile", FAILED, 3),
        ("download", NO_ANSWER, 3),
        ("getMe", REFUSED, 3),
        ("answerCallbackQuery", REFUSED, 3),
        ("sendChatAction", REFUSED, 0),
        ("sendChatAction", RetryAfter(1), 0),
        ("sendMessage", NO_ANSWER, 0),
    ],
)
def test_patience_where_it_helps_nobody(method, error, most):
    tried = [tries for tries in range(1, 9) if next_pause(method, error, tries, 0.0) is not None]
    assert tried == list(range(1, most + 1))


async def test_telegram_says_how_long_to_wait():
    assert next_pause("sendMessage", RetryAfter(30), 1, 0.0) == pytest.approx(30.1)
    assert next_pause("sendMessage", RetryAfter(OUTAGE), 1, 0.0) is None


async def test_patience_ends(monkeypatch):
    monkeypatch.setattr(retry, "PAUSES", (0, 0))
    tries = []

    async def fail():
        tries.append(1)
        raise NO_ANSWER

    with pytest.raises(TimedOut):
        await patiently(fail, "getFile")
    assert len(tries) == 3


async def test_patience_is_rewarded(monkeypatch):
    monkeypatch.setattr(retry, "PAUSES", (0, 0))
    outcomes = [REFUSED, FAILED]

    async def act():
        if outcomes:
            raise outcomes.pop()
        return "done"

    assert await patiently(act, "sendMessage") == "done"


async def test_a_start_without_network_waits(monkeypatch):
    pauses, errors = [], [REFUSED] * 8
    sleep = asyncio.sleep

    async def note(seconds):
        pauses.append(seconds)
        await sleep(0)

    monkeypatch.setattr(asyncio, "sleep", note)

    async def reach():
        if errors:
            raise errors.pop()

    await until_reached(reach)
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]


async def test_at_the_start_only_telegram_can_refuse_the_token(monkeypatch):
    sleep = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda _: sleep(0))
    page = caused(InvalidToken("Not Found (404)"), TelegramError("Invalid server response"))
    refused = caused(InvalidToken("The token was rejected"), InvalidToken("Not Found"))
    errors = [refused, caused(InvalidToken("The token was rejected"), page), page]

    async def reach():
        raise errors.pop()

    with pytest.raises(InvalidToken) as caught:
        await until_reached(reach)
    assert caught.value is refused
    assert errors == []
