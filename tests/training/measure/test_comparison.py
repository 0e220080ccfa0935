"""What the gate measures, and that no file can harm what measures it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from modelfiles import SHIPPED, foreign, shifted, variant, with_external_data
from onnx import helper, numpy_helper

from training import data
from training.__main__ import main
from training.measure import comparison
from training.process import supervised
from training.process.errors import TrainingError
from training.synthesis import scenes

LINES = SHIPPED.with_name("lines.onnx")
ROOT = SHIPPED.parents[1]


@pytest.fixture(autouse=True)
def no_mnist(monkeypatch, tmp_path):
    """As on a worker: nothing is cached."""
    monkeypatch.delenv("MNIST_PATH", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


@pytest.fixture
def file(tmp_path):
    """Writes a model file."""

    def written(content: bytes, name: str = "candidate.onnx") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return written


@pytest.fixture
def few_scenes(monkeypatch):
    """The first dozen, for tests that ask for something else."""
    drawn = [scene for scene, _ in zip(scenes.scenes(), range(12), strict=False)]
    monkeypatch.setattr(comparison, "scenes", lambda: iter(drawn))


def test_scenes_are_always_the_same_and_mostly_read():
    drawn = list(scenes.scenes())
    assert drawn == list(scenes.scenes())
    assert len(drawn) == scenes.COUNT
    assert {digit for scene in drawn for digit in scene.text} == set("0123456789\n")
    model = comparison.Classifier(SHIPPED.read_bytes())
    reader = comparison.Reader(model, *comparison._other_networks(LINES))
    assert sum(reader.read(s.file).text == s.text for s in drawn) >= 0.9 * len(drawn)


def test_a_model_beside_itself(file, tiny, few_scenes):
    found = comparison.measure(file(variant("same-1")), SHIPPED, mnist=tiny, lines=LINES)
    old, new = found["active"], found["candidate"]
    assert new["version"] == "same-1"
    assert new["error"] is None
    assert new["mnist"] == old["mnist"]
    assert new["mnist"]["count"] == len(data.split(data.load(tiny).train)[1])
    assert new["mnist"]["right"] > 0.9 * new["mnist"]["count"]
    assert new["scenes"] == old["scenes"]
    assert 0 < new["batch_ms"] < 3 * old["batch_ms"]
    assert list(found["unchecked"]) == ["corrections"]


def test_a_worse_model_has_worse_figures(file, tiny, few_scenes):
    found = comparison.measure(file(variant("worse", 3.0)), SHIPPED, mnist=tiny, lines=LINES)
    old, new = found["active"], found["candidate"]
    assert new["mnist"]["right"] < 0.8 * old["mnist"]["right"]
    # Lines are mostly read by the line network, which both share.
    assert new["scenes"]["right"] <= old["scenes"]["right"]
    trusted = comparison.measure(file(shifted()), SHIPPED, mnist=tiny, lines=LINES)["candidate"]
    assert trusted["scenes"]["right"] < old["scenes"]["right"]


def test_corrections_also_ask_whether_it_is_a_digit(file, tmp_path, few_scenes):
    crops = np.zeros((4, 28, 28), np.uint8)
    crops[:3, 4:24, 13:16] = 255  # three times a 1, then a grid
    crops[3, 4:24:4, 4:24] = crops[3, 4:24, 4:24:4] = 255
    path = tmp_path / "held-out.npz"
    np.savez(path, images=crops, labels=np.array([1, 1, 10, 10]))
    found = comparison.measure(file(shifted()), SHIPPED, corrections=path, lines=LINES)
    assert found["active"]["corrections"] == {"right": 3, "count": 4}
    assert found["candidate"]["corrections"] == {"right": 1, "count": 4}


def test_what_cannot_be_measured_is_named(file, few_scenes):
    found = comparison.measure(file(variant("same-1")), SHIPPED, lines=LINES)
    assert found["unchecked"] == {
        "mnist": comparison.NO_MNIST,
        "corrections": comparison.NO_CORRECTIONS,
    }
    assert "mnist" not in found["candidate"]


def test_mnist_that_was_downloaded_before_is_used(file, tiny, few_scenes, tmp_path):
    cached = tmp_path / "keras" / "datasets" / "mnist.npz"
    cached.parent.mkdir(parents=True)
    cached.symlink_to(tiny)
    found = comparison.measure(file(variant("same-1")), SHIPPED, lines=LINES)
    assert found["candidate"]["mnist"]["count"] > 0


def test_without_an_active_model_nothing_is_compared(file, few_scenes):
    broken = file(b"torn", "active.onnx")
    found = comparison.measure(file(variant("same-1")), broken, lines=LINES)
    assert found["active"]["error"] is not None
    assert set(found["unchecked"]) == {"mnist", "corrections", "scenes", "speed"}


def times(nodes, *constants) -> bytes:
    """A model of the right form, its probabilities times a `factor` that `nodes` make."""
    model = onnx.load_from_string(shifted())
    for node in model.graph.node:
        if node.output[0] == "probabilities":
            node.output[0] = "some"
    model.graph.initializer.extend(constants)
    model.graph.node.extend(nodes)
    model.graph.node.append(helper.make_node("Mul", ["some", "factor"], ["probabilities"]))
    return model.SerializeToString()


def times_constant(value: float) -> bytes:
    return times([], numpy_helper.from_array(np.float32([value]), "factor"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: b"", "not an ONNX model"),
        (lambda: b"\x08\x08junk" * 100, "not an ONNX model"),
        (lambda: SHIPPED.read_bytes()[:-2000], "not an ONNX model"),
        (foreign, "only input must be 'image'"),
        (LINES.read_bytes, "only input must be 'image'"),
        (lambda: b"\0" * (20 * 2**20 + 1), "larger than 20 MB"),
        (lambda: with_external_data("weights.bin"), "not an ONNX model"),
        (lambda: with_external_data("../models/lines.onnx"), "not an ONNX model"),
        (lambda: with_external_data("/etc/hostname"), "not an ONNX model"),
        (lambda: variant("<b>\n" + "x" * 99), "version must be"),
        (lambda: times_constant(2.0), "not probabilities"),
        (lambda: times_constant(float("nan")), "not probabilities"),
    ],
    ids=["empty", "junk", "cut", "foreign", "lines", "large", "beside", "above", "absolute", "name",
         "doubled", "nan"],
)  # fmt: skip
def test_files_that_do_not_fit_are_named(file, content, words, few_scenes, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "weights.bin").write_bytes(b"\0" * 2**20)
    found = comparison.measure(file(content()), SHIPPED, lines=LINES)
    assert words in found["candidate"]["error"]
    assert found["active"]["error"] is None
    assert "scenes" not in found["candidate"]


def test_a_missing_line_network_is_an_error(file, tmp_path):
    with pytest.raises(TrainingError, match="cannot be opened"):
        comparison.measure(file(variant("same-1")), SHIPPED, lines=tmp_path / "none.onnx")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "training", "gate", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
        timeout=120,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of memory so")
def test_the_command_needs_little_and_no_tensorflow(file, tiny, tmp_path):
    # Not `ru_maxrss`, which begins with what the process that forked had.
    script = (
        "import re, sys; from training.__main__ import main; main(sys.argv[1:]);"
        "heavy = {'tensorflow', 'keras', 'onnx', 'matplotlib', 'rich'} & set(sys.modules);"
        "peak = re.search(r'VmHWM:\\s+(\\d+) kB', open('/proc/self/status').read());"
        "print(sorted(heavy), int(peak[1]) // 1024)"
    )
    candidate = file(variant("same-1"))
    told = subprocess.run(
        [sys.executable, "-c", script, "gate", candidate, SHIPPED, "--data", tiny, "--json"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
        cwd=tmp_path,
    ).stdout.splitlines()
    assert json.loads(told[0])["candidate"]["scenes"]["count"] == scenes.COUNT
    heavy, megabytes = told[1].rsplit(maxsplit=1)
    assert heavy == "[]"
    assert int(megabytes) < 250


def test_the_table_is_for_people(file, capsys, few_scenes, monkeypatch):
    monkeypatch.setattr(supervised, "behave", lambda most_mb: None)
    assert main(["gate", str(file(variant("same-1"))), str(SHIPPED)]) == 0
    printed = capsys.readouterr().out
    assert "same-1" in printed
    assert f"No mnist: {comparison.NO_MNIST}." in printed
    assert main(["gate", str(file(b"junk")), str(SHIPPED)]) == 0
    assert "The candidate: The file is not an ONNX model" in capsys.readouterr().out


def test_a_model_that_swells_is_stopped_before_it_takes_the_memory(file):
    size = numpy_helper.from_array(np.array([60_000, 60_000], np.int64), "size")
    one = numpy_helper.from_array(np.float32([1]), "one")
    swollen = times(
        [
            helper.make_node("ConstantOfShape", ["size"], ["large"], value=one),
            helper.make_node("ReduceMax", ["large"], ["factor"], keepdims=0),
        ],
        size,
    )
    done = run(file(swollen), SHIPPED, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["candidate"]["error"] in {
        "The file is not an ONNX model that can be loaded.",
        "The model loads, but fails on pictures.",
    }
