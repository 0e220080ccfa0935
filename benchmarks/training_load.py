"""How fast the bot answers while a training runs beside it, and while none does.

    python benchmarks/training_load.py [--data PATH/mnist.npz] [--photos 200] [--kind full]

Photos are sent one after another, a few a second, over HTTP to a bot that polls. Reply time is from
the sending of the photo to the arrival of the answer. Idle and training are measured in turns, so
that what else goes on on the machine falls on both alike.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import psutil

from benchmarks.crash import ADMIN, WITHIN, a_bot, reached
from benchmarks.small import drawn_photo, write_database, write_mnist
from localtelegram.people import LocalUser
from localtelegram.server import BotApiServer

TURNS = 2
EVERY = 0.25
"""Seconds from one photo to the next, at least."""
GOAL = 3.0


@dataclass
class Measured:
    """What was measured of one state of the bot.

    Attributes:
        replies: seconds of each reply.
        busy: share of one core that the training took, of each turn.
    """

    replies: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)


async def send(ada: LocalUser, photo: bytes, count: int) -> list[float]:
    """Sends photos one after another; seconds until each was answered."""
    took = []
    for _ in range(count):
        began = time.perf_counter()
        await ada.answer_to(await ada.send_photo(photo), within=WITHIN)
        took.append(time.perf_counter() - began)
        await asyncio.sleep(max(0.0, EVERY - took[-1]))
    return took


async def measure(kind: str, photos: int, data: Path | None) -> dict[str, Measured]:
    """Reply times of an idle bot and of one that trains, in turns."""
    found = {"idle": Measured(), "training": Measured()}
    photo = drawn_photo()
    with tempfile.TemporaryDirectory() as top:
        folder, mnist = Path(top), data
        if mnist is None:
            mnist = folder / "mnist.npz"
            write_mnist(mnist, None)
        await write_database(folder / "bot.sqlite3")
        async with BotApiServer() as telegram:
            ada = telegram.user(ADMIN, "Ada")
            async with a_bot(telegram, folder, mnist, RATE_PER_USER="0", RATE_PER_CHAT="0") as bot:
                await send(ada, photo, 10)
                for _ in range(TURNS):
                    found["idle"].replies += await send(ada, photo, photos // TURNS)
                    await ada.answer_to(await ada.send_text(f"/train {kind}"), within=WITHIN)
                    await reached(folder / "bot.sqlite3", "training")
                    await asyncio.sleep(10)  # until its pictures are made and it computes
                    before, began = processor_seconds(bot.pid), time.monotonic()
                    found["training"].replies += await send(ada, photo, photos // TURNS)
                    spent = processor_seconds(bot.pid) - before
                    found["training"].busy.append(spent / (time.monotonic() - began))
                    await ada.answer_to(await ada.send_text("/cancel"), within=WITHIN)
                    await reached(folder / "bot.sqlite3", "none")
    return found


def processor_seconds(pid: int) -> float:
    """What a bot's children have taken of the processor."""
    children = psutil.Process(pid).children(recursive=True)
    return float(sum(sum(child.cpu_times()[:2]) for child in children))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, help="mnist.npz (default: a small drawn one)")
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--kind", default="full", choices=("quick", "full", "fine-tune"))
    arguments = parser.parse_args()
    found = asyncio.run(
        measure(arguments.kind, arguments.photos, arguments.data and arguments.data.resolve())
    )
    print(f"{'':12}{'replies':>9}{'median':>10}{'95 %':>10}{'slowest':>10}")
    for name, measured in found.items():
        times = 1000 * np.array(measured.replies)
        median, high = np.percentile(times, [50, 95])
        print(f"{name:12}{len(times):>9}{median:>7.0f} ms{high:>7.0f} ms{times.max():>7.0f} ms")
    high = [float(np.percentile(measured.replies, 95)) for measured in found.values()]
    busy = ", ".join(f"{share:.2f}" for share in found["training"].busy)
    print(f"95 % while training: {high[1] / high[0]:.2f} times as long; goal: at most {GOAL:g}")
    print(f"cores that the training took: {busy}")
    return 0 if high[1] <= GOAL * high[0] else 1


if __name__ == "__main__":
    sys.exit(main())
