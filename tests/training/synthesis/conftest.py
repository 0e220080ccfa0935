"""Pen strokes in each of the files that they may come in."""

from __future__ import annotations

import numpy as np
import pytest
from strokefiles import UNIPEN, tar


@pytest.fixture
def archive(tmp_path):
    return tar(tmp_path / "unipen.tgz", UNIPEN)


@pytest.fixture
def npz(tmp_path):
    """Two hands: one never trained on, one for training."""
    path = tmp_path / "unipen.npz"
    np.savez(
        path,
        label=np.array(["4", '\\"', "x"]),
        contributor=np.array(["art", "aga", "aga"]),
        writer=np.array([7, 1, 2]),
        strokes=np.array([1, 2, 1]),
        lengths=np.array([2, 1, 1, 3]),
        points=np.arange(14).reshape(7, 2).astype(np.int16),
        origin=np.zeros((3, 2), np.float32),
        size=np.ones(3, np.float32),
    )
    return path
