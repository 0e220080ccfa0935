"""What tells processes apart, and what a dead one leaves behind."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from bot.lifecycle import processes as module
from bot.lifecycle.processes import is_gone, is_here, process_name, sweep, workspace

ROOT = Path(__file__).parents[2]


@pytest.fixture
def other():
    """A process that waits until it is killed."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def folders(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def named(process) -> str:
    return f"{process_name().rpartition(' ')[0]} {module._began(process.pid)}"


def test_a_process_is_known_by_its_number_and_its_beginning(other):
    name = named(other)
    assert is_here(name)
    assert not is_gone(name, other.pid)
    assert is_gone(name, os.getpid()), "another process has the number"
    other.kill()
    other.wait()
    assert is_gone(name, other.pid)
    assert is_gone(name, None)
    assert not is_here("another-machine 5")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process began by the clock")
def test_a_clock_that_is_set_changes_no_process(monkeypatch):
    name = process_name()
    boot = psutil.boot_time()
    monkeypatch.setattr(psutil._psplatform, "boot_time", lambda: boot + 3600)
    assert not is_gone(name, os.getpid())


def test_a_process_of_another_container_is_not_looked_for_here():
    code = "from bot.lifecycle.processes import process_name; print(process_name())"
    command = ["unshare", "--pid", "--fork", "--mount-proc", sys.executable, "-c", code]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"this machine makes no namespace of processes: {error}")
    there = done.stdout.strip()
    assert there.split("/")[0] == socket.gethostname(), "both have one name"
    assert not is_here(there)


def test_a_folder_is_gone_at_the_end_or_when_its_process_is(folders, other):
    with workspace() as mine:
        theirs = folders / f"{module.PREFIX}{other.pid}-{module._began(other.pid)}-x"
        theirs.mkdir()
        (theirs / "model.onnx").write_bytes(b"half")
        (folders / "something-else").mkdir()
        sweep()
        assert mine.is_dir()
        assert theirs.is_dir()
        other.kill()
        other.wait()
        sweep()
        assert not theirs.exists()
        assert mine.is_dir()
    assert [path.name for path in folders.iterdir()] == ["something-else"]
