from __future__ import annotations

import logging

import pytest
from telegram.error import Conflict, NetworkError

from bot import polling
from bot.polling import PollingWatch

CONFLICT = Conflict("terminated by other getUpdates request")


@pytest.fixture
def watch(caplog):
    caplog.set_level(logging.INFO)
    return PollingWatch()


def test_trouble_is_told_once_and_so_is_its_end(watch, caplog):
    watch.answered(200)
    for _ in range(3):
        watch.failed(NetworkError("x"))
        watch.answered(502)
    watch.answered(200)
    watch.answered(200)
    assert [record.message for record in caplog.records] == [
        "Telegram cannot be reached, trying again: NetworkError",
        "Fetching updates works again",
    ]
    assert not watch.refused.is_set()


def test_two_copies_that_take_turns_are_told_once(watch, caplog, monkeypatch):
    for _ in range(5):
        watch.failed(CONFLICT)
        watch.answered(200)
    told = "Another copy of this bot fetches its updates; waiting until it stops"
    assert [record.message for record in caplog.records] == [told]
    monkeypatch.setattr(polling, "CALM", 0)
    watch.answered(200)
    assert caplog.records[-1].message == "Fetching updates works again"


@pytest.mark.parametrize("status", [401, 404])
def test_a_token_that_is_no_longer_accepted_is_noticed(watch, status):
    watch.answered(status)
    assert watch.refused.is_set()
