"""Killed at any moment, while models are kept, let in and swapped."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from databases import opened
from modelfiles import variant

ROOT = Path(__file__).parents[2]


SWAPPER = """
import asyncio, sys
from pathlib import Path
from bot.lifecycle import evaluation
from bot.lifecycle.cache import ModelCache
from bot.lifecycle.promotion import Origin, Promotion
from bot.lifecycle.registry import ModelRegistry
from bot.storage import Database

async def figures(pair, shipped, work):
    same = {"error": None, "batch_ms": 1.0, "version": str(len(pair.candidate))}
    same |= {name: {"right": 9, "count": 10} for name in ("mnist", "corrections", "scenes")}
    return {"candidate": same, "active": same, "unchecked": {}}

async def main(address, shipped, cache, *candidates):
    evaluation.measure = figures
    database = Database(address)
    database.start()
    registry = ModelRegistry(Path(shipped), ModelCache(Path(cache)), database)
    registry.load()
    promotion = Promotion(database, Path(shipped), registry)
    while True:
        for candidate in candidates:
            await promotion.propose(Path(candidate), origin=Origin.TRAINED, by=1)
            print(1, flush=True)

asyncio.run(main(*sys.argv[1:]))
"""


def swap_and_be_killed(swaps: int, *arguments: object) -> None:
    """Runs `SWAPPER` until it is somewhere in the swap after so many."""
    process = subprocess.Popen(
        [sys.executable, "-c", SWAPPER, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    for _ in range(swaps):
        assert process.stdout.readline()
    time.sleep(0.007 * swaps)
    process.kill()
    process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL here")
async def test_killed_at_any_moment_the_bot_is_whole(address, shipped, tmp_path, make_registry):
    """Candidates are kept, let in and swapped without end; only the measuring is skipped."""
    contents = [variant(f"kill-{n}") for n in range(3)]
    files = [tmp_path / f"{n}.onnx" for n in range(3)]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)
    seen = set()
    for swaps in range(1, 6):
        swap_and_be_killed(swaps, address, shipped, tmp_path / "disk", *files)
        async with opened(address) as database:
            versions = await database.versions.listed(10)
            for version in versions:
                assert await database.versions.content(version.id) in contents
            at_once = make_registry(of=database).current
            assert at_once.version in {None, *(version.id for version in versions)}
            followed = await make_registry(of=database).follow()
            assert followed.version == await database.versions.active_id()
            seen.add(followed.version)
    assert len(seen) > 1
