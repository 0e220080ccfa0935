"""What works for the bot in the background does not outlive it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no process groups here")
def test_it_ends_with_its_parent():
    """A bot that is killed leaves nothing behind."""
    script = (
        "import subprocess, sys, os, time;"
        "c = subprocess.Popen([sys.executable, '-c', 'import os, sys, time;"
        "from training import background; background.stay_with(int(sys.argv[1]));"
        "print(1, flush=True);"
        "time.sleep(60)', str(os.getpid())], stdout=subprocess.PIPE);"
        "c.stdout.readline(); print(c.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        child = int(parent.stdout.readline())
    finally:
        parent.kill()
        parent.communicate()
    deadline = time.monotonic() + 20
    while alive(child):
        assert time.monotonic() < deadline, "the child lives on without its parent"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
