from __future__ import annotations

import json
import logging
from types import SimpleNamespace

import pytest
from telegram import Update
from telegram.error import NetworkError

from bot.gateway.transport import AiohttpRequest, Patience
from bot.handlers import errors
from bot.handlers.errors import Cooldown, Reports, place_of
from bot.reading.open.decode import decode
from bot.reading.open.errors import PictureError
from bot.replies.errors import Told, report


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1000.0

    monkeypatch.setattr(errors.time, "monotonic", lambda: Clock.now)
    return Clock


def test_the_same_error_is_reported_once_in_a_while_with_how_often_it_was_not(clock):
    cooldown = Cooldown()
    assert [cooldown.repeated("a") for _ in range(4)] == [0, None, None, None]
    clock.now += errors.REPORT_EVERY
    assert cooldown.repeated("a") == 3
    clock.now += errors.REPORT_EVERY
    assert cooldown.repeated("a") == 0


def test_a_bad_day_does_not_flood_the_admins(clock):
    cooldown = Cooldown()
    told = [cooldown.repeated(f"kind {number}") for number in range(100)]
    assert told.count(0) == errors.MOST_KINDS
    clock.now += errors.REPORT_EVERY
    assert cooldown.repeated("kind 99") == 0


def test_old_errors_are_forgotten(clock):
    cooldown = Cooldown()
    for number in range(100):
        cooldown.repeated(f"kind {number}")
        clock.now += errors.FORGET_AFTER / 10
    assert len(cooldown._kinds) <= 12


def test_an_error_is_placed_in_the_bots_own_code_and_its_text_stays_out():
    with pytest.raises(PictureError) as caught:
        decode(b"Ann's picture")
    place = place_of(caught.value)
    assert place.startswith("in bot/reading/")
    assert "line " in place
    assert "Ann" not in place


def test_an_error_from_elsewhere_has_no_place():
    with pytest.raises(ValueError, match="Expecting value") as caught:
        json.loads("Ann")
    error = caught.value.with_traceback(caught.value.__traceback__.tb_next)
    assert place_of(error) == "somewhere"


@pytest.mark.parametrize(
    ("repeated", "words"), [(0, "log has more."), (1, "once since"), (7, "7 times since")]
)
def test_a_report_says_how_often(repeated, words):
    assert words in report("KeyError somewhere", Told.YES, repeated)


async def test_a_proxys_page_stays_out_of_the_log(monkeypatch, caplog):
    async def answer(*_, **__):
        return 502, b"<html>" + b"<p>Bad gateway</p>" * 1000

    monkeypatch.setattr(AiohttpRequest, "do_request", answer)
    with pytest.raises(NetworkError) as caught:
        await AiohttpRequest(1, Patience(1, 1, 1)).post("https://example.org/bot1:x/sendMessage")
    assert "<html>" in str(caught.value)
    caplog.clear()
    with caplog.at_level(logging.INFO):
        reports = Reports(concerns=lambda _: False)
        await reports.on_error(Update(5), SimpleNamespace(error=caught.value))
    (told,) = caplog.records
    assert (told.update, told.why) == (5, "NetworkError")
    assert "<html>" not in str(vars(told))
