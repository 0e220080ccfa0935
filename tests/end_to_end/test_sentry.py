"""What leaves the machine for Sentry, received by a server in Sentry's place."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest_asyncio
from aiohttp import web
from reading.scenes import draw, encoded
from receiver import receiving

from bot.observability import sentry
from bot.replies import answers

ROOT = Path(__file__).parents[2]
KEY = "0123456789abcdef"


class Project:
    """A project of Sentry that keeps what it gets."""

    def __init__(self):
        self.events = asyncio.Queue()

    async def receive(self, request):
        _, *lines = (await request.read()).split(b"\n")
        for header, payload in zip(lines[::2], lines[1::2], strict=False):
            if header and json.loads(header)["type"] == "event":
                await self.events.put(payload.decode())
        return web.json_response({})


@pytest_asyncio.fixture
async def project():
    project = Project()
    async with receiving("/api/1/envelope/", project.receive) as place:
        project.dsn = f"http://{KEY}@{place}/1"
        yield project


BROKEN = """
import sys
from bot.__main__ import main
from bot.reading.reader import Reader

def read(self, data):
    picture_of_ann = data
    raise ZeroDivisionError(f"with bot{TOKEN} in it")

Reader.read = read
sys.exit(main([]))
"""


async def test_an_error_arrives_without_anything_of_people_or_secrets(
    project, telegram, ann, tmp_path
):
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        BROKEN.replace("{TOKEN}", telegram.token),
        cwd=tmp_path,
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "SENTRY_DSN": project.dsn,
        },
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        photo = await ann.send_photo(encoded(draw("7")), caption="Ann's house number")
        assert (await ann.answer_to(photo, within=60))["text"] == answers.FAILED
        text = await asyncio.wait_for(project.events.get(), 20)
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), 60)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, err
    event = json.loads(text)
    frames = [frame for value in event["exception"]["values"] for frame in _frames(value)]
    error = event["exception"]["values"][-1]
    assert (error["type"], error["value"]) == ("ZeroDivisionError", "with bot[hidden] in it")
    assert any(frame["filename"].endswith("bot/handlers/picture.py") for frame in frames)
    assert any("started" in crumb["message"] for crumb in event["breadcrumbs"]["values"])
    assert not event.keys() & set(sentry.PERSONAL)
    assert not any("vars" in frame for frame in frames)
    for told in (text, err.decode()):
        assert telegram.token.partition(":")[2] not in told
        assert "Ann" not in told
        assert KEY not in told


def _frames(value):
    return value["stacktrace"]["frames"]


async def test_without_a_dsn_it_is_not_even_loaded():
    code = "import sys, bot.serve, bot.observability.sentry; print('sentry_sdk' in sys.modules)"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert (await process.communicate())[0] == b"False\n"
