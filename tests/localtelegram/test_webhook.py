"""Updates that are delivered to the bot's own address."""

from __future__ import annotations

import asyncio

import pytest
import pytest_asyncio
from aiohttp import web
from receiver import receiving
from telegram.error import BadRequest, Conflict

SECRET = "not-so-secret"


class Receiver:
    """A bot's web server, that fails as often as it is told to."""

    def __init__(self) -> None:
        self.failures = 0
        self.received: list[tuple[str | None, dict]] = []
        self.came = asyncio.Event()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        if self.failures:
            self.failures -= 1
            return web.Response(status=500)
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.received.append((secret, await request.json()))
        self.came.set()
        return web.Response()

    async def texts(self, count: int) -> list[str]:
        async with asyncio.timeout(30):
            while len(self.received) < count:
                self.came.clear()
                await self.came.wait()
        return [update["message"]["text"] for _, update in self.received]


@pytest_asyncio.fixture
async def receiver():
    taking = Receiver()
    async with receiving("/hook", taking.take) as place:
        taking.url = f"http://{place}/hook"
        yield taking


async def test_updates_come_in_order_with_the_secret(bot, ann, receiver):
    await ann.send_text("before")
    await bot.set_webhook(receiver.url, secret_token=SECRET)
    for number in range(20):
        await ann.send_text(str(number))
    assert await receiver.texts(21) == ["before", *map(str, range(20))]
    assert {secret for secret, _ in receiver.received} == {SECRET}


async def test_order_is_kept_when_a_delivery_fails(bot, ann, receiver):
    receiver.failures = 1
    await bot.set_webhook(receiver.url)
    for number in range(5):
        await ann.send_text(str(number))
    assert await receiver.texts(5) == ["0", "1", "2", "3", "4"]


async def test_a_failed_delivery_is_tried_again_and_told(bot, ann, receiver):
    receiver.failures = 2
    await bot.set_webhook(receiver.url)
    await ann.send_text("7")
    assert await receiver.texts(1) == ["7"]
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == (receiver.url, 0)
    assert "500" in info.last_error_message


async def test_polling_and_webhook_exclude_each_other(bot, server, ann, receiver):
    polling = asyncio.create_task(bot.get_updates(timeout=20))
    await server.wait_for(lambda calls: any(call.method == "getUpdates" for call in calls))
    await bot.set_webhook(receiver.url)
    with pytest.raises(Conflict, match="terminated by setWebhook"):
        await polling
    with pytest.raises(Conflict, match="while webhook is active"):
        await bot.get_updates()
    receiver.failures = 1_000
    await ann.send_text("7")
    async with asyncio.timeout(30):
        while receiver.failures == 1_000:  # noqa: ASYNC110 - until it is tried
            await asyncio.sleep(0.01)
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook()
    assert [update.message.text for update in await bot.get_updates()] == ["7"]


async def test_pending_updates_can_be_dropped(bot, ann, receiver):
    await ann.send_text("old")
    await bot.set_webhook(receiver.url, drop_pending_updates=True, allowed_updates=["message"])
    await ann.send_text("new")
    assert await receiver.texts(1) == ["new"]
    assert (await bot.get_webhook_info()).allowed_updates == ("message",)


@pytest.mark.parametrize(
    ("url", "extra", "why"),
    [
        ("nonsense", {}, "Bad webhook"),
        ("https://a.b", {"secret_token": "no spaces"}, "unallowed characters"),
        ("https://a.b", {"max_connections": 101}, "between 1 and 100"),
    ],
)
async def test_webhooks_that_telegram_refuses(bot, url, extra, why):
    with pytest.raises(BadRequest, match=why):
        await bot.set_webhook(url, **extra)
