"""How much of the processor this process may use."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from bot.machine.cgroups import GROUPS, MEMBER, around

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def sensible_threads(keep: int = 1, groups: Path = GROUPS, member: Path = MEMBER) -> int:
    """How many threads may compute: at least one.

    Args:
        keep: how many cores are for others, such as the bot.
        groups: where the control groups are.
        member: says which of them this process is in; a limit of any around that counts as well.
    """
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        cores = os.cpu_count() or 1
    return max(1, min([cores, *(round(share) for share in _shares(groups, member))]) - keep)


def _shares(groups: Path, member: Path) -> Iterator[float]:
    """The limits that are set, in cores."""
    for group in around(member, ""):
        with contextlib.suppress(OSError, ValueError):  # "max" is no limit
            most, period = (groups / group / "cpu.max").read_text().split()
            yield int(most) / int(period)
    for group in around(member, "cpu"):
        with contextlib.suppress(OSError, ValueError):
            folder = groups / "cpu" / group
            names = ("cpu.cfs_quota_us", "cpu.cfs_period_us")
            quota, length = (int((folder / name).read_text()) for name in names)
            if quota > 0:  # -1 is no limit
                yield quota / length
