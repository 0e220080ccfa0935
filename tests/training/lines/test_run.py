import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from modelfiles import SHIPPED

from bot.reading.line.digit_lines import DigitLineNetwork
from bot.reading.line.network import LineNetwork
from bot.reading.line_networks import LineNetworks
from bot.reading.reader import Reader
from training.lines.recipe import LINES
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
    from training.lines.fit import STATE

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
    assert card["version"] in (out / "lines.md").read_text()
    assert sorted(p.name for p in out.iterdir()) == ["lines.json", "lines.md", "lines.onnx"]
    from bot.reading.digits.classify import Classifier

    page = np.full((120, 120), 230, np.uint8)
    page[30:90, 55:63] = 20
    Reader(
        Classifier.open(SHIPPED),
        LineNetworks(network, DigitLineNetwork.open(SHIPPED.with_name("digitlines.onnx"))),
    ).read_gray(page)


def test_a_training_goes_on_from_its_checkpoint(made, tmp_path):
    from training.lines.fit import STATE, Fit

    assert TINY.rounds == 2
    assert made.stopped.epochs() == [1]
    assert made.told.epochs() == [2]
    card = json.loads((made.out / "lines.json").read_text())
    assert len(card["history"]["loss"]) == TINY.rounds
    (tmp_path / STATE).write_bytes(made.checkpoint)
    assert Fit(TINY, tmp_path).rounds == 1
    with pytest.raises(TrainingError, match="another recipe"):
        Fit(dataclasses.replace(TINY, seed=1), tmp_path)
    (tmp_path / STATE).write_bytes(b"no archive")
    with pytest.raises(TrainingError, match="Delete it"):
        Fit(TINY, tmp_path)
