"""The control groups of Linux, which limit what a container or service may use."""

from __future__ import annotations

import contextlib
from pathlib import Path, PurePosixPath
from typing import Final

GROUPS: Final = Path("/sys/fs/cgroup")
"""Where they are."""
MEMBER: Final = Path("/proc/self/cgroup")
"""Says which of them this process is in."""


def around(member: Path, controller: str) -> list[PurePosixPath]:
    """The control group of a process, and all around it, whose limits count as well.

    Args:
        member: says which group the process is in; where it cannot be read, the outermost counts.
        controller: what is limited, in the first version of control groups: `cpu`, `memory`. The
            second version has no controllers: an empty text.
    """
    with contextlib.suppress(OSError, ValueError):
        for line in member.read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            if controller in controllers.split(","):
                own = PurePosixPath(path.lstrip("/"))
                return [own, *own.parents]
    return [PurePosixPath()]
