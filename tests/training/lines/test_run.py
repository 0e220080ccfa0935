import dataclasses
import json

import numpy as np
import pytest
from modelfiles import SHIPPED

from bot.reading.line.digit_lines import DigitLineNetwork
from bot.reading.line.network import LineNetwork
from bot.reading.reader import LineNetworks, Reader
from training.lines.recipe import LINES
from training.process.errors import TrainingError
from training.process.progress import NoProgress

TINY = dataclasses.replace(LINES, rounds=2, pool=128, uses=1, batch=32, writers=200, scenes=12)


class Told(NoProgress):
    def __init__(self):
        self.events = []

    def tell(self, event, **values):
        self.events.append((event, values))


@pytest.fixture(scope="module")
def made(tmp_path_factory, tiny, strokes):
    pytest.importorskip("tensorflow")
    from training import data
    from training.lines import run

    out, told = tmp_path_factory.mktemp("lines"), Told()
    run.run(TINY, data.load(tiny), strokes, SHIPPED, out, told)
    return out, told.events


def test_a_run_makes_a_network_that_the_bot_reads_with(made):
    out, events = made
    network = LineNetwork.open(out / "lines.onnx")
    [columns] = network([np.zeros((32, 40), np.uint8)])
    assert np.allclose(np.exp(columns).sum(axis=1), 1, atol=1e-3)
    card = json.loads((out / "lines.json").read_text())
    assert card["version"] == network.version
    assert "art" in card["data"]["never_trained"]
    assert any("zenodo" in source for source in card["data"]["sources"])
    assert card["version"] in (out / "lines.md").read_text()
    assert [event for event, _ in events if event == "epoch"] == ["epoch"] * TINY.rounds
    assert sorted(p.name for p in out.iterdir()) == ["lines.json", "lines.md", "lines.onnx"]
    from bot.reading.digits.classify import Classifier

    page = np.full((120, 120), 230, np.uint8)
    page[30:90, 55:63] = 20
    Reader(
        Classifier.open(SHIPPED),
        LineNetworks(network, DigitLineNetwork.open(SHIPPED.with_name("digitlines.onnx"))),
    ).read_gray(page)


def test_a_training_goes_on_from_its_checkpoint(tmp_path, hands):
    pytest.importorskip("tensorflow")
    from contextlib import closing

    from training.lines import pool
    from training.lines.fit import STATE, Fit

    class Stopped(NoProgress):
        def tell(self, event, **values):
            if event == "epoch":
                raise KeyboardInterrupt

    with closing(pool.Drawer(hands, 1)) as drawer, pytest.raises(KeyboardInterrupt):
        Fit(TINY, tmp_path).run(drawer, Stopped())
    again = Fit(TINY, tmp_path)
    assert again.rounds == 1
    with closing(pool.Drawer(hands, 1)) as drawer:
        again.run(drawer, NoProgress())
    assert again.rounds == TINY.rounds
    assert len(again.history["loss"]) == TINY.rounds
    with pytest.raises(TrainingError, match="another recipe"):
        Fit(dataclasses.replace(TINY, seed=1), tmp_path)
    (tmp_path / STATE).write_bytes(b"no archive")
    with pytest.raises(TrainingError, match="Delete it"):
        Fit(TINY, tmp_path)
