"""Deploys and restarts, with real processes: nothing is lost, nothing is answered twice."""

from __future__ import annotations

import asyncio
import gc
import io
import resource
import shlex
import time

import aiohttp
import psutil
import pytest
from pdf.pdffiles import book
from PIL import Image
from reading.scenes import draw, encoded
from telegram import Bot

from benchmarks.fault_kinds import Hang
from bot.gateway.polling import PollingRequest, PollingWatch
from bot.gateway.update_queue import UpdateQueue
from bot.serve import serve
from localtelegram.server import DOWNLOAD

from .processes import ROOT, BotProcess

SEVEN = encoded(draw("7"))
PHOTOS = 40


def processor_time(usage):
    return usage.ru_utime + usage.ru_stime


def answers_to(telegram, photos):
    """How many answers each photo has."""
    counts = {(photo["chat"]["id"], photo["message_id"]): 0 for photo in photos}
    for chat in {chat for chat, _ in counts}:
        for message in telegram.world.chats[chat].messages.values():
            replied = message.get("reply_to_message", {}).get("message_id")
            if message["from"]["is_bot"] and (chat, replied) in counts:
                counts[chat, replied] += 1
    return list(counts.values())


async def all_answered(telegram, photos):
    await telegram.wait_for(lambda _: min(answers_to(telegram, photos)) > 0, within=60)


async def crowd(telegram, count):
    """Photos of that many people."""
    people = [telegram.user(100 + number, "Somebody") for number in range(count)]
    return [await person.send_photo(SEVEN) for person in people]


async def first_poll(telegram, within=60):
    await telegram.wait_for(lambda c: any(x.method == "getUpdates" for x in c), within=within)


@pytest.fixture
def as_web(webhook_address):
    """The environment of a process behind a webhook."""
    return {name.upper(): str(value) for name, value in webhook_address.items()}


@pytest.mark.parametrize(("signals", "over_webhook"), [(1, False), (2, False), (2, True)])
async def test_a_restart_in_the_middle_loses_nothing_and_doubles_nothing(
    telegram, tmp_path, signals, over_webhook, as_web
):
    photos = await crowd(telegram, PHOTOS)
    children = processor_time(resource.getrusage(resource.RUSAGE_CHILDREN))
    settings = {"MESSAGES_PER_SECOND": "1000", "SHUTDOWN_SECONDS": "50"}
    settings |= as_web if over_webhook else {}
    async with BotProcess(telegram, tmp_path, **settings) as first:
        await telegram.wait_for(
            lambda calls: any(call.method == "sendMessage" for call in calls), within=60
        )
        photos += await crowd(telegram, 5)
        before = sum(psutil.Process(first.process.pid).cpu_times()[:2])
        for _ in range(signals):
            first.terminate()
        assert await first.ended() == 0, first.err
    # Processor time: how long it takes by the clock depends on what else runs here. Against that of
    # the start, two seconds at most where it is slow: the smallest platforms give five to end in.
    used = processor_time(resource.getrusage(resource.RUSAGE_CHILDREN)) - children - before
    assert used < 2.5 * before
    assert first.records("stopped before") == []
    photos += await crowd(telegram, 5)
    async with BotProcess(telegram, tmp_path, **settings) as second:
        await all_answered(telegram, photos)
        assert await second.stop() == 0, second.err
    assert answers_to(telegram, photos) == [1] * len(photos)


async def test_what_does_not_end_is_not_waited_for_beyond_the_limit(telegram, tmp_path, ann):
    rule = telegram.faults.add(DOWNLOAD, Hang())
    async with BotProcess(telegram, tmp_path, SHUTDOWN_SECONDS="0.5") as bot:
        await ann.send_photo(SEVEN)
        await telegram.wait_for(lambda _: rule.struck == 1, within=60)
        began = time.monotonic()
        assert await bot.stop() == 0, bot.err
        assert 0.5 <= time.monotonic() - began < 30, "the download hangs for an hour"
    (told,) = bot.records("stopped before everything was answered")
    assert told["unanswered"] == 1


def pages_as(kind):
    """A file of twenty pages, full of numbers, which take a second each."""
    lines = [
        " ".join(str(1000 - 7 * (row + 16 * place)) for place in range(7)) for row in range(16)
    ]
    page = draw("\n".join(lines))
    if kind == "pdf":
        return book([page] * 20)
    file, image = io.BytesIO(), Image.fromarray(page)
    image.save(file, "TIFF", save_all=True, append_images=[image] * 19, compression="tiff_lzw")
    return file.getvalue()


@pytest.mark.parametrize("kind", ["pdf", "tiff"])
async def test_many_pages_are_not_read_to_the_end_beyond_the_limit(telegram, tmp_path, ann, kind):
    async with BotProcess(telegram, tmp_path, SHUTDOWN_SECONDS="0.5") as bot:
        await ann.send_document(pages_as(kind), f"scan.{kind}")
        await telegram.wait_for(lambda _: telegram.made(DOWNLOAD), within=60)
        await asyncio.sleep(2)
        began = time.monotonic()
        assert await bot.stop() == 0, bot.err
        assert time.monotonic() - began < 10, "reading goes on for twenty seconds"
    (told,) = bot.records("stopped before everything was answered")
    assert told["unanswered"] == 1


