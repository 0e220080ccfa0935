"""The machine fails the bot: its clock jumps, its disk is full. It goes on answering."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from reading.scenes import draw, encoded

from bot.replies import corrections, notices
from bot.storage import faults

from .presses import ask, press
from .processes import BotProcess

SEVEN = encoded(draw("7"))
DAY = 24 * 3600


@pytest.fixture
def clock(tmp_path):
    """The file that says how many seconds the clock is off, for processes that load clock.so."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler here to build the clock with")
    source, library = Path(__file__).with_name("clock.c"), tmp_path / "clock.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    file = tmp_path / "off"
    file.write_text("0")
    return file


async def test_a_clock_that_jumps_changes_nothing(telegram, tmp_path, ann, ben, clock):
    settings = {"LD_PRELOAD": str(tmp_path / "clock.so"), "CLOCK_OFF": str(clock)}
    async with BotProcess(telegram, tmp_path, RATE_PER_USER="4", **settings) as bot:
        answer = await ask(ann, SEVEN)
        for days in (1, -400, 3650):
            clock.write_text(str(days * DAY))
            assert (await ask(ann, SEVEN))["text"].startswith("7\n")
        # Who has had their share of a minute has had it, whatever day it is.
        photo = await ann.send_photo(SEVEN)
        notice = await ann.answer_to(photo)
        assert notice["text"] == notices.NOTICES[notices.Refusal.PERSON_TOO_FAST]
        assert (
            await press(ann, answer, "✓ Right") == notices.BRIEFLY[notices.Refusal.PERSON_TOO_FAST]
        )
        bens = await ask(ben, SEVEN)
        assert await press(ben, bens, "✓ Right") == corrections.THANKS
        assert await bot.stop() == 0, bot.err
    times = [datetime.fromisoformat(record["time"]) for record in bot.records()]
    assert (max(times) - min(times)).days > 4000, "the clock has not jumped"
    assert {record["level"] for record in bot.records()} == {"INFO"}, bot.err


@pytest.fixture
def disk(tmp_path):
    """A disk of 2 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", folder]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("nothing may be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def fill(disk):
    """Leaves no room; returns what takes it."""
    filler = disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    assert shutil.disk_usage(disk).free < 4096
    return filler


async def test_with_a_full_disk_the_bot_reads_on(telegram, tmp_path, ann, disk):
    settings = {"DATABASE_URL": f"sqlite:///{disk}/bot.sqlite3", "MODEL_CACHE": f"{disk}/models"}
    async with BotProcess(telegram, tmp_path, **settings) as bot:
        answer = await ask(ann, SEVEN)
        assert await press(ann, answer, "✓ Right") == corrections.THANKS
        filler = fill(disk)
        answer = await ask(ann, SEVEN)
        assert answer["text"].startswith("7\n")
        assert await press(ann, answer, "✓ Right") == faults.FULL
        filler.unlink()
        assert await press(ann, answer, "✓ Right") == corrections.THANKS
        assert await bot.stop() == 0, bot.err
    assert [r for r in bot.records() if r["level"] in {"ERROR", "CRITICAL"}] == []


async def test_a_bot_starts_on_a_full_disk(telegram, tmp_path, ann, disk):
    settings = {"DATABASE_URL": f"sqlite:///{disk}/bot.sqlite3", "MODEL_CACHE": f"{disk}/models"}
    filler = fill(disk)
    async with BotProcess(telegram, tmp_path, **settings) as bot:
        answer = await ask(ann, SEVEN)
        assert answer["text"].startswith("7\n")
        assert await press(ann, answer, "✓ Right") == faults.FULL
        filler.unlink()
        async with asyncio.timeout(60):  # it is opened again after a pause
            while await press(ann, answer, "✓ Right") != corrections.THANKS:  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        assert await bot.stop() == 0, bot.err
    assert [r for r in bot.records() if r["level"] in {"ERROR", "CRITICAL"}] == []
