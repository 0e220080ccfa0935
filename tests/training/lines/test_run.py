import dataclasses
import io
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from modelfiles import SHIPPED

from bot.reading.line.network import LineNetwork
from bot.reading.reader import Reader
from training.lines.recipe import LINES, MORE
from training.process.errors import TrainingError
from training.process.progress import NoProgress

TINY = dataclasses.replace(
    LINES, rounds=2, pool=64, uses=1, batch=16, writers=200, renewed=32, counted=64, scenes=12
)


class Told(NoProgress):
    def __init__(self):
        self.events = []

    def tell(self, event, **values):
        self.events.append((event, values))

    def epochs(self):
        return [values["epoch"] for event, values in self.events if event == "epoch"]


class Stopped(Told):
    def tell(self, event, **values):
        super().tell(event, **values)
        if event == "epoch":
            raise KeyboardInterrupt


@dataclasses.dataclass
class Made:
    out: Path
    checkpoint: bytes
    stopped: Told
    told: Told


@pytest.fixture(scope="module")
def made(tmp_path_factory, tiny, strokes):
    """A run that was stopped after its first round, and gone on with to its end."""
    pytest.importorskip("tensorflow")
    from training import data
    from training.lines import run
    from training.lines.recipe import STATE

    out, stopped, told = tmp_path_factory.mktemp("lines"), Stopped(), Told()
    with pytest.raises(KeyboardInterrupt):
        run.run(TINY, data.load(tiny), strokes, SHIPPED, out, stopped)
    checkpoint = (out / STATE).read_bytes()
    run.run(TINY, data.load(tiny), strokes, SHIPPED, out, told)
    return Made(out, checkpoint, stopped, told)


def test_a_run_makes_a_network_that_the_bot_reads_with(made):
    out = made.out
    network = LineNetwork.open(out / "lines.onnx")
    [columns] = network([np.zeros((32, 40), np.uint8)])
    assert np.allclose(np.exp(columns).sum(axis=1), 1, atol=1e-3)
    card = json.loads((out / "lines.json").read_text())
    assert card["version"] == network.version
    assert "art" in card["data"]["never_trained"]
    assert any("zenodo" in source for source in card["data"]["sources"])
    page = (out / "lines.md").read_text()
    assert card["version"] in page
    assert f"min on {os.cpu_count()} cores" in page
    assert sorted(p.name for p in out.iterdir()) == ["lines.json", "lines.md", "lines.onnx"]
    from bot.reading.digits.classify import Classifier

    page = np.full((120, 120), 230, np.uint8)
    page[30:90, 55:63] = 20
    Reader(Classifier.open(SHIPPED), network, None).read_gray(page)


def test_a_training_goes_on_from_its_checkpoint(made, tmp_path):
    from training.lines.fit import Fit
    from training.lines.recipe import STATE

    assert TINY.rounds == 2
    assert made.stopped.epochs() == [1]
    assert made.told.epochs() == [2]
    card = json.loads((made.out / "lines.json").read_text())
    assert len(card["history"]["loss"]) == TINY.rounds
    (tmp_path / STATE).write_bytes(made.checkpoint)
    data = {**_learnt_from(card), "from": None}
    assert Fit(TINY, tmp_path, data=data).rounds == 1
    with pytest.raises(TrainingError, match="another recipe"):
        Fit(dataclasses.replace(TINY, seed=1), tmp_path, data=data)
    with pytest.raises(TrainingError, match=r"another model file.*Delete it"):
        Fit(TINY, tmp_path, data={**data, "from": "the SHA-256 of another"})
    one_array = io.BytesIO()
    np.save(one_array, np.zeros(3))
    for damaged in (b"no archive", made.checkpoint[:5000], one_array.getvalue()):
        (tmp_path / STATE).write_bytes(damaged)
        with pytest.raises(TrainingError, match="Delete it"):
            Fit(TINY, tmp_path, data=data)


def _learnt_from(card):
    return {name: card["data"][name] for name in ("characters", "mnist_sha256")}


def test_a_checkpoint_that_cannot_be_written_leaves_the_one_before(tmp_path, monkeypatch):
    pytest.importorskip("tensorflow")
    from training.lines.fit import Fit

    fit = Fit(TINY, tmp_path)
    fit.save()
    before = fit.state.read_bytes()

    def full(part, **_):
        part.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space left"):
        fit.save()
    assert [path.name for path in tmp_path.iterdir()] == [fit.state.name]
    assert fit.state.read_bytes() == before


def test_nobody_who_is_held_back_is_trained_on(tmp_path, tiny, strokes, monkeypatch):
    pytest.importorskip("tensorflow")
    from training import data
    from training.lines import run

    drawn_with = []

    def hands_of(characters, digits):
        drawn_with.append((set(characters.hand), {image.tobytes() for image in digits.images}))

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "hands_of", hands_of)
    monkeypatch.setattr(run.pool, "draw_lines", stop)
    with pytest.raises(KeyboardInterrupt):
        run.run(TINY, data.load(tiny), strokes, SHIPPED, tmp_path, NoProgress())
    (learnt, digits), (chosen_by, others) = drawn_with
    assert learnt == {"abc/1", "abc/2", "abc/3", "abc/4"}
    assert chosen_by == {"tos/1"}
    assert not digits & others


def test_what_the_end_of_a_run_needs_is_looked_at_before_it_begins(
    tmp_path, tiny, strokes, monkeypatch
):
    pytest.importorskip("tensorflow")
    from training import data
    from training.lines import run

    monkeypatch.setattr(run, "Fit", None)
    mnist = data.load(tiny)
    (tmp_path / "file").write_text("mine")
    digits = shutil.copy(SHIPPED, tmp_path / "digits.onnx")
    (tmp_path / "lines.json").write_text("{")

    def told(recipe=TINY, characters=strokes, classifier=SHIPPED, out=tmp_path / "o", photos=None):
        with pytest.raises(TrainingError) as caught:
            run.run(recipe, mnist, characters, classifier, out, NoProgress(), photos)
        assert not (tmp_path / "o").exists()
        return str(caught.value)

    assert "none.onnx cannot be opened" in told(classifier=tmp_path / "none.onnx")
    assert "holds no labels.csv" in told(photos=tmp_path)
    assert "is a file. Pass a folder" in told(out=tmp_path / "file")
    more = dataclasses.replace(TINY, shares=(0.0, 1.0))
    assert "lines.json cannot be read" in told(recipe=more, classifier=digits)
    assert "hold no 0, 1," in told(characters=strokes.for_training())
    digits_alone = strokes.take(np.char.isdigit(strokes.label))
    assert "hold no letters" in told(characters=digits_alone)


def test_a_run_that_goes_on_says_what_it_went_on_from(tmp_path, tiny, strokes):
    pytest.importorskip("tensorflow")
    from training import data
    from training.lines import run

    more = dataclasses.replace(
        TINY, name=MORE.name, rounds=1, shares=(0.0, 1.0), compared=32, rate=1e-4, places=0.0
    )
    run.run(more, data.load(tiny), strokes, SHIPPED, tmp_path, Told())
    card = json.loads((tmp_path / "lines.json").read_text())
    before = json.loads(SHIPPED.with_name("lines.json").read_text())
    assert len(card["history"]["loss"]) == len(before["history"]["loss"]) + 1
    assert card["remarks"][:-1] == before["remarks"]
    assert before["version"] in card["remarks"][-1]
