"""The bot is killed (kill -9) at random moments of a training run; is it whole when it is back?

    python benchmarks/crash.py [--moments 50] [--seed 1] [--data PATH/mnist.npz]

Each time a bot of its own, with a database of its own, is told to /train, killed some time after it
has reached a stage, and started again. Then no training process may be left, nor a folder of one;
the database must be consistent, every model in it whole; the admin must have been told of a run
that did not end; and a picture must be read, with the old model or with the new one.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psutil

from benchmarks.small import drawn_photo, write_database, write_mnist
from bot.lifecycle.processes import PREFIX
from bot.reading.digits.classify import Classifier
from localtelegram.server import BotApiServer

ROOT = Path(__file__).resolve().parent.parent
ADMIN = 1
WITHIN = 240.0
STAGES = {
    "preparing": ("preparing", 5.0),
    "training": ("training", 8.0),
    "saving": ("export", 3.0),
    "gate": ("checking", 8.0),
    "swap": ("active", 0.6),
}
"""What is waited for, and up to how many seconds after it the bot is killed."""


@dataclass(frozen=True)
class Moment:
    """One kill, and what was found afterwards.

    Attributes:
        stage: a key of `STAGES`.
        delay: seconds after the stage began.
        state: of the run, after the next start.
        model: what is active after it: old or new.
        mistakes: what is wrong; empty where everything is whole.
    """

    stage: str
    delay: float
    state: str
    model: str
    mistakes: list[str]


@contextlib.asynccontextmanager
async def a_bot(
    telegram: BotApiServer, folder: Path, mnist: Path, **more: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot`, polling; killed at the end."""
    polls = len(telegram.made("getUpdates"))
    environment = os.environ | {
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "ADMIN_IDS": str(ADMIN),
        "DATABASE_URL": f"sqlite:///{folder}/bot.sqlite3",
        "MODEL_CACHE": str(folder / "models"),
        "MNIST_PATH": str(mnist),
        "TMPDIR": str(folder),
        "PYTHONPATH": str(ROOT),
        "LOG_LEVEL": "ERROR",
        **more,
    }
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", cwd=folder, env=environment
    )
    try:
        await telegram.wait_for(lambda _: len(telegram.made("getUpdates")) > polls, within=WITHIN)
        yield bot
    finally:
        if bot.returncode is None:
            bot.kill()
        await bot.wait()


async def kill_at(stage: str, delay: float, folder: Path, mnist: Path, template: Path) -> Moment:
    """One moment, in an empty folder."""
    await asyncio.to_thread(shutil.copy, template, folder / "bot.sqlite3")
    async with BotApiServer() as telegram:
        ada = telegram.user(ADMIN, "Ada")
        async with a_bot(telegram, folder, mnist) as bot:
            await ada.answer_to(await ada.send_text("/train"), within=WITHIN)
            await reached(folder / "bot.sqlite3", STAGES[stage][0])
            await asyncio.sleep(delay)
            children = psutil.Process(bot.pid).children(recursive=True)
            os.kill(bot.pid, signal.SIGKILL)
            await bot.wait()
        _, alive = await asyncio.to_thread(psutil.wait_procs, children, 10)
        mistakes = [f"{one.name()} is left" for one in alive]
        said = len(ada.messages())
        async with a_bot(telegram, folder, mnist):
            photo = await ada.send_photo(drawn_photo())
            with contextlib.suppress(TimeoutError):
                answer = await ada.answer_to(photo, within=60)
                if not answer["text"].startswith("407\n"):
                    mistakes.append(f"reads {answer['text'][:20]!r}")
                said += 2
            if len(ada.messages()) < said:
                mistakes.append("does not answer")
            state = await settled(folder / "bot.sqlite3")
            told = [m for m in ada.messages() if "Interrupted" in m.get("text", "")]
            if bool(told) != (state == "interrupted"):
                mistakes.append(f"{state}, and told {len(told)} times")
        mistakes += await asyncio.to_thread(damage, folder)
    new = bool(rows_of(folder / "bot.sqlite3", "SELECT version FROM activations"))
    return Moment(stage, delay, state, "new" if new else "old", mistakes)


