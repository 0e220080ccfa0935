"""Updates that Telegram brings instead of the bot fetching them."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import HttpUrl, SecretStr
from reading.scenes import draw, encoded

from benchmarks.fault_kinds import Hang, Refuse
from bot.gateway import update_queue
from bot.settings import SettingsError
from localtelegram.errors import bad_request
from localtelegram.server import DOWNLOAD


@pytest.fixture
def served(telegram, run_bot, webhook_address):
    """Runs the bot with a webhook while its block runs, and gives its address."""

    @contextlib.asynccontextmanager
    async def serve(**changes):
        async with run_bot(**(webhook_address | changes)):
            await telegram.wait_for(lambda c: any(x.method == "setWebhook" and x.status for x in c))
            yield f"http://127.0.0.1:{webhook_address['port']}"

    return serve


@pytest.fixture
async def address(served):
    async with served() as address:
        yield address


async def test_a_photo_comes_by_webhook(address, telegram, ann):
    photo = await ann.send_photo(encoded(draw("407")))
    assert (await ann.answer_to(photo))["text"].startswith("407\n")
    assert telegram.made("getUpdates") == []


async def test_the_path_of_the_webhook_may_have_any_letters(served, webhook_address, ann):
    url = HttpUrl(f"http://127.0.0.1:{webhook_address['port']}/бот")
    async with served(webhook_url=url):
        assert "/id" in (await ann.answer_to(await ann.send_text("/help")))["text"]


async def test_only_who_knows_the_secret_is_heard(address, telegram):
    async with httpx.AsyncClient() as stranger:
        update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "text": "/start"}}
        for guess in (None, b"guess", b"\xff\xfe"):
            headers = {} if guess is None else {b"X-Telegram-Bot-Api-Secret-Token": guess}
            answer = await stranger.post(f"{address}/hook", json=update, headers=headers)
            assert answer.status_code == 403
        assert telegram.made("sendMessage") == []
        secret = telegram.made("setWebhook")[0].values["secret_token"]
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        for body in (b"{", b"[1, 2]", b'{"message": 5}'):
            answer = await stranger.post(f"{address}/hook", content=body, headers=headers)
            assert answer.status_code == 200, "or Telegram would bring it again and again"
        assert (await stranger.get(f"{address}/healthz")).text == "alive\n"
        assert (await stranger.get(f"{address}/hook")).status_code == 405
    told = [call.values["text"] for call in telegram.made("sendMessage")]
    assert all("I could not understand an update" in text for text in told), "admins alone are told"


async def test_an_update_that_is_brought_twice_is_worked_on_once(address, telegram, ann):
    update_id = 1_000_000_000
    text = {"message_id": 5, "date": 1, "chat": {"id": ann.id, "type": "private"}, "text": "hello"}
    secret = telegram.made("setWebhook")[0].values["secret_token"]
    async with httpx.AsyncClient() as again:
        for number in (0, 0, 1, 0, 1):
            answer = await again.post(
                f"{address}/hook",
                json={"update_id": update_id + number, "message": text | {"from": ann.info}},
                headers={"X-Telegram-Bot-Api-Secret-Token": secret},
            )
            assert answer.status_code == 200
    await telegram.wait_for(lambda c: sum(x.method == "sendMessage" and x.status for x in c) > 1)
    await asyncio.sleep(0.3)
    assert len(telegram.made("sendMessage")) == 2


async def test_the_webhook_outlives_the_bot_and_polling_takes_it_away(
    telegram, run_bot, served, ann
):
    async with served():
        pass
    assert telegram.made("deleteWebhook") == []
    photo = await ann.send_photo(encoded(draw("7")))
    async with run_bot():
        assert (await ann.answer_to(photo))["text"].startswith("7\n")
    assert telegram.made("deleteWebhook")[0].values["drop_pending_updates"] == "false"


async def ready_at(address):
    async with httpx.AsyncClient() as asker:
        answer = await asker.get(f"{address}/readyz")
    return answer.status_code, answer.json()


async def eventually(condition, within=10):
    async with asyncio.timeout(within):
        while not (found := await condition()):  # noqa: ASYNC110 - over HTTP there is only asking
            await asyncio.sleep(0.05)
    return found


async def test_it_tells_that_it_is_ready_and_when_it_was_last_used(address, ann):
    async def answers():
        status, told = await ready_at(address)
        return status == 200 and told

    told = await eventually(answers)
    assert told["ready"] is True
    assert (told["model"], told["database"], told["work"]) == ("ok", "ok", "ok")
    assert told["seconds_since_last_update"] is None
    await ann.answer_to(await ann.send_photo(encoded(draw("7"))))
    _, told = await ready_at(address)
    assert 0 <= told["seconds_since_last_update"] < 100


async def test_without_its_database_it_is_alive_but_not_ready_and_says_why(served, ann, tmp_path):
    absent = SecretStr(f"sqlite:///{tmp_path / 'no folder' / 'bot.sqlite3'}")
    (tmp_path / "no folder").write_text("in the way")
    async with served(database_url=absent) as address, httpx.AsyncClient() as asker:
        status, told = await ready_at(address)
        assert status == 503
        assert told["ready"] is False
        assert told["model"] == "ok"
        assert re.fullmatch(r"[A-Z].+\.", told["database"])
        assert (await asker.get(f"{address}/healthz")).status_code == 200
        photo = await ann.send_photo(encoded(draw("7")))
        assert (await ann.answer_to(photo))["text"].startswith("7\n")


async def test_it_is_not_ready_while_nothing_moves(served, telegram, ann, monkeypatch):
    monkeypatch.setattr(update_queue, "PATIENCE", 0.1)
    telegram.faults.add(DOWNLOAD, Hang(2))
    async with served(queue_limit=1) as address:
        photo = await ann.send_photo(encoded(draw("7")))

        async def stuck():
            status, told = await ready_at(address)
            return status == 503 and told["work"] != "ok"

        assert await eventually(stuck)
        assert (await ann.answer_to(photo))["text"].startswith("7\n")

        async def ready_again():
            _, told = await ready_at(address)
            return told["work"] == "ok"

        assert await eventually(ready_again)


async def test_there_are_no_figures_where_nobody_wants_them(address):
    async with httpx.AsyncClient() as asker:
        assert (await asker.get(f"{address}/metrics")).status_code == 404


async def test_prometheus_reads_what_has_happened(served, ann, telegram):
    async with served(metrics=True, rate_per_user=2) as address, httpx.AsyncClient() as asker:
        await ann.answer_to(await ann.send_photo(encoded(draw("7"))))
        await ann.answer_to(await ann.send_document(b"no picture", "a.png", "image/png"))
        await ann.answer_to(await ann.send_text("hello"))
        answer = await asker.get(f"{address}/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    samples = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    assert samples["digits_updates_total",] == 3
    assert samples["digits_pictures_total", "read"] == 1
    assert samples["digits_pictures_total", "unreadable"] == 1
    assert samples["digits_turned_away_total", "person_too_fast"] == 1
    assert samples["digits_errors_total",] == 0
    for stage in ("fetch", "read", "reply"):
        assert samples["digits_stage_seconds_count", stage] == 1
        assert samples["digits_stage_seconds_bucket", "+Inf", stage] == 1
        assert 0 < samples["digits_stage_seconds_sum", stage] < 100
    assert samples["digits_memory_bytes",] > 2**20
    (version,) = [key[1] for key in samples if key[0] == "digits_model_info"]
    assert version
    assert "Ann" not in answer.text


async def test_a_port_that_is_taken_is_said_in_words(run_bot, webhook_address):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", webhook_address["port"]))
        taken.listen()
        running = run_bot(**webhook_address)
        with pytest.raises(SettingsError, match=f"PORT {webhook_address['port']}"):
            async with running:
                await running.task


@pytest.mark.parametrize("host", ["203.0.113.7", "nowhere.invalid"])
async def test_a_host_that_is_not_here_is_said_in_words(run_bot, webhook_address, host):
    running = run_bot(**webhook_address | {"webhook_host": host})
    with pytest.raises(SettingsError, match=f"WEBHOOK_HOST {host}"):
        async with running:
            await running.task


async def test_an_address_that_telegram_refuses_is_said_in_words(
    telegram, run_bot, webhook_address
):
    refused = Refuse(bad_request("bad webhook: Failed to resolve host"))
    telegram.faults.add("setWebhook", refused, times=None)
    running = run_bot(**webhook_address)
    with pytest.raises(SettingsError, match=r"WEBHOOK_URL: .*resolve host"):
        async with running:
            await running.task
