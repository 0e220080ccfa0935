"""The processes below a process."""

from __future__ import annotations

import contextlib

import psutil


def children(*words: str, of: int | None = None, recursive: bool = True) -> list[psutil.Process]:
    """Those whose command has all of `words`, below process `of` or this one.

    One that ends while it is looked at, or has ended and is not waited for yet, is none.
    """
    found = []
    for one in psutil.Process(of).children(recursive=recursive):
        with contextlib.suppress(psutil.NoSuchProcess):
            if set(words) <= set(one.cmdline()):
                found.append(one)
    return found