async def test_told_to_stop_while_it_greets_telegram_it_leaves_nothing_open(telegram, settings):
    rule, stop = telegram.faults.add("getMe", Hang()), asyncio.Event()
    serving = asyncio.create_task(serve(settings, stop))
    await telegram.wait_for(lambda _: rule.struck == 1, within=60)
    stop.set()
    await serving
    sessions = [it for it in gc.get_objects() if isinstance(it, aiohttp.ClientSession)]
    assert [session for session in sessions if not session.closed] == []


async def test_what_comes_as_the_bot_stops_is_left_for_the_next(telegram, ann):
    update_queue = UpdateQueue(100)
    request = PollingRequest(PollingWatch(), update_queue, hear=lambda _: None)
    address = telegram.token, f"{telegram.url}/bot"
    async with Bot(*address, get_updates_request=request) as old, Bot(*address) as new:
        fetching = asyncio.create_task(old.get_updates(timeout=20))
        await first_poll(telegram)
        update_queue.close()
        await ann.send_text("hello")
        assert await fetching == ()
        (kept,) = await new.get_updates()
    assert kept.message.text == "hello"


async def test_of_two_processes_one_waits_and_takes_over_by_itself(telegram, tmp_path):
    async with BotProcess(telegram, tmp_path) as old:
        await first_poll(telegram)
        photos = await crowd(telegram, 3)
        async with BotProcess(telegram, tmp_path) as new:
            await telegram.wait_for(
                lambda calls: sum(x.method == "getUpdates" and x.status == 409 for x in calls) > 3,
                within=60,
            )
            photos += await crowd(telegram, 6)
            assert await old.stop() == 0, old.err
            photos += await crowd(telegram, 9)
            await all_answered(telegram, photos)
            assert await new.stop() == 0, new.err
    assert answers_to(telegram, photos) == [1] * len(photos)
    for bot in (old, new):
        assert len(bot.records("Another copy of this bot")) <= 1
        assert bot.records("Fetching updates works again") == []
        assert all(record["level"] in {"INFO", "WARNING"} for record in bot.records()), bot.err
    assert old.records("Another copy") + new.records("Another copy")


@pytest.mark.parametrize("line", (ROOT / "Procfile").read_text().splitlines())
async def test_each_line_of_the_procfile_runs_as_it_is(telegram, tmp_path, line, as_web):
    name, _, command = line.partition(": ")
    if name == "trainer":
        pytest.skip("the trainer has tests of its own")
    python, *arguments = shlex.split(command)
    assert (python, arguments[:2]) == ("python", ["-m", "bot"])
    environment = as_web if name == "web" else {}
    sign = "setWebhook" if name == "web" else "getUpdates"
    async with BotProcess(telegram, tmp_path, *arguments[2:], **environment) as bot:
        await telegram.wait_for(lambda calls: any(x.method == sign for x in calls), within=60)
        assert await bot.stop() == 0, bot.err


async def test_a_web_process_never_polls(telegram, tmp_path):
    async with BotProcess(telegram, tmp_path, "web") as bot:
        assert await bot.ended() == 2
    assert b"WEBHOOK_URL is not set" in bot.err
    assert list(telegram.calls) == []


async def test_a_heartbeat_tells_how_the_bot_is(telegram, tmp_path, ann):
    async with BotProcess(telegram, tmp_path, HEARTBEAT_MINUTES="0.005") as bot:
        await ann.answer_to(await ann.send_photo(SEVEN), within=60)
        await ann.answer_to(await ann.send_document(b"none", "ann.png", "image/png"))
        await bot.logs("alive", 2)
        async with asyncio.timeout(60):  # the last update is done with in the beat after it
            while (
                sum(beat["updates"] for beat in bot.records("alive")) < 2
                or bot.records("alive")[-1]["queue"]
            ):
                await bot.logs("alive", len(bot.records("alive")) + 1)
        assert await bot.stop() == 0, bot.err
    beats = bot.records("alive")
    assert len(beats) >= 2
    assert sum(beat["updates"] for beat in beats) == 2
    assert sum(beat["read"] for beat in beats) == 1
    assert sum(beat["unreadable"] for beat in beats) == 1
    last = beats[-1]
    assert (last["errors"], last["turned_away"], last["queue"]) == (0, 0, 0)
    assert 20 < last["memory_mb"] < 400
    assert last["last_update_s"] >= 0
    assert {"longest_wait_ms", "loop_lag_ms", "uptime_s"} <= last.keys()
    assert b"ann" not in bot.err.lower()


async def test_at_any_level_no_log_says_who_sent_what(telegram, tmp_path):
    person = telegram.user(4711, "Annabella")
    async with BotProcess(telegram, tmp_path, LOG_LEVEL="DEBUG", LOG_FORMAT="human") as bot:
        photo = await person.send_photo(SEVEN, caption="Marmaduke's number")
        answer = await person.answer_to(photo, within=60)
        press = await person.press(answer, "Show how")
        await asyncio.wait_for(press.answer, 20)
        telegram.faults.add(DOWNLOAD, Hang(0.1), times=2)
        await person.answer_to(await person.send_document(SEVEN, "Marmaduke.png"), within=60)
        lost = telegram.faults.add("sendMessage", Hang(0.1))
        await person.send_text("I am Marmaduke")
        await telegram.wait_for(lambda _: lost.struck == 1)
        await person.answer_to(await person.send_text("Where is Marmaduke?"), within=20)
        assert await bot.stop() == 0, bot.err
    text = bot.err.decode()
    assert "read" in text
    for private in ("Annabella", "4711", "Marmaduke", telegram.token.partition(":")[2], "file_"):
        assert private not in text
