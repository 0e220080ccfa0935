"""One bot of several processes at one PostgreSQL server: how fast, and what each part costs.

    python -m benchmarks.several --database URL [--processes 1 2 4] [--photos 1000]

The processes are `python -m bot web` behind a router, as on a platform. Router, people and their
Telegram (the local Bot API server) are this process, and share the machine with them, so that of
few cores two processes cannot give twice as much: the processor time of each part tells what a
machine with more would. The database's is that of every process called `postgres`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx
import psutil

from benchmarks.botprocess import WITHIN, environment_of, memory_of
from benchmarks.crowd import Crowd
from benchmarks.load import percentile
from benchmarks.router import Router, free_ports
from localtelegram.server import BotApiServer

AT_ONCE: Final = 32
"""Photos that wait at any time."""
WARM: Final = 100


@contextlib.asynccontextmanager
async def processes(
    telegram: BotApiServer, folder: Path, database: str, count: int
) -> AsyncIterator[list[int]]:
    """Runs so many, all ready; gives their numbers."""
    own, *ports = free_ports(count + 1)
    running: list[asyncio.subprocess.Process] = []
    async with Router(own, ports) as router:
        try:
            for place, port in enumerate(ports):
                environment = environment_of(
                    telegram,
                    DATABASE_URL=database,
                    MODEL_CACHE=str(folder / f"models-{place}"),
                    WEBHOOK_URL=router.url,
                    WEBHOOK_HOST="127.0.0.1",
                    PORT=str(port),
                    USER_SECRET="of all of these processes",
                )
                with (folder / f"log-{count}-{place}").open("wb") as errors:
                    running.append(
                        await asyncio.create_subprocess_exec(
                            sys.executable, "-m", "bot", "web",
                            cwd=folder, env=environment, stderr=errors,
                        )
                    )  # fmt: skip
                await _ready(port)
            yield [process.pid for process in running]
        finally:
            for process in running:
                process.terminate()
            for process in running:
                await process.wait()


async def _ready(port: int) -> None:
    async with asyncio.timeout(WITHIN), httpx.AsyncClient() as asker:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if (await asker.get(f"http://127.0.0.1:{port}/readyz")).is_success:
                    return
            await asyncio.sleep(0.1)


def spent(pids: Sequence[int]) -> dict[str, float]:
    """Processor seconds so far: of the bot, of the database, and of this process."""
    database = [p for p in psutil.process_iter(["name"]) if p.info["name"] == "postgres"]
    bots = map(psutil.Process, pids)
    parts = {"bot": bots, "database": database}
    seconds = {name: sum(sum(p.cpu_times()[:4]) for p in own) for name, own in parts.items()}
    return seconds | {"people, Telegram, router": time.process_time()}


async def run(database: str, counts: Sequence[int], photos: int) -> None:
    """Measures and prints a line for each number of processes."""
    titles = ("replies/s", "p50 ms", "p99 ms", "MiB each", "bot ms", "database ms", "rest ms")
    print(f"{'processes':>9}" + "".join(f"{title:>13}" for title in titles))
    for count in counts:
        with tempfile.TemporaryDirectory() as top:
            async with BotApiServer(history=200, record=100) as telegram:
                crowd = Crowd(telegram)
                await crowd.prepare(3)
                async with processes(telegram, Path(top), database, count) as pids:
                    await crowd.crowd_in(WARM, AT_ONCE)
                    crowd.latencies.clear()
                    before = spent(pids)
                    seconds = await crowd.crowd_in(photos, AT_ONCE)
                    after = spent(pids)
                    memory = sum(map(memory_of, pids)) / count
        costs = [1000 * (after[name] - before[name]) / photos for name in after]
        soon = [percentile(crowd.latencies, share) for share in (0.5, 0.99)]
        row = (photos / seconds, *soon, memory, *costs)
        print(f"{count:>9}" + "".join(f"{value:>13.1f}" for value in row), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--database", required=True, metavar="URL", help="of a PostgreSQL server")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--photos", type=int, default=1_000)
    given = parser.parse_args()
    asyncio.run(run(given.database, given.processes, given.photos))


if __name__ == "__main__":
    main()
