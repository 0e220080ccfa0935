from __future__ import annotations

import asyncio

import httpx
import pytest
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from bot import network
from bot.network import may_repeat, patiently, until_reached


def caused(error, cause):
    error.__cause__ = cause
    return error


REFUSED = caused(NetworkError("x"), httpx.ConnectError("refused"))
NO_CONNECTION = caused(TimedOut(), httpx.ConnectTimeout("slow"))
NO_ANSWER = caused(TimedOut(), httpx.ReadTimeout("slow"))
CUT_OFF = caused(NetworkError("x"), httpx.ReadError("reset"))
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


async def test_patience_ends(monkeypatch):
    monkeypatch.setattr(network, "PAUSES", (0, 0))
    tries = []

    async def fail():
        tries.append(1)
        raise NO_ANSWER

    with pytest.raises(TimedOut):
        await patiently(fail, "getFile")
    assert len(tries) == 3


async def test_patience_is_rewarded(monkeypatch):
    monkeypatch.setattr(network, "PAUSES", (0, 0))
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
