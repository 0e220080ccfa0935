"""Updates that Telegram brings instead of the bot fetching them."""

from __future__ import annotations

import socket

import httpx
import pytest
from pydantic import HttpUrl
from reading.scenes import draw, encoded


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
async def address(telegram, run_bot, port):
    address = f"http://127.0.0.1:{port}"
    changes = {"webhook_host": "127.0.0.1", "port": port, "webhook_url": HttpUrl(f"{address}/hook")}
    async with run_bot(**changes):
        await telegram.wait_for(lambda c: any(x.method == "setWebhook" and x.status for x in c))
        yield address


async def test_a_photo_comes_by_webhook(address, telegram, ann):
    photo = await ann.send_photo(encoded(draw("407")))
    assert (await ann.answer_to(photo))["text"].startswith("407\n")
    assert telegram.made("getUpdates") == []


async def test_only_who_knows_the_secret_is_heard(address, telegram):
    async with httpx.AsyncClient() as stranger:
        update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "text": "/start"}}
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}):
            answer = await stranger.post(f"{address}/hook", json=update, headers=headers)
            assert answer.status_code == 403
        secret = telegram.made("setWebhook")[0].values["secret_token"]
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        for body in (b"{", b"[1, 2]", b'{"message": 5}'):
            answer = await stranger.post(f"{address}/hook", content=body, headers=headers)
            assert answer.status_code == 200, "or Telegram would bring it again and again"
        assert (await stranger.get(f"{address}/healthz")).text == "alive\n"
        assert (await stranger.get(f"{address}/hook")).status_code == 405
    assert telegram.made("sendMessage") == []


async def test_the_webhook_outlives_the_bot_and_polling_takes_it_away(telegram, run_bot, port, ann):
    changes = {"webhook_host": "127.0.0.1", "port": port}
    changes["webhook_url"] = HttpUrl(f"http://127.0.0.1:{port}/hook")
    async with run_bot(**changes):
        await telegram.wait_for(lambda c: any(x.method == "setWebhook" and x.status for x in c))
    assert telegram.made("deleteWebhook") == []
    photo = await ann.send_photo(encoded(draw("7")))
    async with run_bot():
        assert (await ann.answer_to(photo))["text"].startswith("7\n")
