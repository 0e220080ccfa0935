"""Photos while models are swapped: is every reply right, and does any wait for a swap?

    python -m benchmarks.swap [--photos 1000] [--swaps 20] [--rate 20]

Runs the bot as an operator does, against the local Bot API server, over HTTP. Photos come at an
even rate, each from somebody else; an admin presses "Use" under /models. A first third as many
without swaps tells what is usual on this machine; then come the photos with swaps. A
photo is near a swap if it was on its way between the press and half a second after the bot said
that it reads with the other model.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from rich.console import Console
from rich.table import Table

from bot.lifecycle import gate
from bot.reading.reader import Reader
from bot.storage import Database
from localtelegram.people import LocalUser
from localtelegram.server import BotApiServer
from localtelegram.world import Message
from training.synthesis.scenes import Scene, scenes

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "models" / "digits.onnx"
ADMIN = 1
AFTER = 0.5
MOST = 32
"""Photos that may wait for their answer; beyond 150 the bot asks people to come back later."""


@dataclass(frozen=True)
class Reply:
    """One photo.

    Attributes:
        sent: when, in seconds.
        came: when its answer was there.
        asked: the number in the picture.
        said: what the bot made of it.
    """

    sent: float
    came: float
    asked: str
    said: str

    @property
    def right(self) -> bool:
        """Whether it is the number in the picture."""
        return self.said == self.asked

    @property
    def milliseconds(self) -> float:
        """How long it took."""
        return 1000 * (self.came - self.sent)


async def main(photos: int, swaps: int, rate: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/bot.sqlite3"
        await keep_two_versions(address)
        async with BotApiServer() as server, bot(server, address, folder):
            await server.wait_for(
                lambda calls: any(c.method == "getUpdates" for c in calls), within=60
            )
            shown = readable()
            await send(server, shown, 20, rate, first=10_000)  # warm
            usual = await send(server, shown, photos // 3, rate, first=20_000)
            sending = asyncio.create_task(send(server, shown, photos, rate, first=30_000))
            swapped = await swap(server, swaps, every=photos / rate / (swaps + 1))
            report(usual, await sending, swapped)


async def keep_two_versions(address: str) -> None:
    """Two versions that read as the shipped one does, and have passed the gate."""
    same = {"error": None, "batch_ms": 1.0}
    shares = {name: {"right": 9, "count": 10} for name in ("mnist", "corrections", "scenes")}
    verdict = gate.judge({"candidate": same | shares, "active": same | shares, "unchecked": {}})
    database = Database(address)
    database.start()
    for name in ("first", "second"):
        model = onnx.load_from_string(SHIPPED.read_bytes())
        model.doc_string = name
        metrics = {"verdict": gate.as_json(verdict)}
        await database.versions.add(model.SerializeToString(), name, {}, metrics, "trained")
    await database.close()


@contextlib.asynccontextmanager
async def bot(server: BotApiServer, address: str, folder: str) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        cwd=folder,
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_BOT_TOKEN": server.token,
            "TELEGRAM_API_URL": server.url,
            "ADMIN_IDS": str(ADMIN),
            "DATABASE_URL": address,
            "MODEL_CACHE": f"{folder}/models",
            "LOG_LEVEL": "WARNING",
        },
    )
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


def readable() -> list[Scene]:
    """The gate's pictures that the shipped model reads right."""
    reader = Reader.open(SHIPPED)
    return [scene for scene in scenes() if reader.read(scene.file).text == scene.text]


async def send(
    server: BotApiServer, shown: list[Scene], count: int, rate: float, first: int
) -> list[Reply]:
    """Sends photos at an even rate; on a machine that falls behind, slower."""
    chance = random.Random(first)
    room = asyncio.Semaphore(MOST)
    begin = time.perf_counter()

    async def one(number: int) -> Reply:
        scene = chance.choice(shown)
        await asyncio.sleep(max(0.0, begin + number / rate - time.perf_counter()))
        async with room:
            person = server.user(first + number)
            photo = await person.send_photo(scene.file)
            sent = time.perf_counter()
            answer = await person.answer_to(photo, within=120)
        said = answer["text"].split("\n\n")[0]
        return Reply(sent, time.perf_counter(), scene.text, said)

    return await asyncio.gather(*(one(number) for number in range(count)))


async def swap(server: BotApiServer, count: int, every: float) -> list[tuple[float, float]]:
    """Swaps two versions by pressing buttons; when each press was made, and was done."""
    admin = server.user(ADMIN)
    await admin.send_text("/models")
    listing = await told(admin, "Models")
    times = []
    now = 0
    for number in range(count):
        await asyncio.sleep(every)
        wanted = 1 + number % 2
        start = time.perf_counter()
        admin.press_data(listing, f"model:use:{wanted}:{now}")
        await told(admin, f"I read with #{wanted}")
        times.append((start, time.perf_counter()))
        now = wanted
    return times


async def told(person: LocalUser, words: str) -> Message:
    """Waits until the last message of a chat has these words."""
    for _ in range(60_000):
        message = person.messages()[-1]
        if words in message.get("text", ""):
            return message
        await asyncio.sleep(0.001)
    raise TimeoutError(words)


def report(usual: list[Reply], swapping: list[Reply], swaps: list[tuple[float, float]]) -> None:
    near = [
        reply
        for reply in swapping
        if any(reply.sent < end + AFTER and reply.came > start for start, end in swaps)
    ]
    table = Table(title="Time to the reply, in ms", title_justify="left")
    for name in ("", "photos", "right", "median", "p99", "longest"):
        table.add_column(name, justify="left" if not name else "right")
    for name, replies in (
        ("no swaps", usual),
        (f"{len(swaps)} swaps", swapping),
        ("near a swap", near),
    ):
        taken = np.array([reply.milliseconds for reply in replies])
        table.add_row(
            name,
            str(len(replies)),
            str(sum(reply.right for reply in replies)),
            *(
                f"{value:.0f}"
                for value in (np.median(taken), np.percentile(taken, 99), taken.max())
            ),
        )
    console = Console()
    console.print(table)
    swap_ms = 1000 * np.array([end - start for start, end in swaps])
    console.print(f"A swap, from press to message: {np.median(swap_ms):.0f} ms, at most "
                  f"{swap_ms.max():.0f} ms.")  # fmt: skip
    for reply in [reply for reply in usual + swapping if not reply.right][:10]:
        console.print(f"{reply.asked!r} was read as {reply.said!r}")
    longest = max(reply.milliseconds for reply in near)
    typical = max(reply.milliseconds for reply in usual)
    console.print(f"The slowest photo near a swap took {longest - typical:+.0f} ms against the "
                  "slowest without swaps.")  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=1000)
    parser.add_argument("--swaps", type=int, default=20)
    parser.add_argument("--rate", type=float, default=20.0, help="photos a second")
    options = parser.parse_args()
    asyncio.run(main(options.photos, options.swaps, options.rate))
