"""The bot under load: how many replies a second, how soon, at what cost.

    python -m benchmarks.load [--minutes 5] [--photos 10000] [--seeds 3]

The bot is a process of its own, as deployed; the people and their Telegram (the local Bot API
server) are this one, and share the machine with it. Photographs are drawn, 1280x960 with a
camera's noise, and differ. Beside it: what decoding alone takes, and the tutorial's way.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psutil

from benchmarks.botprocess import bot_process, memory_of
from benchmarks.crowd import Crowd
from benchmarks.stages import floor, reading_stages, tutorials_way
from localtelegram.server import BotApiServer

AT_ONCE = 32
"""Photos that wait at any time while the bot is given as many as it takes."""
WARM = 100
CAP = 30
"""Messages a second that Telegram allows a bot."""
ROUNDS = 5


@dataclass(frozen=True)
class Cost:
    """Processor seconds, so far.

    Attributes:
        loop: of the bot's first thread: the event loop with all of Telegram's calls.
        threads: of its other threads: reading, mostly.
        crowd: of this process.
    """

    loop: float
    threads: float
    crowd: float

    @classmethod
    def now(cls, pid: int) -> Cost:
        """Of the bot that is process `pid`, and of this process."""
        bot = psutil.Process(pid)
        spent = {thread.id: thread.user_time + thread.system_time for thread in bot.threads()}
        loop = spent.pop(pid)
        return cls(loop, sum(bot.cpu_times()[:2]) - loop, time.process_time())

    def since(self, before: Cost, replies: int) -> Cost:
        """Milliseconds a reply since `before`."""
        scale = 1000 / replies
        return Cost(
            scale * (self.loop - before.loop),
            scale * (self.threads - before.threads),
            scale * (self.crowd - before.crowd),
        )


async def saturate(crowd: Crowd, pid: int, photos: int) -> tuple[list[float], Cost, list[float]]:
    """As many photos as the bot takes.

    Returns:
        Replies a second in each half, the cost of a reply, and MiB of memory after each half.
    """
    await crowd.crowd_in(min(WARM, photos), AT_ONCE)
    before, half = Cost.now(pid), photos // 2
    rates, memory = [], []
    for _ in range(2):
        rates.append(half / await crowd.crowd_in(half, AT_ONCE))
        memory.append(memory_of(pid))
    return rates, Cost.now(pid).since(before, 2 * half), memory


def percentile(values: list[float], share: float) -> float:
    """Milliseconds that so large a share of all took at most."""
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def run(minutes: float, photos: int, seeds: int) -> list[tuple[str, str]]:
    """Measures everything; the rows of the table."""
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top)
        async with BotApiServer(history=200, record=100) as telegram:
            crowd = Crowd(telegram)
            await crowd.prepare(seeds)
            size = sum(map(len, crowd.photographs)) / len(crowd.photographs) / 1024
            rows.append(("photographs", f"{len(crowd.photographs)}, {size:.0f} kB on average"))
            async with bot_process(telegram, folder, folder / "log") as bot:
                rates, cost, memory = await saturate(crowd, bot.pid, photos)
            crowd.latencies.clear()
            telegram.journal.calls.clear()
            limits = {"MESSAGES_PER_SECOND": str(CAP)}
            async with bot_process(telegram, folder, folder / "log", **limits) as bot:
                await crowd.stroll(WARM, CAP)
                crowd.latencies.clear()
                count = max(CAP, round(60 * minutes * CAP))
                seconds = await crowd.stroll(count, CAP)
        soon = crowd.latencies
        stages = reading_stages(crowd.photographs, ROUNDS)
        rows += [
            ("at saturation", f"{2 / sum(1 / r for r in rates):.1f} replies a second"),
            (f"{CAP} a second, {seconds / 60:.1f} min", f"{count / seconds:.1f} replies a second"),
            *((f"  p{p}", f"{percentile(soon, p / 100):.0f} ms") for p in (50, 90, 95, 99, 99.9)),
            ("  longest", f"{1000 * max(soon):.0f} ms"),
            ("unasked answers", str(crowd.unasked)),
            ("processor time a reply", f"{cost.loop + cost.threads:.2f} ms"),
            *((f"  {name}", f"{spent:.2f} ms") for name, spent in stages.items()),
            ("  Telegram's calls, JSON, loop", f"{cost.loop:.2f} ms"),
            ("  rest", f"{cost.threads - sum(stages.values()):.2f} ms"),
            ("  (people and their Telegram)", f"{cost.crowd:.2f} ms"),
            (f"memory after {photos} photos", f"{memory[1]:.0f} MiB"),
            (f"  grown over the last {photos // 2}", f"{memory[1] - memory[0]:+.1f} MiB"),
            ("decoding JPEG alone", f"{floor(crowd.photographs, ROUNDS):.2f} ms a picture"),
        ]
    tutorial = tutorials_way(crowd.photographs, 2)
    said = "Keras is not installed here"
    if tutorial is not None:
        clock, processor = tutorial
        said = f"{processor:.1f} ms a picture, {1000 / clock:.1f} pictures a second, no replies"
    return [*rows, ("the tutorial's way", said)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=5, help="at 30 photos a second")
    parser.add_argument("--photos", type=int, default=10_000, help="at saturation")
    parser.add_argument("--seeds", type=int, default=3, help="hands that draw each scene")
    given = parser.parse_args()
    rows = asyncio.run(run(given.minutes, given.photos, given.seeds))
    for name, value in rows:
        print(f"{name:32}{value}")


if __name__ == "__main__":
    main()
