"""The optimizer of convolutions: what its iteration makes of a matrix."""

from __future__ import annotations

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="the training extra is not installed")

from training.optimisers.muon import KernelMuon  # noqa: E402

RNG = np.random.default_rng(7)


def matrix(tall: int, wide: int, rank: int) -> np.ndarray:
    """As uneven as a momentum is: columns of very different lengths."""
    made = RNG.normal(size=(tall, rank)) @ RNG.normal(size=(rank, wide))
    return (made * np.exp(RNG.normal(0, 2, wide))).astype(np.float32)


@pytest.mark.parametrize("shape", [(432, 64, 64), (216, 48, 48), (27, 8, 8), (576, 64, 5)])
def test_the_iteration_is_kerass(shape):
    given, optimizer = matrix(*shape), KernelMuon(1e-2)
    theirs = np.asarray(keras.optimizers.Muon.zeropower_via_newtonschulz5(optimizer, given, 5))
    ours = np.asarray(optimizer.zeropower_via_newtonschulz5(given, 5))
    assert ours.shape == given.shape
    np.testing.assert_allclose(ours, theirs, atol=1e-5)
    np.testing.assert_allclose(
        ours, np.asarray(optimizer.zeropower_via_newtonschulz5(1e4 * given, 5)), atol=1e-5
    )


def test_nothing_stays_nothing():
    given = np.zeros((9, 4), np.float32)
    assert not np.asarray(KernelMuon(1e-2).zeropower_via_newtonschulz5(given, 5)).any()


def test_a_kernel_is_moved_by_singular_values_of_about_one():
    kernel = keras.Variable(np.zeros((3, 3, 16, 8), np.float32), name="kernel")
    optimizer = KernelMuon(1.0, rms_rate=None, weight_decay=0.0)
    optimizer.build([kernel])
    gradient = matrix(9 * 16, 8, 8).reshape(kernel.shape)
    optimizer.apply([keras.ops.convert_to_tensor(gradient)], [kernel])
    moved = np.asarray(kernel).reshape(-1, 8)
    values = np.linalg.svd(moved, compute_uv=False)
    assert values[:4] == pytest.approx(1, abs=0.35)
    assert np.sum(moved * gradient.reshape(-1, 8)) < 0, "downhill"
