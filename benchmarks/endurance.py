"""The bot's memory over time: photographs at a steady pace, for an hour.

    uv run --extra training python -m benchmarks.endurance [--minutes 60] [--rate 20]
        [--plot docs/memory.svg]

The bot, the people and their Telegram are those of `benchmarks.load`. Printed is how soon the
replies came and how much memory the bot had, over each sixth of the time; the plot shows every
sample, with the matplotlib of the extra `training`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.botprocess import bot_process, memory_of
from benchmarks.crowd import Crowd
from benchmarks.load import WARM, percentile
from localtelegram.server import BotApiServer

EVERY = 5.0
"""Seconds between two looks at the memory."""
PARTS = 6


class Sample(NamedTuple):
    """One look at the bot.

    Attributes:
        minute: since the photographs began.
        memory: of its process, in MiB.
        replies: so far.
    """

    minute: float
    memory: float
    replies: int


def look(pid: int, crowd: Crowd, began: float) -> Sample:
    """The bot as it is now."""
    return Sample((time.monotonic() - began) / 60, memory_of(pid), len(crowd.latencies))


async def watch(pid: int, crowd: Crowd, began: float, samples: list[Sample]) -> None:
    """Looks at the bot until cancelled."""
    while True:
        samples.append(look(pid, crowd, began))
        await asyncio.sleep(EVERY)


async def run(minutes: float, rate: float, seeds: int) -> tuple[list[Sample], list[float], int]:
    """Sends photographs; what was seen of the bot, seconds until each reply, and those unasked."""
    samples: list[Sample] = []
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top)
        async with BotApiServer(history=200, record=100) as telegram:
            crowd = Crowd(telegram)
            await crowd.prepare(seeds)
            async with bot_process(telegram, folder, folder / "log") as bot:
                await crowd.stroll(WARM, rate)
                crowd.latencies.clear()
                began = time.monotonic()
                watching = asyncio.create_task(watch(bot.pid, crowd, began, samples))
                await crowd.stroll(round(60 * minutes * rate), rate)
                watching.cancel()
                samples.append(look(bot.pid, crowd, began))
            return samples, crowd.latencies, crowd.unasked


def rows(samples: list[Sample], latencies: list[float]) -> list[str]:
    """A line for each part of the time."""
    found = [f"{'minutes':>12}{'replies':>9}{'p50':>8}{'p99':>8}{'longest':>9}{'memory':>16}"]
    whole = samples[-1].minute
    for part in range(PARTS):
        low, high = whole * part / PARTS, whole * (part + 1) / PARTS
        soon = latencies[_replies_by(samples, low) : _replies_by(samples, high)]
        memory = [s.memory for s in samples if low <= s.minute <= high]
        if not soon or not memory:
            continue
        times = [percentile(soon, share) for share in (0.5, 0.99)]
        found.append(
            f"{f'{low:.3g} to {high:.3g}':>12}{len(soon):>9}{times[0]:>5.0f} ms{times[1]:>5.0f} ms"
            f"{1000 * max(soon):>6.0f} ms{f'{min(memory):.1f} to {max(memory):.1f} MiB':>22}"
        )
    return found


def _replies_by(samples: list[Sample], minute: float) -> int:
    return next(s.replies for s in samples if s.minute >= minute or s is samples[-1])


def growth(samples: list[Sample]) -> float:
    """MiB by which the memory grew over the last half, by the line through its samples.

    Too few samples tell nothing: 0.
    """
    half = [s for s in samples if s.minute >= samples[-1].minute / 2]
    if len(half) < PARTS:
        return 0.0
    minutes, memory = np.array([s.minute for s in half]), np.array([s.memory for s in half])
    slope, _ = np.polyfit(minutes, memory, 1)
    return float(slope * (minutes[-1] - minutes[0]))


def draw(samples: list[Sample], rate: float, file: Path) -> None:
    """The plot, as SVG.

    Raises:
        ImportError: matplotlib is not installed.
    """
    import matplotlib as mpl

    mpl.use("svg")
    # The same samples make the same file.
    mpl.rcParams["svg.hashsalt"] = "memory"
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
    axes.plot([s.minute for s in samples], [s.memory for s in samples], linewidth=1)
    axes.set_ylim(0, 1.25 * max(s.memory for s in samples))
    axes.set_xlabel(f"minutes, at {rate:g} photographs a second")
    axes.set_ylabel("memory of the bot, MiB")
    axes.grid(alpha=0.3)
    figure.savefig(file, metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=20, help="photographs a second")
    parser.add_argument("--seeds", type=int, default=3, help="hands that draw each scene")
    parser.add_argument("--plot", type=Path, metavar="SVG", help="draw the memory there")
    given = parser.parse_args()
    samples, latencies, unasked = asyncio.run(run(given.minutes, given.rate, given.seeds))
    print(*rows(samples, latencies), sep="\n")
    print(f"{len(latencies)} replies, {unasked} unasked")
    print(f"memory grew by {growth(samples):+.2f} MiB over the last half")
    if given.plot:
        draw(samples, given.rate, given.plot)


if __name__ == "__main__":
    main()
