"""Two halves side by side teach what the whole batch teaches."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="the training extra is not installed")

from training import network  # noqa: E402
from training.optimisers import compiling, split_batch  # noqa: E402

ROOT = Path(__file__).parents[3]
RNG = np.random.default_rng(7)
IMAGES = RNG.random((64, 28, 28, 1)).astype(np.float32)
LABELS = RNG.integers(0, 12, 64).astype(np.int32)


def fitted(side_by_side: bool) -> tuple[dict[str, list[float]], list[np.ndarray]]:
    """What six steps tell, and the weights after them."""
    keras.utils.set_random_seed(1)
    model = network.make("small", 12, folded=True)
    if side_by_side:
        model = split_batch.SplitBatch(model.input, model.output, name=model.name)
    model.compile(
        optimizer=keras.optimizers.SGD(0.05),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[compiling.accuracy],
    )
    told = model.fit(IMAGES, LABELS, batch_size=32, epochs=3, shuffle=False, verbose=0).history
    return told, model.get_weights()


def test_the_step_is_that_of_the_whole_batch():
    told, weights = fitted(side_by_side=True)
    plainly, expected = fitted(side_by_side=False)
    assert told.keys() == plainly.keys()
    for name in plainly:
        assert told[name] == pytest.approx(plainly[name], abs=1e-5)
    assert told["loss"][-1] < told["loss"][0]
    for ours, theirs in zip(weights, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_it_keeps_its_name_and_layers():
    model = network.make("small", 12)
    made = split_batch.SplitBatch(model.input, model.output, name=model.name)
    assert made.name == "small"
    assert [layer.name for layer in made.layers] == [layer.name for layer in model.layers]
    assert all(a is b for a, b in zip(made.weights, model.weights, strict=True))


SHARED = """
import os
import tensorflow as tf
from training.optimisers import split_batch
for given in ("1", "2", "8"):
    os.environ["TF_NUM_INTRAOP_THREADS"] = given
    split_batch.share_cores()
    threading = tf.config.threading
    print(
        threading.get_inter_op_parallelism_threads(), threading.get_intra_op_parallelism_threads()
    )
"""


def test_no_more_threads_compute_than_are_allowed():
    command = [sys.executable, "-c", SHARED]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert told.split("\n")[:3] == ["1 1", "2 1", "2 4"]


def test_sharing_the_cores_late_changes_nothing():
    keras.ops.convert_to_tensor([1.0])
    split_batch.share_cores()
