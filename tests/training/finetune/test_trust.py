from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from modelfiles import SHIPPED, shifted
from reading.scenes import draw

from bot.reading.digits.normalise import normalise
from training.data import Digits
from training.finetune.trust import TRUSTS, trust
from training.process.errors import TrainingError


@pytest.fixture(scope="module")
def crops():
    pens = (0.07, 0.1, 0.13)
    drawn = [draw(d, height=60, pen=pen, paper=255, ink=0) for pen in pens for d in "0123456789"]
    return Digits(
        np.stack([normalise(255 - gray) for gray in drawn]),
        np.tile(np.arange(10, dtype=np.uint8), 3),
    )


def test_a_line_network_that_is_damaged_is_told_before_the_training(crops, tmp_path, monkeypatch):
    pytest.importorskip("keras")
    from training import fit, run
    from training.process.progress import NoProgress
    from training.recipes import RECIPES

    monkeypatch.setattr(fit, "train", None)
    monkeypatch.setattr(run, "require_memory", lambda _: None)
    start = shutil.copy(SHIPPED, tmp_path / "digits.onnx")
    (tmp_path / "lines.onnx").write_bytes(b"half")
    more = {"corrections": crops, "start": Path(start)}
    with pytest.raises(TrainingError, match=r"line network .* cannot be used"):
        run.run(RECIPES["fine-tune"], None, tmp_path / "o", NoProgress(), **more)


def test_a_model_that_says_what_the_line_networks_say_is_trusted_no_further(crops):
    assert trust(SHIPPED, SHIPPED.parent, crops, crops) == 1


def test_a_model_that_learnt_what_they_do_not_know_is_trusted_as_far_as_it_takes(tmp_path, crops):
    path = tmp_path / "digits.onnx"
    path.write_bytes(shifted())
    corrected = Digits(crops.images, ((crops.labels + 1) % 10).astype(np.uint8))
    few = crops.take(np.arange(5))
    assert trust(path, SHIPPED.parent, corrected, few) > 1
    assert trust(path, SHIPPED.parent, corrected.take(np.arange(5)), crops) < max(TRUSTS)
