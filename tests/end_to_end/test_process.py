"""The program itself: as an operator starts, uses and stops it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import psutil
import pytest
from reading.scenes import draw, encoded

ROOT = Path(__file__).parents[2]


async def python_m_bot(*arguments, cwd, **environment):
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


LIBRARIES = "telegram.ext, aiohttp, cv2, onnxruntime, PIL.Image, sqlalchemy.ext.asyncio, pydantic"


async def time_to_import(libraries):
    """Processor seconds that this takes here and now."""
    code = f"import time, {libraries}; print(time.process_time())"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return float(out)


async def test_start_answer_and_a_clean_end(telegram, ann, tmp_path):
    imports = min([await time_to_import(LIBRARIES) for _ in range(2)])
    process = await python_m_bot(
        cwd=tmp_path,
        TELEGRAM_BOT_TOKEN=telegram.token,
        TELEGRAM_API_URL=telegram.url,
        LOG_FORMAT="json",
    )
    try:
        await telegram.wait_for(lambda c: any(x.method == "getUpdates" for x in c), within=100)
        used = psutil.Process(process.pid)
        # How long it takes by the clock depends on the machine and on what else runs there.
        spent = sum(used.cpu_times()[:2])
        assert spent < 2 * imports, f"{spent:.2f} s, {imports:.2f} s of it for the libraries"
        assert used.memory_info().rss < 200 * 2**20
        photo = await ann.send_photo(encoded(draw("407")))
        assert (await ann.answer_to(photo, within=60))["text"].startswith("407\n")
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)  # impatience loses nothing
        out, err = await asyncio.wait_for(process.communicate(), 60)
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, err
    assert out == b""
    records = [json.loads(line) for line in err.splitlines()]
    assert [r["message"] for r in records] == ["started", "read", "stopping"]
    assert telegram.token.partition(":")[2].encode() not in err
    assert b"Ann" not in err


async def test_the_first_poll_waits_for_no_database(telegram, ann, tmp_path):
    told = tmp_path / "imports"
    environment = {
        "PYTHONPATH": str(ROOT),
        "PYTHONPROFILEIMPORTTIME": "1",
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
    }
    with told.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", cwd=tmp_path, env=os.environ | environment, stderr=file
        )
    try:
        await telegram.wait_for(lambda c: any(x.method == "getUpdates" for x in c), within=100)
        before = told.read_text()
        await ann.send_photo(encoded(draw("407")))
        await telegram.wait_for(lambda c: any(x.method == "sendMessage" for x in c), within=100)
        process.terminate()
        await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
    assert "telegram.ext" in before
    assert "sqlalchemy.orm" not in before
    assert "sqlalchemy.orm" in told.read_text()


async def test_without_a_token_it_says_how_to_get_one(tmp_path):
    process = await python_m_bot(cwd=tmp_path)
    out, err = await process.communicate()
    assert (process.returncode, out) == (2, b"")
    assert b"@BotFather" in err
    assert b"python -m bot demo" in err
    assert b"Traceback" not in err


async def test_a_trainer_without_a_server_says_what_it_needs(tmp_path):
    process = await python_m_bot("trainer", cwd=tmp_path)
    out, err = await process.communicate()
    assert (process.returncode, out) == (2, b"")
    assert err.startswith(b"DATABASE_URL is not a PostgreSQL server.")
    assert b"Traceback" not in err


async def test_all_mistakes_in_the_settings_are_said_at_once(tmp_path):
    process = await python_m_bot(
        cwd=tmp_path, TELEGRAM_BOT_TOKEN="secret-thing", PORT="x", LOG_LEVEL="loud"
    )
    _, err = await process.communicate()
    assert process.returncode == 2
    assert len(err.splitlines()) == 3
    assert b"secret-thing" not in err


async def test_read_needs_neither_token_nor_telegram(tmp_path):
    (tmp_path / "a.png").write_bytes(encoded(draw("42")))
    process = await python_m_bot("read", "a.png", "none.png", "--json", cwd=tmp_path)
    out, err = await process.communicate()
    first, second = (json.loads(line) for line in out.splitlines())
    assert (first["file"], first["text"]) == ("a.png", "42")
    assert second == {"file": "none.png", "error": "No such file or directory."}
    assert (process.returncode, err) == (1, b"")


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("bot.cli.read", "telegram aiohttp pydantic_settings tensorflow onnx"),
        ("bot.serve", "cv2 onnxruntime tensorflow keras matplotlib training procrastinate"),
    ],
)
async def test_start_loads_only_what_it_needs(module, absent):
    code = f"import sys, {module}; print(*sorted(set({absent.split()}) & set(sys.modules)))"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert out.decode().split() == []


async def test_the_demo_opens_its_page_and_runs_the_bot(tmp_path):
    # Settings of a bot that people use, which are nothing to the demo.
    (tmp_path / ".env").write_text("DATABASE_URL=postgres://bot@db/bot\nTRAINING=queue\n")
    process = await python_m_bot("demo", "--no-browser", "--port", "0", cwd=tmp_path)
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), 100)).decode()
        assert "http://127.0.0.1:" in line
        started = await asyncio.wait_for(process.stderr.readline(), 100)
        assert b"started" in started
        process.send_signal(signal.SIGINT)
        _, err = await asyncio.wait_for(process.communicate(), 60)
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, err
    assert b"Traceback" not in err


async def test_the_demo_names_no_page_where_the_model_cannot_be_used(tmp_path):
    process = await python_m_bot(
        "demo", "--no-browser", "--port", "0", cwd=tmp_path, MODEL_PATH="none.onnx"
    )
    out, err = await asyncio.wait_for(process.communicate(), 100)
    assert (process.returncode, out) == (2, b"")
    assert err.decode().startswith("MODEL_PATH: ")
