"""Fine-tuning goes no further than the corrections need."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("keras", reason="the training extra is not installed")

import keras

from training.data import Digits
from training.finetune.weight_interpolation import WAY, go_partway, learned

CORRECTIONS = Digits(np.full((4, 28, 28), 255, np.uint8), np.array([7, 7, 7, 7], np.uint8))


@pytest.fixture
def model():
    """Says the same of every picture: its biases."""
    return keras.Sequential(
        [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(12)]
    )


def logits(model, images):
    return model.predict(images[..., None].astype(np.float32), verbose=0)


def biases(model, of_seven):
    kernel, bias = model.get_weights()
    bias = np.zeros_like(bias)
    bias[7] = of_seven
    return [np.zeros_like(kernel), bias]


def test_it_stops_where_every_correction_is_known_surely(model):
    before = biases(model, 0.0)
    model.set_weights(biases(model, 10.0))
    assert go_partway(model, before, CORRECTIONS, logits) == 0.3
    assert learned(logits(model, CORRECTIONS.images), CORRECTIONS) == 4
    assert model.get_weights()[1][7] == pytest.approx(3.0)


def test_it_goes_all_the_way_where_that_is_needed(model):
    before = biases(model, -100.0)
    model.set_weights(biases(model, 4.0))
    assert go_partway(model, before, CORRECTIONS, logits) == 1.0
    assert model.get_weights()[1][7] == 4.0


def test_what_was_not_learned_at_all_asks_for_nothing(model):
    before = biases(model, 0.0)
    model.set_weights(biases(model, -5.0))
    assert go_partway(model, before, CORRECTIONS, logits) == WAY[0]
