"""Whether a run can succeed here is said before it starts, quickly, and with what to do."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from bot import contract
from bot.lifecycle.training_backend import Kind, elsewhere
from training.__main__ import main
from training.command import preflight
from training.lines.recipe import RECIPES as LINE_RECIPES
from training.process import memory
from training.process.memory import free_mb
from training.recipes import RECIPES

ROOT = Path(__file__).parents[3]


@pytest.fixture
def archive(tmp_path) -> Path:
    """A file that looks like MNIST from outside."""
    path = tmp_path / "mnist.npz"
    np.savez(path, x_train=1, y_train=1, x_test=1, y_test=1)
    return path


def asked(name, **more):
    return {one.name: one for one in preflight.check(name, **more)}


def test_everything_is_there(archive, capsys):
    pytest.importorskip("keras")
    assert main(["check", "--recipe", "quick", "--data", str(archive), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"]
    assert {one["name"] for one in told["checks"]} == {"libraries", "memory", "data", "disk"}
    assert all(one["ok"] for one in told["checks"])


def test_what_is_missing_is_said_with_what_to_do_and_where_else_to_train(
    archive, monkeypatch, capsys
):
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    monkeypatch.setattr(preflight, "free_mb", lambda: 400)
    assert main(["check", "--recipe", "release", "--data", str(archive)]) == 1
    told = capsys.readouterr().out
    assert "tensorflow" in told
    assert "uv sync --extra training" in told
    assert "needs about 2000 MB of memory, and 400 MB are free" in told
    assert "uv run --extra training python -m training --recipe release" in told


def test_fine_tuning_wants_corrections(archive):
    assert not asked("fine-tune", data=archive)["corrections"].ok
    assert "/corrections" in asked("fine-tune", data=archive)["corrections"].message
    assert asked("fine-tune", data=archive, corrections=3)["corrections"].ok
    assert contract.elsewhere("fine-tune").endswith("--corrections corrections.npz")


def test_a_recipe_of_pen_strokes_wants_no_corrections(archive):
    assert "corrections" not in asked("strokes", data=archive)
    for recipe in ("strokes", *LINE_RECIPES):
        assert "--strokes" in contract.elsewhere(recipe)


@pytest.mark.parametrize("kind", Kind)
def test_the_bot_names_the_same_command_where_it_cannot_ask(kind):
    assert elsewhere(kind) == contract.elsewhere(kind.recipe)


def test_data_given_but_gone_or_damaged(archive, tmp_path, monkeypatch):
    assert "no data file" in asked("quick", data=tmp_path / "none.npz")["data"].message
    (tmp_path / "half.npz").write_bytes(archive.read_bytes()[:200])
    monkeypatch.setenv("MNIST_PATH", str(tmp_path / "half.npz"))
    assert "damaged" in asked("quick")["data"].message
    monkeypatch.setenv("MNIST_PATH", str(tmp_path))
    assert asked("quick")["data"].ok


@pytest.mark.parametrize("folder", ["keras", "home/.keras", "tmp/.keras"])
def test_data_that_keras_has_kept_or_can_download(archive, tmp_path, monkeypatch, folder):
    monkeypatch.delenv("MNIST_PATH", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("KERAS_HOME", raising=False)
    if folder == "keras":
        monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setattr(preflight, "ORIGIN", "http://127.0.0.1:9/mnist.npz")
    assert "cannot be downloaded" in asked("quick")["data"].message
    monkeypatch.setattr(preflight, "ORIGIN", archive.as_uri())
    assert "downloaded first" in asked("quick")["data"].message
    (tmp_path / folder / "datasets").mkdir(parents=True)
    archive.rename(tmp_path / folder / "datasets" / "mnist.npz")
    assert asked("quick")["data"].message == "MNIST is there."


def test_what_was_given_is_named_where_it_cannot_be_used(archive, tmp_path, monkeypatch):
    gone = tmp_path / "none.npz"
    assert "or leave --data out to have" in asked("quick", data=gone)["data"].message
    monkeypatch.setenv("MNIST_PATH", str(gone))
    assert "or unset MNIST_PATH to have" in asked("quick")["data"].message
    assert asked("quick", data=archive, out=archive)["disk"].message.endswith("Pass a folder.")
    monkeypatch.setattr(preflight.os, "access", lambda path, _: path != tmp_path)
    told = asked("quick", data=archive, out=tmp_path / "new" / "out")["disk"].message
    assert told == f"{tmp_path} cannot be written. Pass as --out a folder that can."
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert "Set TMPDIR to a folder that can" in asked("quick", data=archive)["disk"].message


def test_a_full_disk(archive, monkeypatch):
    monkeypatch.setattr(preflight, "DISK_MB", 10**9)
    assert "MB are needed" in asked("quick", data=archive)["disk"].message


@pytest.mark.parametrize("group", ["", "bot.slice", "bot.slice/bot.service"])
@pytest.mark.parametrize("version", [1, 2])
def test_a_limit_counts_wherever_it_is_set_and_files_kept_in_memory_are_free(
    tmp_path, version, group
):
    member = tmp_path / "cgroup"
    controllers = {1: "4:cpu,memory", 2: "0:"}[version]
    member.write_text(f"3:cpuset:/\n{controllers}:/bot.slice/bot.service\n")
    folder = tmp_path / ("memory" if version == 1 else "") / group
    folder.mkdir(parents=True, exist_ok=True)
    names = {
        1: ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
        2: ("memory.max", "memory.current", "inactive_file"),
    }[version]
    (folder / names[0]).write_text(f"{512 * 2**20}\n")
    (folder / names[1]).write_text(f"{400 * 2**20}\n")
    (folder / "memory.stat").write_text(f"anon 1\n{names[2]} {100 * 2**20}\n")
    assert free_mb(tmp_path, member) == 212
    none = {1: "9223372036854771712", 2: "max"}[version]
    (folder / names[0]).write_text(f"{none}\n")
    assert free_mb(tmp_path, member) != 212


def test_memory_that_cannot_be_told_is_no_obstacle(archive, monkeypatch):
    monkeypatch.setattr(preflight, "free_mb", lambda: None)
    assert asked("quick", data=archive)["memory"].ok
    monkeypatch.setattr(memory, "free_mb", lambda: None)
    memory.require_memory(10**9)


def test_it_imports_nothing_heavy(archive):
    code = (
        "import sys; from training.__main__ import main; "
        f"main(['check', '--data', {str(archive)!r}]); "
        "print(sorted({'tensorflow', 'keras', 'onnx', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_recipe_can_be_asked_for(archive):
    for name in [*RECIPES, "lines"]:
        assert asked(name, data=archive)["disk"].ok
