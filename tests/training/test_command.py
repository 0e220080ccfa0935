"""The command line: what it says when something is wrong, and that nothing is half written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from training.__main__ import main
from training.process.errors import TrainingError
from training.process.memory import require_memory
from training.recipes import RECIPES

ROOT = Path(__file__).parents[2]


def told(capsys):
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return captured


def test_help_and_wrong_words(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    assert "figures" in told(capsys).out
    with pytest.raises(SystemExit) as caught:
        main(["--recipe", "nonsense"])
    assert caught.value.code == 2
    said = told(capsys).err
    assert all(name in said for name in RECIPES)


def test_no_tensorflow_says_how_to_get_it(monkeypatch, capsys, tiny, tmp_path):
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    assert main(["--data", str(tiny), "--out", str(tmp_path / "o"), "--progress", "none"]) == 1
    said = told(capsys).err
    assert "tensorflow" in said
    assert "uv sync --extra training" in said
    assert not (tmp_path / "o").exists()


WITHOUT = """
import sys
sys.modules |= dict.fromkeys(("tensorflow", "keras", "tf2onnx", "onnx", "matplotlib", "rich"))
from training.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("arguments", "lacks"),
    [
        (["--out", "nowhere"], "rich"),
        (["--recipe", "quick", "--out", "nowhere"], "rich"),
        (["evaluate", "models/digits.onnx"], "rich"),
        (["evaluate", "models/digits.onnx", "--json"], "Keras"),
        (["figures"], "matplotlib"),
    ],
)
def test_every_command_says_how_to_get_the_extra(arguments, lacks):
    plain = {name: value for name, value in os.environ.items() if name != "MNIST_PATH"}
    command = [sys.executable, "-c", WITHOUT, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert lacks in done.stderr
    assert "uv sync --extra training" in done.stderr


def test_evaluating_needs_no_tensorflow(monkeypatch, fitted, tiny, capsys):
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    monkeypatch.setitem(sys.modules, "keras", None)
    assert main(["evaluate", str(fitted.model), "--data", str(tiny), "--json", "--fast"]) == 0
    assert json.loads(told(capsys).out)["mnist"]["pictures"] == 300


def test_errors_of_the_data_reach_programs_as_an_event(capsys, tmp_path):
    pytest.importorskip("keras")
    arguments = ["--data", str(tmp_path / "none.npz"), "--out", str(tmp_path / "o")]
    assert main([*arguments, "--progress", "json"]) == 1
    events = [json.loads(line) for line in told(capsys).out.splitlines()]
    assert [event["event"] for event in events] == ["error"]
    assert "none.npz" in events[0]["message"]
    assert not (tmp_path / "o").exists()


def test_fine_tuning_wants_corrections_and_a_model(capsys, tiny, tmp_path):
    pytest.importorskip("keras")
    common = ["--recipe", "fine-tune", "--data", str(tiny), "--out", str(tmp_path / "o")]
    assert main([*common, "--progress", "none"]) == 1
    assert "needs --corrections" in told(capsys).err
    np.savez(tmp_path / "c.npz", images=np.zeros((1, 28, 28), np.uint8), labels=np.array([10]))
    more = ["--corrections", str(tmp_path / "c.npz"), "--from", str(tmp_path / "none.onnx")]
    assert main([*common, *more, "--progress", "none"]) == 1
    assert "none.onnx" in told(capsys).err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.npz"]


def test_memory_that_runs_out_where_no_recipe_is_trained(capsys, monkeypatch, tiny):
    from training import evaluate

    def fail(*_args, **_more):
        raise MemoryError

    monkeypatch.setattr(evaluate, "evaluate", fail)
    assert main(["evaluate", "models/digits.onnx", "--data", str(tiny)]) == 1
    assert told(capsys).err == "Memory ran out. Close other programs.\n"


@pytest.mark.parametrize("recipe", ["quick", "lines"])
def test_too_little_memory_halfway_is_told(capsys, tiny, tmp_path, monkeypatch, recipe):
    tf = pytest.importorskip("tensorflow")
    from training import run
    from training.lines import run as line_run
    from training.synthesis import penstrokes

    def fail(*_args, **_more):
        raise tf.errors.ResourceExhaustedError(None, None, "a process was ended")

    monkeypatch.setattr(run, "run", fail)
    monkeypatch.setattr(line_run, "run", fail)
    monkeypatch.setattr(penstrokes, "load", lambda _: None)
    arguments = ["--recipe", recipe, "--data", str(tiny), "--out", str(tmp_path / "o")]
    assert main([*arguments, "--progress", "none"]) == 1
    assert "Memory ran out" in told(capsys).err


def test_evaluating_what_is_no_model(capsys, tiny, tmp_path):
    (tmp_path / "text.onnx").write_text("no model")
    assert main(["evaluate", str(tmp_path / "text.onnx"), "--data", str(tiny)]) == 1
    assert "text.onnx is not a model file" in told(capsys).err
    assert main(["evaluate", str(tmp_path / "none.onnx"), "--data", str(tiny)]) == 1
    assert "There is no model file" in told(capsys).err
    assert main(["evaluate", str(ROOT / "models" / "lines.onnx"), "--data", str(tiny)]) == 1
    assert "takes line and gives columns. Pass one that takes an image" in told(capsys).err


def test_a_model_is_looked_at_before_mnist_is_downloaded(capsys, tmp_path, monkeypatch):
    monkeypatch.delenv("MNIST_PATH", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setitem(sys.modules, "keras", None)
    assert main(["evaluate", str(tmp_path / "none.onnx")]) == 1
    assert "There is no model file" in told(capsys).err


def test_a_wrong_folder_of_photos_is_told_before_the_training(tiny, tmp_path, capsys, monkeypatch):
    pytest.importorskip("keras")
    from training import fit

    monkeypatch.setattr(fit, "train", None)
    arguments = ["--data", str(tiny), "--out", str(tmp_path / "o"), "--progress", "none"]
    assert main([*arguments, "--photos", str(tmp_path)]) == 1
    assert "holds no labels.csv" in told(capsys).err
    (tmp_path / "labels.csv").write_text("file,label,kind,source,part\na.png,3,p,me,choose\n")
    assert main([*arguments, "--photos", str(tmp_path)]) == 1
    assert "whose part is report" in told(capsys).err


def test_too_little_memory_is_told_before_it_starts():
    with pytest.raises(TrainingError, match=r"needs about 1000000000 MB of memory, and only \d+"):
        require_memory(10**9)
    require_memory(1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_what_was_there(tiny, tmp_path, number):
    pytest.importorskip("keras")
    out = tmp_path / "out"
    out.mkdir()
    (out / "digits.onnx").write_text("the good one")
    arguments = ["--recipe", "seed", "--progress", "json", "--data", str(tiny), "--out", str(out)]
    process = subprocess.Popen(
        [sys.executable, "-m", "training", *arguments],
        cwd=ROOT,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    for line in process.stdout:
        if json.loads(line)["event"] == "batch":
            break
    assert len(list(out.iterdir())) == 2, "the run works in a folder of its own"
    process.send_signal(number)
    began = time.monotonic()
    rest, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert time.monotonic() - began < 30
    last = json.loads(rest.splitlines()[-1])
    assert last == {"event": "error", "message": "Stopped. Nothing was written."}
    assert "Traceback" not in errors
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (out / "digits.onnx").read_text() == "the good one"
    assert len(list(out.iterdir())) == 1


def test_figures_say_what_is_wrong_with_the_card_or_the_folder(fitted, tiny, tmp_path, capsys):
    pytest.importorskip("keras")
    (tmp_path / "digits.onnx").write_bytes(fitted.model.read_bytes())
    (tmp_path / "digits.json").write_text("{")
    command = ["figures", str(tmp_path / "digits.onnx"), "--data", str(tiny)]
    assert main(command) == 1
    assert "digits.json cannot be read" in told(capsys).err
    (tmp_path / "digits.json").unlink()
    assert main([*command, "--out", str(tmp_path / "digits.onnx")]) == 1
    assert "cannot be written" in told(capsys).err


def test_figures_are_drawn_again_from_the_file_and_its_card(fitted, tiny, tmp_path, capsys):
    pytest.importorskip("keras")
    out = tmp_path / "figures"
    assert main(["figures", str(fitted.model), "--data", str(tiny), "--out", str(out)]) == 0
    lines = told(capsys).out.split()
    assert [Path(line).name for line in lines].count("curves.png") == 1
    for path in out.iterdir():
        assert path.read_bytes() == (fitted.out / "figures" / path.name).read_bytes()
