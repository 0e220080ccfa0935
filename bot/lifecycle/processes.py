"""What a process leaves behind: its name, by which others see that it is gone, and a folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX: Final = "digit-bot-"
START_TIME: Final = 19
"""Which of the words after a process's name in its `stat` says when it began: see proc(5)."""


@contextlib.contextmanager
def workspace() -> Iterator[Path]:
    """A new folder, gone at the end of the block."""
    me = os.getpid()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{me}-{_began(me)}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove the folders whose process is gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        named = re.match(rf"{PREFIX}(\d+)-(\d+)-", folder.name)
        if named and _began(int(named[1])) != int(named[2]):
            shutil.rmtree(folder, ignore_errors=True)


def process_name() -> str:
    """What tells this process from any other, together with its number."""
    return f"{_machine()} {_began(os.getpid())}"


def is_here(name: str) -> bool:
    """Whether a process with this `process_name` runs, or ran, on this machine."""
    return name.rpartition(" ")[0] == _machine()


def is_gone(name: str, pid: int | None) -> bool:
    """Whether a process of this machine has ended.

    Args:
        name: its `process_name`.
        pid: its number.
    """
    return pid is None or str(_began(pid)) != name.rpartition(" ")[2]


def _machine() -> str:
    """What tells where a process's number means anything: containers may share a host's name.

    On Linux the boot and the namespace of processes are part of it.
    """
    with contextlib.suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_bytes()
        space = str(Path("/proc/self/ns/pid").readlink()).encode()
        return f"{socket.gethostname()}/{hashlib.sha256(boot + space).hexdigest()[:16]}"
    return socket.gethostname()


def _began(pid: int) -> int | None:
    """What tells when a process began; `None` if there is none with this number.

    A number alone may be another process's by now. Linux counts from the machine's start, which
    no correction of the clock moves; elsewhere it is whole seconds.
    """
    if sys.platform != "linux":
        import psutil

        try:
            return int(psutil.Process(pid).create_time())
        except psutil.Error:
            return None
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return int(told.rpartition(")")[2].split()[START_TIME])
