"""The model on disk: whole or not there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.lifecycle.cache import NOTE, Cached, ModelCache, checksum

ROOT = Path(__file__).parents[2]


def cached(content: bytes, version: int = 1) -> Cached:
    return Cached(version, checksum(content), content)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "some" / "models"


def test_what_was_stored_is_there_again(folder):
    cache = ModelCache(folder)
    assert cache.load() is None
    cache.store(cached(b"one"))
    cache.store(cached(b"two", 2))
    assert ModelCache(folder).load() == cached(b"two", 2)
    assert len(list(folder.glob("*.onnx"))) == 1


def test_the_shipped_model_is_only_noted(folder):
    cache = ModelCache(folder)
    cache.store(cached(b"one"))
    cache.store(Cached(None, "abc", b""))
    assert cache.load() == Cached(None)
    assert list(folder.glob("*.onnx")) == []


@pytest.mark.parametrize("harm", ["cut", "flipped", "gone", "note", "list", "halfnote"])
def test_what_is_damaged_is_not_there(folder, harm):
    cache = ModelCache(folder)
    cache.store(cached(b"content" * 100))
    [model] = folder.glob("*.onnx")
    note = folder / NOTE
    match harm:
        case "cut":
            model.write_bytes(model.read_bytes()[:-1])
        case "flipped":
            model.write_bytes(b"C" + model.read_bytes()[1:])
        case "gone":
            model.unlink()
        case "note":
            note.write_text(note.read_text()[:-3])
        case "list":
            note.write_text("[]")
        case "halfnote":
            note.write_text(json.dumps({"version": 1}))
    assert cache.load() is None


@pytest.mark.parametrize("version", ["seven", [7], {}, 7.5, 1e400, True])
def test_a_version_that_is_no_number_is_not_there(folder, caplog, version):
    cache = ModelCache(folder)
    cache.store(cached(b"content"))
    note = folder / NOTE
    note.write_text(json.dumps(json.loads(note.read_text()) | {"version": version}))
    assert cache.load() is None
    assert "cannot be used" in caplog.text


def test_where_nothing_can_be_written_all_stays_as_it_is(tmp_path, caplog):
    (tmp_path / "models").write_text("a file where the folder should be")
    cache = ModelCache(tmp_path / "models")
    cache.store(cached(b"one"))
    assert cache.load() is None
    assert "cannot be kept on disk" in caplog.text


def test_a_full_disk_keeps_the_model_before(folder, monkeypatch, caplog):
    cache = ModelCache(folder)
    cache.store(cached(b"one"))

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    cache.store(cached(b"two", 2))
    monkeypatch.undo()
    assert cache.load() == cached(b"one")
    assert list(folder.glob(".new-*")) == []
    assert "No space left" in caplog.records[0].why


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL here")
def test_killed_at_any_moment_it_is_whole(folder):
    """A process that swaps without end, killed again and again."""
    script = (
        "import sys; from pathlib import Path;"
        "from bot.lifecycle.cache import Cached, ModelCache, checksum;"
        "c = ModelCache(Path(sys.argv[1])); n = 0;"
        "print(1, flush=True)\n"
        "while True:\n"
        "    n += 1; b = bytes([n % 256]) * 300_000; c.store(Cached(n, checksum(b), b))"
    )
    for kill in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(folder)], cwd=ROOT, stdout=subprocess.PIPE
        )
        process.stdout.readline()
        time.sleep(0.02 + 0.013 * kill)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        there = ModelCache(folder).load()
        assert there is not None
        assert checksum(there.content) == there.sha256
    ModelCache(folder).store(cached(b"last", 9))
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [NOTE, f"{checksum(b'last')[:16]}.onnx"]
    )
