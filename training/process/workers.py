"""Processes that draw pictures for the one that trains."""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import Final

import cv2

from bot.machine.cores import sensible_threads

MOST: Final = 8
"""Each of them takes 125 MB of memory."""


def count() -> int:
    """How many are worth their memory on this machine, or in this container."""
    return min(sensible_threads(keep=0), MOST)


def settle() -> None:
    """Makes this process one that draws for the one that trains, and ends with it."""
    cv2.setNumThreads(1)
    # Ctrl-C goes to every process of a terminal; the one that trains decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


@contextlib.contextmanager
def short_of_memory() -> Iterator[None]:
    """What asks such processes for pictures, which the system ends where memory runs out.

    Raises:
        MemoryError: one of them has ended.
    """
    try:
        yield
    except BrokenProcessPool as error:
        raise MemoryError from error


def _end_with_parent() -> None:
    """Ends this process when the one that trains is killed and cannot say so."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    multiprocessing.connection.wait([parent.sentinel])
    os._exit(1)
