import dataclasses
import json

import numpy as np
import pytest
from modelfiles import SHIPPED

from bot.reading.layout.ruling import RulingNetwork
from training.process.errors import TrainingError
from training.process.progress import NoProgress
from training.ruling.recipe import RULING, STATE

TINY = dataclasses.replace(RULING, rounds=2, pool=16, uses=1, batch=4, writers=200, held=8)


class Stopped(NoProgress):
    def tell(self, event, **values):
        if event == "epoch":
            raise KeyboardInterrupt


@pytest.fixture(scope="module")
def made(tmp_path_factory, tiny, strokes):
    """A run that was stopped after its first round, and gone on with to its end."""
    pytest.importorskip("tensorflow")
    from training import data
    from training.ruling import run

    out = tmp_path_factory.mktemp("ruling")
    with pytest.raises(KeyboardInterrupt):
        run.run(TINY, data.load(tiny), strokes, out, out, Stopped())
    checkpoint = (out / STATE).read_bytes()
    run.run(TINY, data.load(tiny), strokes, out, out, NoProgress())
    return out, checkpoint


def test_a_run_makes_a_network_that_the_bot_tells_rules_with(made):
    out, _ = made
    network = RulingNetwork.open(out / "ruling.onnx")
    layers = network(np.zeros((1, 64, 96, 2), np.float32))
    assert layers.shape == (1, 64, 96, 2)
    card = json.loads((out / "ruling.json").read_text())
    assert card["version"] == network.version
    assert len(card["history"]["loss"]) == TINY.rounds
    assert card["held_scenes"]["scenes"] == TINY.held
    assert "art" in card["data"]["never_trained"]
    assert any("zenodo" in source for source in card["data"]["sources"])
    assert card["version"] in (out / "ruling.md").read_text()
    assert sorted(p.name for p in out.iterdir()) == ["ruling.json", "ruling.md", "ruling.onnx"]


def test_a_checkpoint_of_another_training_is_not_gone_on_from(made, tmp_path):
    from training.ruling.fit import Fit

    out, checkpoint = made
    card = json.loads((out / "ruling.json").read_text())
    data = {name: card["data"][name] for name in ("characters", "mnist_sha256")} | {"from": None}
    (tmp_path / STATE).write_bytes(checkpoint)
    assert Fit(TINY, tmp_path, data).rounds == 1
    with pytest.raises(TrainingError, match="another recipe"):
        Fit(dataclasses.replace(TINY, seed=1), tmp_path, data)
    with pytest.raises(TrainingError, match="learnt from other data"):
        Fit(TINY, tmp_path, {**data, "characters": 1})


def test_a_network_is_gone_on_from_as_the_function_that_it_is(made, tmp_path, tiny, strokes):
    from training import data
    from training.ruling import network, run

    out, _ = made
    digits = out / "digits.onnx"
    ink = np.random.default_rng(3).uniform(0, 1, (2, 64, 96, 2)).astype(np.float32)
    model = network.make(folded=True)
    network.start_from(model, out / "ruling.onnx")
    logits = np.asarray(model(ink))
    told = RulingNetwork.open(out / "ruling.onnx")(ink)
    assert np.allclose(1 / (1 + np.exp(-logits)), told, atol=1e-4)
    further = dataclasses.replace(TINY, name="ruling-more", rounds=1, further=True)
    run.run(further, data.load(tiny), strokes, digits, tmp_path, NoProgress())
    before, card = (json.loads((p / "ruling.json").read_text()) for p in (out, tmp_path))
    assert len(card["history"]["loss"]) == TINY.rounds + 1
    assert before["version"] in (tmp_path / "ruling.md").read_text()
    assert card["version"] != before["version"]


def test_a_network_that_is_not_there_or_of_another_kind_is_not_gone_on_from(tmp_path):
    pytest.importorskip("tensorflow")
    from training.ruling import network

    model = network.make(folded=True)
    with pytest.raises(TrainingError, match="no model file"):
        network.start_from(model, tmp_path / "ruling.onnx")
    with pytest.raises(TrainingError, match="its layer fold is not"):
        network.start_from(model, SHIPPED.with_name("lines.onnx"))


def test_a_run_that_goes_on_from_nothing_says_so_before_it_draws(tmp_path, tiny, strokes):
    pytest.importorskip("tensorflow")
    from training import data
    from training.ruling import run

    further = dataclasses.replace(TINY, further=True)
    with pytest.raises(TrainingError, match=r"no model file .*ruling\.onnx to go on from"):
        run.run(further, data.load(tiny), strokes, tmp_path / "digits.onnx", tmp_path, NoProgress())


def test_nobody_who_is_held_back_is_trained_on(tmp_path, tiny, strokes, monkeypatch):
    pytest.importorskip("tensorflow")
    from training import data
    from training.ruling import run

    drawn_with = []

    def hands_of(characters, digits):
        drawn_with.append(set(characters.hand))

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "hands_of", hands_of)
    monkeypatch.setattr(run, "Fit", stop)
    with pytest.raises(KeyboardInterrupt):
        run.run(TINY, data.load(tiny), strokes, tmp_path, tmp_path, NoProgress())
    learnt, measured = drawn_with
    assert learnt == {"abc/1", "abc/2", "abc/3", "abc/4"}
    assert measured
    assert not learnt & measured
