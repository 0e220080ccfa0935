"""A training as a child process: bounded, watched, and never left behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.contract import Done, Event, Failed, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT: Final = Path(__file__).parents[2]
"""Where `python -m training` is found."""
GRACE: Final = 2.0
"""Seconds that it may take to end when it is told to; nothing is lost when it is killed."""
MOST_LINES: Final = 20
MOST_OF_A_LINE: Final = 300
LONGEST: Final = 2**20
"""Bytes of a line beyond which it is not one of ours."""

PASSED: Final = frozenset({
    "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL", "LC_CTYPE", "TZ",
    "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
    "SYSTEMROOT", "SYSTEMDRIVE", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_CACHE_HOME",
    "MNIST_PATH", "KERAS_HOME", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "SSL_CERT_FILE",
    "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "SOURCE_DATE_EPOCH",
})  # fmt: skip
"""The variables that it needs. No other is passed on: not the token, not the database."""


class ChildFailed(Exception):
    """The training did not give a model; the text says why in a sentence.

    Attributes:
        lines: the last lines that it wrote, oldest first.
    """

    def __init__(self, why: str, lines: Sequence[str]) -> None:
        super().__init__(why)
        self.lines = tuple(lines)


async def train(
    arguments: Sequence[str],
    tell: Callable[[Event], None],
    *,
    threads: int,
    patience: float,
) -> Done:
    """Run `python -m training fit` to its end; cancelling this ends it at once.

    Args:
        arguments: of the command, after `fit`.
        tell: is called with every event, in order.
        threads: how many may compute at a time.
        patience: seconds without an event after which it counts as hanging.

    Raises:
        ChildFailed: it told an error, died, or hung. No process is left.
    """
    lines: deque[str] = deque(maxlen=MOST_LINES)
    bound = ("--progress", "json", "--parent", str(os.getpid()))
    process = await start(["fit", *arguments, *bound], threads)
    listening = asyncio.create_task(_keep(process.stderr, lines))
    done: Done | Failed | None = None
    try:
        assert process.stdout is not None
        while True:
            async with asyncio.timeout(patience):
                line = await _line(process.stdout)
                event = parse(line)
                while line and event is None:  # warnings of a library are no sign of progress
                    _remember(line, lines)
                    line = await _line(process.stdout)
                    event = parse(line)
            if event is None:
                break
            if isinstance(event, Done | Failed):
                done = event
            tell(event)
        async with asyncio.timeout(patience):
            status = await process.wait()
            await listening
    except TimeoutError:
        minutes = max(1, round(patience / 60))
        raise ChildFailed(f"It hung: nothing came for {minutes} min.", lines) from None
    finally:
        listening.cancel()
        await asyncio.shield(end(process))
    if isinstance(done, Failed):
        raise ChildFailed(done.message, lines)
    if status or done is None:
        raise ChildFailed(_why(status), lines)
    return done


async def ask(arguments: Sequence[str], within: float) -> bytes:
    """What `python -m training` prints with these arguments, whatever its status is.

    Raises:
        ChildFailed: it takes longer than `within` seconds, or prints nothing.
    """
    process = await start(arguments, threads=1)
    try:
        async with asyncio.timeout(within):
            out, err = await process.communicate()
    except TimeoutError:
        raise ChildFailed(f"It took longer than {within:g} s.", ()) from None
    finally:
        await asyncio.shield(end(process))
    if not out:
        raise ChildFailed(_why(process.returncode or 0), err.decode(errors="replace").splitlines())
    return out


async def start(arguments: Sequence[str], threads: int) -> asyncio.subprocess.Process:
    """Start `python -m training`, in a process group of its own."""
    apart: dict[str, Any] = {"process_group": 0}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.IDLE_PRIORITY_CLASS}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "training",
        *arguments,
        cwd=ROOT,
        env=environment(os.environ, threads),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        limit=LONGEST,
        **apart,
    )


def environment(ours: Mapping[str, str], threads: int) -> dict[str, str]:
    """What of the bot's environment a training may see, and how many threads it may have."""
    count = str(threads)
    return {name: value for name, value in ours.items() if name.upper() in PASSED} | {
        "TF_NUM_INTRAOP_THREADS": count,
        "TF_NUM_INTEROP_THREADS": "1",
        "OMP_NUM_THREADS": count,
        "OPENBLAS_NUM_THREADS": count,
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "PYTHONUNBUFFERED": "1",
    }


async def end(process: asyncio.subprocess.Process) -> None:
    """Let it end by itself, then kill it, then whatever it has started."""
    for stop in (process.terminate, process.kill):
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                stop()
        if await _gone(process):
            return
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


async def _gone(process: asyncio.subprocess.Process) -> bool:
    """Whether it, and what it has started, ends within `GRACE`."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(GRACE):
            while process.returncode is None or _has_group(process.pid):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            return True
    return False


def _has_group(pid: int) -> bool:
    """Whether a process group has members left."""
    if sys.platform == "win32":
        return False
    try:
        os.killpg(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


async def _keep(stream: asyncio.StreamReader | None, lines: deque[str]) -> None:
    assert stream is not None
    while line := await _line(stream):
        _remember(line, lines)


async def _line(stream: asyncio.StreamReader) -> bytes:
    """The next line; nothing at the end. What is too long for a line counts as an empty one."""
    try:
        return await stream.readline()
    except ValueError:
        return b"\n"


def _remember(line: bytes, lines: deque[str]) -> None:
    text = line.decode(errors="replace").rstrip()
    if text:
        lines.append(text[:MOST_OF_A_LINE])


def _why(status: int) -> str:
    if status == -signal.SIGKILL:
        return "It was killed from outside; the machine may have run out of memory."
    if status < 0:
        with contextlib.suppress(ValueError):
            return f"It was ended from outside ({signal.Signals(-status).name})."
    return f"It ended without a model (status {status})."
