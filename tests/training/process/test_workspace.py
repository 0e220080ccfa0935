"""Where a run works: nothing is half written, whatever goes wrong, and stopping is not lost."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from training.process.errors import TrainingError
from training.process.workspace import publish, stopped_by_signals, workspace

ROOT = Path(__file__).parents[3]


def test_out_must_be_a_folder(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(TrainingError, match="is a file"), workspace(tmp_path / "file"):
        pass
    with (
        pytest.raises(TrainingError, match="cannot be written"),
        workspace(tmp_path / "file" / "out"),
    ):
        pass
    assert (tmp_path / "file").read_text() == "mine"


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path):
    def fill():
        with workspace(tmp_path / "out") as work:
            (work / "begun").write_text("half")
            Path("/dev/full").write_text("x" * 100_000)

    with pytest.raises(TrainingError, match="No space left"):
        fill()
    assert list(tmp_path.iterdir()) == []


def test_a_run_works_on_the_file_system_of_its_folder(tmp_path):
    out = tmp_path / "new" / "out"
    with workspace(out) as work:
        assert work.parent == out
        (work / "figures").mkdir()
        (work / "figures" / "a.png").write_text("a")
        publish(work, out)
    assert [path.relative_to(out).as_posix() for path in out.rglob("*.*")] == ["figures/a.png"]
    with workspace(out), workspace(tmp_path / "none" / "out"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new"]


def test_what_fails_while_files_are_moved_says_what_is_new(tmp_path):
    out = tmp_path / "out"
    (out / "digits.onnx").mkdir(parents=True)  # in the way
    with workspace(out) as work:
        (work / "digits.onnx").write_text("new")
        (work / "README.md").write_text("new")
        with pytest.raises(TrainingError, match=r"digits\.onnx cannot be .* but 1 of the 2 files"):
            publish(work, out)
    assert sorted(path.name for path in out.iterdir()) == ["README.md", "digits.onnx"]


def test_moving_files_is_not_stopped_halfway(tmp_path, monkeypatch):
    moved = Path.replace

    def told_to_stop(path, target):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.05)
        return moved(path, target)

    monkeypatch.setattr(Path, "replace", told_to_stop)
    with workspace(tmp_path / "out") as work:
        for name in ("a.png", "digits.onnx"):
            (work / name).write_text(name)
        publish(work, tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_where_no_clock_raises_signals_it_works_as_well(tmp_path):
    code = (
        "import signal, sys, pathlib\n"
        "del signal.SIGALRM, signal.setitimer, signal.ITIMER_REAL\n"
        "from training.process.workspace import workspace\n"
        "try:\n"
        "    with workspace(pathlib.Path(sys.argv[1])):\n"
        "        signal.raise_signal(signal.SIGTERM)\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "out")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "stopped\n"
    assert not (tmp_path / "out").exists()


def test_a_signal_that_gets_lost_is_raised_again():
    before = signal.getsignal(signal.SIGINT)

    def run():
        with stopped_by_signals():
            with contextlib.suppress(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.1)
            time.sleep(10)

    with pytest.raises(KeyboardInterrupt):
        run()
    time.sleep(0.7)
    assert signal.getsignal(signal.SIGINT) is before
