"""How much memory there is, how much was used, and giving it back."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
from pathlib import Path

from bot.machine.cgroups import GROUPS, MEMBER, around
from training.process.errors import TrainingError

V1_NO_LIMIT = 2**60
"""What the first version of control groups says where there is no limit is near 2**63."""


def free_mb(groups: Path = GROUPS, member: Path = MEMBER) -> int | None:
    """The memory that a new program can have: of the machine, container or service, the least.

    Files that the system keeps in memory count as free, for they make room for programs.

    Args:
        groups: where the control groups are.
        member: says which of them this process is in; a limit of any around that counts as well.

    Returns:
        Megabytes; `None` where the system does not say.
    """
    free = []
    with contextlib.suppress(OSError, ValueError, IndexError):
        lines = Path("/proc/meminfo").read_text().splitlines()
        free += [int(line.split()[1]) // 1024 for line in lines if line.startswith("MemAvailable")]
    for group in around(member, ""):
        free += _left(groups / group, "memory.max", "memory.current", "inactive_file")
    v1 = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
    for group in around(member, "memory"):
        free += _left(groups / "memory" / group, *v1)
    return min(free) if free else None


def require_memory(needed_mb: int) -> None:
    """Looks whether the machine, or the container, has this much memory free.

    Raises:
        TrainingError: it has not.
    """
    free = free_mb()
    if free is not None and free < needed_mb:
        raise TrainingError(
            f"This recipe needs about {needed_mb} MB of memory, and only {free} MB are free. "
            "Close other programs, or train on another machine and copy the folder."
        )


def peak_mb() -> float | None:
    """The most memory that this process has held so far, in MB; `None` on Windows."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 1024)


def give_back() -> None:
    """What is no longer needed goes back to the system, before others ask for theirs."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _left(group: Path, limit_file: str, used_file: str, cache: str) -> list[int]:
    """Megabytes up to the limit of a control group; nothing where there is no limit."""
    with contextlib.suppress(OSError, ValueError):
        limit, used = (int((group / name).read_text()) for name in (limit_file, used_file))
        if limit < V1_NO_LIMIT:
            rows = (line.split() for line in (group / "memory.stat").read_text().splitlines())
            kept = sum(int(row[1]) for row in rows if row[0] == cache)
            return [(limit - used + kept) // 2**20]
    return []
