"""A process that works for the bot in the background, and must not outlive or disturb it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time
from typing import Final

NICE: Final = 10
IDLE: Final = 19
LOOK_EVERY: Final = 1.0
_SET_PARENT_DEATH_SIGNAL: Final = 1


def stay_with(parent: int) -> None:
    """Ends this process when the process `parent`, its parent, has ended, however it did.

    Args:
        parent: its number.
    """
    if sys.platform == "linux":
        # The kernel does it, also when Python is busy.
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_EVERY)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()


def give_way() -> None:
    """Takes only processor time that nobody else wants."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(IDLE)


def behave(most_mb: int) -> None:
    """Leaves the processor to others, and takes no more than so much memory of its own.

    Args:
        most_mb: beyond it, asking for memory fails.
    """
    with contextlib.suppress(OSError, AttributeError):
        os.nice(NICE)
    with contextlib.suppress(ImportError, OSError, ValueError, AttributeError):
        import resource

        most = most_mb * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
