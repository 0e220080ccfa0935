"""The child process itself: what it may see, how it is watched, and that none is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import textwrap

import numpy as np
import psutil
import pytest
from children import children

from bot.contract import Alive, Batch, Began, Epoch, Evaluated, Failed, parse
from bot.lifecycle import training_child
from bot.lifecycle.training_child import ChildFailed, ask, environment, train

pytest.importorskip("keras", reason="the training extra is not installed")

SLOW = 120.0
"""Seconds of patience on a busy machine."""


def quick(tmp_path) -> list[str]:
    """A run that takes long enough for something to happen to it."""
    rng = np.random.default_rng(1)
    arrays = {}
    for part, count in (("train", 6000), ("test", 100)):
        arrays[f"x_{part}"] = rng.integers(0, 256, (count, 28, 28), np.uint8)
        arrays[f"y_{part}"] = np.arange(count, dtype=np.uint8) % 10
    np.savez(tmp_path / "noise.npz", **arrays)
    return ["--data", str(tmp_path / "noise.npz"), "--out", str(tmp_path / "out")]


async def the_child() -> psutil.Process:
    """The process that is running for this test."""
    while True:
        for one in children("training", "fit", recursive=False):
            return one
        await asyncio.sleep(0.01)


async def started(tmp_path, patience=SLOW):
    """A training, and its process as soon as it has lowered its own priority."""
    task = asyncio.create_task(
        train(quick(tmp_path), lambda event: None, threads=1, patience=patience)
    )
    process = await the_child()
    while process.nice() < 19:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    return task, process


def test_it_sees_nothing_that_it_does_not_need():
    ours = {
        "TELEGRAM_BOT_TOKEN": "1:secret",
        "DATABASE_URL": "postgresql://user:secret@host/db",
        "SENTRY_DSN": "https://secret@host/1",
        "ANYTHING": "secret",
        "PATH": "/bin",
        "https_proxy": "http://proxy",
        "MNIST_PATH": "mnist.npz",
    }
    seen = environment(ours, threads=3)
    assert not [value for value in seen.values() if "secret" in value]
    assert (seen["PATH"], seen["MNIST_PATH"]) == ("/bin", "mnist.npz")
    assert seen["https_proxy"] == "http://proxy"
    assert seen["TF_NUM_INTRAOP_THREADS"] == seen["OMP_NUM_THREADS"] == "3"


async def test_what_it_tells_is_passed_on_and_an_error_ends_it(tmp_path):
    told = []
    with pytest.raises(ChildFailed, match="no data file") as caught:
        await train(["--data", str(tmp_path / "none.npz")], told.append, threads=1, patience=SLOW)
    assert [type(event) for event in told] == [Failed]
    assert len(caught.value.lines) <= training_child.MOST_LINES
    assert psutil.Process().children() == []


async def test_killed_from_outside_it_is_told(tmp_path):
    task, process = await started(tmp_path)
    process.kill()
    with pytest.raises(ChildFailed, match="killed from outside"):
        await task


async def test_hanging_it_is_ended_though_it_hears_no_signal(tmp_path):
    task, process = await started(tmp_path, patience=2)
    process.suspend()
    with pytest.raises(ChildFailed, match="hung"):
        await asyncio.wait_for(task, 30)
    assert not process.is_running()


async def test_cancelling_ends_it_at_once(tmp_path, monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    task, process = await started(tmp_path)
    assert "1:secret" not in process.environ().values()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not process.is_running()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it takes a second longer")
async def test_no_child_outlives_a_bot_that_is_killed(tmp_path):
    code = textwrap.dedent(f"""
        import asyncio
        from bot.lifecycle.training_child import train
        asyncio.run(train({quick(tmp_path)!r}, print, threads=1, patience=100))
    """)
    bot = await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=training_child.ROOT)
    ours = []
    while not ours or ours[0].nice() < 19:
        await asyncio.sleep(0.01)
        ours = psutil.Process(bot.pid).children()
    os.kill(bot.pid, signal.SIGKILL)
    await bot.wait()
    _, alive = psutil.wait_procs(ours, timeout=10)
    assert alive == []


async def test_a_check_is_asked_for_and_bounded(tmp_path):
    assert b'"recipe": "quick"' in await ask(["check", "--json"], SLOW)
    with pytest.raises(ChildFailed, match="longer"):
        await ask(["check", "--json"], 0.05)
    with pytest.raises(ChildFailed) as caught:
        await ask(["check", "--recipe", "none"], SLOW)
    assert "invalid choice" in caught.value.lines[-1]
    assert psutil.Process().children() == []


@pytest.mark.parametrize(
    ("line", "event"),
    [
        (b'{"event": "start", "epochs": 6, "steps": 23, "recipe": "quick"}', Began(6, 23, "quick")),
        (
            b'{"event": "batch", "epoch": 1, "step": 2, "accuracy": 0.5, "loss": 1, "left_s": 3}',
            Batch(1, 2, 3.0, 0.5, 1.0),
        ),
        (
            b'{"event": "epoch", "epoch": 1, "accuracy": 0.9, "val_accuracy": 0.8}',
            Epoch(1, 0.9, 0.8),
        ),
        (b'{"event": "evaluate", "accuracy": 0.9}', Evaluated(0.9)),
        (b'{"event": "of a later version", "accuracy": 0.9}', Alive()),
        (b'{"event": "batch"}', None),
        (b'{"event": ["start"]}', None),
        (b"[1]", None),
        (b"WARNING: something", None),
        (b"[" * 100_000, None),
        (b"\xff\xfe", None),
        (b"", None),
    ],
)
def test_lines_are_events_or_nothing(line, event):
    assert parse(line) == event
