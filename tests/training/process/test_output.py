"""Commands of which nothing more can be printed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from modelfiles import SHIPPED

ROOT = Path(__file__).parents[3]
CHECK = ("check", "--recipe", "quick")
GATE = ("gate", "none.onnx", str(SHIPPED), "--data")
FIT = ("fit", "--data", "none.npz", "--progress", "json")
EVALUATE = ("evaluate", str(SHIPPED), "--fast", "--data")


@pytest.fixture
def run(tiny):
    """Runs a command, the last option of which may be `--data`, with its output to a file."""

    def ran(arguments, out):
        data = [str(tiny)] if arguments[-1] == "--data" else []
        return subprocess.run(
            [sys.executable, "-m", "training", *arguments, *data],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    return ran


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", [CHECK, (*CHECK, "--json"), GATE, FIT])
def test_who_listens_no_longer_is_told_nothing(run, monkeypatch, arguments, unbuffered):
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    ours, theirs = os.pipe()
    os.close(ours)
    try:
        done = run(arguments, theirs)
    finally:
        os.close(theirs)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
@pytest.mark.parametrize("arguments", [CHECK, GATE, FIT, EVALUATE])
def test_a_full_disk_is_told(run, arguments):
    with Path("/dev/full").open("w") as full:
        done = run(arguments, full)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "No more can be printed: No space left on device."
    assert "Traceback" not in done.stderr
