"""The networks and recipes: what they are made of, and that folding changes nothing."""

from __future__ import annotations

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="the training extra is not installed")

from training import network  # noqa: E402
from training.data import CLASSES, MISCUT, NOT_A_DIGIT, Digits  # noqa: E402
from training.optimisers import compiling  # noqa: E402
from training.recipes import RECIPES  # noqa: E402
from training.synthesis import batches  # noqa: E402

MADE = [recipe for recipe in RECIPES.values() if not recipe.start]


@pytest.mark.parametrize("recipe", MADE, ids=lambda recipe: recipe.name)
def test_each_recipes_network_keeps_to_the_contract(recipe):
    model = network.make(recipe.network, recipe.classes)
    assert model.input.shape == (None, 28, 28, 1)
    assert model.output.shape == (None, recipe.classes)
    assert model.get_layer("embedding").output.shape[0] is None
    assert len(model.get_layer("embedding").output.shape) == 2
    assert model.count_params() <= 500_000


def test_the_seed_network_is_the_tutorials():
    model = network.make("tutorial", 10)
    kinds = [type(layer).__name__ for layer in model.layers]
    assert kinds == ["InputLayer", *["Conv2D", "MaxPooling2D"] * 3, "Flatten", "Dense", "Dense"]
    convolutions = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]
    assert all(layer.padding == "valid" for layer in convolutions)
    seed = RECIPES["seed"]
    assert (seed.epochs, seed.batch, seed.split, seed.augment) == (5, 32, "tutorial", "none")
    assert type(compiling.optimizer(seed, 10)) is keras.optimizers.Adam
    assert type(compiling.optimizer(RECIPES["fine-tune"], 10)) is keras.optimizers.Adam


@pytest.mark.parametrize("name", network.NETWORKS)
def test_folding_changes_nothing_but_the_rounding(name):
    rng = np.random.default_rng(1)
    model = network.make(name, CLASSES)
    for layer in model.layers:
        shapes = [weight.shape for weight in layer.get_weights()]
        if layer.name.endswith("_norm"):
            layer.set_weights([rng.uniform(0.5, 1.5, shape) for shape in shapes])
    images = rng.random((8, 28, 28, 1)).astype(np.float32)
    folded = network.fold(model)
    assert not any("norm" in layer.name for layer in folded.layers)
    said, wanted = folded(images, training=False), model(images, training=False)
    assert np.allclose(said, wanted, rtol=1e-3, atol=1e-3 * np.abs(wanted).max())
    assert np.abs(wanted).max() > 0.01


def test_one_cycle_rises_to_the_peak_and_falls_to_nearly_nothing():
    schedule = compiling.OneCycle(0.01, 1_000)
    rates = np.array([float(schedule(step)) for step in range(0, 1_001, 10)])
    assert rates.max() == pytest.approx(0.01)
    assert rates.argmax() == 25
    assert (np.diff(rates[:26]) > 0).all()
    assert (np.diff(rates[25:]) < 0).all()
    assert rates[0] == pytest.approx(0.001)
    assert rates[-1] == pytest.approx(0.00002)


def test_accuracy_takes_a_digit_for_the_likeliest_of_the_ten():
    said = np.zeros((4, CLASSES), np.float32)
    said[0, 3], said[0, NOT_A_DIGIT] = 1, 5
    said[1, 4] = 1
    said[2, 4], said[2, NOT_A_DIGIT] = 5, 1
    said[3, MISCUT] = 1
    labels = np.array([3, 5, NOT_A_DIGIT, MISCUT])
    assert np.array(compiling.accuracy(labels, said)).tolist() == [True, False, False, True]


@pytest.fixture(scope="module")
def digits():
    rng = np.random.default_rng(1)
    images = rng.integers(0, 255, (230, 28, 28)).astype(np.uint8)
    return Digits(images, np.arange(230).astype(np.uint8) % 10)


def test_every_picture_is_seen_in_every_epoch_and_nothing_else(digits):
    seed = RECIPES["seed"]
    steps = batches.steps_per_epoch(seed, digits)
    assert steps == 7
    seen = list(batches.batches(seed, digits))
    assert len(seen) == steps * seed.epochs
    known = {i.tobytes(): label for i, label in zip(digits.images, digits.labels, strict=True)}
    for epoch in range(seed.epochs):
        part = seen[epoch * steps : (epoch + 1) * steps]
        shown = [image.tobytes() for images, _ in part for image in images]
        assert len(set(shown)) == steps * 32
        assert [known[i] for i in shown] == [label for _, labels in part for label in labels]


def test_quick_mixes_what_is_no_digit_and_corrections_in(digits):
    quick = RECIPES["quick"]
    marked = Digits(np.full((3, 28, 28), 77, np.uint8), np.array([1, 2, NOT_A_DIGIT], np.uint8))
    first = next(batches.batches(quick, digits, marked))
    again = next(batches.batches(quick, digits, marked))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    images, labels = first
    assert len(images) == len(labels) == quick.batch
    corrected = (images.max(axis=(1, 2)) == 77) & (images[:, 14, 14] == 77)
    assert corrected.sum() == round(quick.batch * quick.corrections)
    assert set(labels[corrected]) <= {1, 2, NOT_A_DIGIT}
    assert (labels[~corrected] >= NOT_A_DIGIT).any()


def test_shifting_moves_and_loses_nothing_in_the_margin(digits):
    images = np.zeros((200, 28, 28), np.uint8)
    images[:, 10:18, 10:18] = digits.images[:200, :8, :8]
    moved = batches.shifted(images, np.random.default_rng(1), 2)
    assert (moved.sum(axis=(1, 2)) == images.sum(axis=(1, 2))).all()
    corners = {tuple(np.argwhere(image.any(axis=1))[0]) + tuple(np.argwhere(image.any(axis=0))[0])
               for image in moved}  # fmt: skip
    assert len(corners) == 25