async def reached(database: Path, stage: str) -> None:
    """Waits until a run has come to a stage, or has ended."""
    began = time.monotonic()
    while time.monotonic() - began < WITHIN:
        newest = "ORDER BY id DESC LIMIT 1"
        rows = rows_of(
            database, f"SELECT json_extract(progress, '$.stage'), state FROM runs {newest}"
        )
        active = rows_of(database, "SELECT version FROM activations")
        if rows and (rows[0][0] == stage or rows[0][1] != "running"):
            return
        if stage == "active" and active:
            return
        later = ("calibrate", "export", "evaluate", "figures", "checking")
        if rows and stage == "export" and rows[0][0] in later:
            return
        await asyncio.sleep(0.02)
    raise TimeoutError(f"no run came to {stage}")


async def settled(database: Path) -> str:
    """The state of the run, once the bot is back and has looked at it."""
    for _ in range(200):
        state = str(rows_of(database, "SELECT state FROM runs")[0][0])
        if state != "running":
            break
        await asyncio.sleep(0.1)
    await asyncio.sleep(1)  # for the message that tells of it
    return state


def damage(folder: Path) -> list[str]:
    """What is wrong with what a killed bot has left in its folder."""
    database = folder / "bot.sqlite3"
    found = [f"{path.name} is left" for path in folder.glob(f"{PREFIX}*")]
    if rows_of(database, "PRAGMA integrity_check") != [("ok",)]:
        found.append("the database is damaged")
    if rows_of(database, "PRAGMA foreign_key_check"):
        found.append("the database points to what is not there")
    for content, checksum in rows_of(database, "SELECT onnx, sha256 FROM versions"):
        (folder / "model.onnx").write_bytes(content)
        if hashlib.sha256(content).hexdigest() != checksum:
            found.append("half a model")
        else:
            Classifier.open(folder / "model.onnx")
    return found


def rows_of(database: Path, query: str) -> list[tuple[Any, ...]]:
    """What a query gives, read beside the bot."""
    try:
        with contextlib.closing(
            sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)
        ) as opened:
            return list(opened.execute(query))
    except sqlite3.OperationalError:
        return []


async def run(moments: int, seed: int, data: Path | None) -> list[Moment]:
    """Kills a bot at so many random moments, all stages about equally often."""
    rng = random.Random(seed)
    found = []
    with tempfile.TemporaryDirectory() as top:
        mnist, template = Path(top) / "mnist.npz", Path(top) / "template.sqlite3"
        write_mnist(mnist, data)
        await write_database(template)
        for number in range(moments):
            stage = list(STAGES)[number % len(STAGES)]
            folder = Path(top) / str(number)
            folder.mkdir()
            delay = rng.uniform(0, STAGES[stage][1])
            found.append(await kill_at(stage, delay, folder, mnist, template))
            print(f"{number + 1:3} {found[-1]}", file=sys.stderr, flush=True)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--moments", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, help="mnist.npz (default: drawn digits)")
    arguments = parser.parse_args()
    found = asyncio.run(run(arguments.moments, arguments.seed, arguments.data))
    print(f"{'killed in':12}{'times':>6}{'run ended':>11}{'new model':>11}{'not whole':>11}")
    counts = Counter(moment.stage for moment in found)
    for stage in STAGES:
        these = [moment for moment in found if moment.stage == stage]
        done = sum(moment.state == "done" for moment in these)
        new = sum(moment.model == "new" for moment in these)
        wrong = sum(bool(moment.mistakes) for moment in these)
        print(f"{stage:12}{counts[stage]:>6}{done:>11}{new:>11}{wrong:>11}")
    for moment in found:
        if moment.mistakes:
            print(f"{moment.stage} + {moment.delay:.2f} s: {'; '.join(moment.mistakes)}")
    return 1 if any(moment.mistakes for moment in found) else 0


if __name__ == "__main__":
    sys.exit(main())
