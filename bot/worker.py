"""A few threads for what takes processor time, so that the event loop never waits for it."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")


class Busy(Exception):
    """More work waits than is sensible; try again later."""


class Worker:
    """A thread pool with an upper bound on what may wait in it.

    onnxruntime, OpenCV and Pillow's decoders release the GIL, so threads are enough, and a
    picture needs no copying between processes.

    Attributes:
        stop: set when what runs is to come to an end; what takes long is given it, and looks at it.
    """

    def __init__(self, threads: int, most: int) -> None:
        """Start with `threads` threads, taking at most `most` pieces of work at a time."""
        self.stop = threading.Event()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reading")
        self._most = most
        self._taken = 0

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `work` in a thread, in the same language, and return or raise what it does.

        Raises:
            Busy: if as much as may wait is waiting already; nothing has been called then.
        """
        if self._taken >= self._most:
            raise Busy
        self._taken += 1
        try:
            future = self._pool.submit(copy_context().run, partial(work, *args, **kwargs))
        except RuntimeError:
            self._taken -= 1
            raise
        loop = asyncio.get_running_loop()
        # Counted until the thread is done with it, also when nobody waits for it any longer.
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(self._finished))
        return await asyncio.wrap_future(future)

    def _finished(self) -> None:
        self._taken -= 1

    def close(self) -> None:
        """Let what runs come to an end, drop what waits."""
        self.stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
