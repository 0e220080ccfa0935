from __future__ import annotations

import pytest

pytest.importorskip("keras", reason="the training extra is not installed")

from training import export, fit, network
from training.calibrate import Calibration
from training.optimisers.variations import variation_of
from training.process.errors import TrainingError
from training.recipes import RECIPES


def test_a_model_of_the_ten_digits_alone_is_not_gone_on_from(tmp_path):
    path, recipe = tmp_path / "seed.onnx", RECIPES["seed"]
    export.export(network.make(recipe.network, recipe.classes), Calibration(), recipe, path)
    varied = variation_of(RECIPES["fine-tune"], path, None, fit.logits_of)
    with pytest.raises(TrainingError, match=r"ten digits alone.*Pass --from"):
        varied.model(lambda: None)
