"""A small mnist.npz for runs that take seconds: drawn, or of the real one where there is a copy."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

SHARED = Path(__file__).parents[2] / "shared" / "data" / "mnist.npz"


def real() -> Path | None:
    """The real MNIST, where there is a copy."""
    given = os.environ.get("MNIST_PATH")
    path = Path(given) if given else SHARED
    return path if path.is_file() else None


def write(path: Path, train: int = 2_400, test: int = 500, source: Path | None = None) -> None:
    """Writes `train` and `test` digits; of `source` if it is given, else drawn as strokes."""
    if source is not None:
        with np.load(source) as mnist:
            arrays = {
                name: mnist[name][: train if name.endswith("train") else test]
                for name in ("x_train", "y_train", "x_test", "y_test")
            }
    else:
        from training import styles

        drawn = styles.draw(train + test, np.random.default_rng(7))
        labels = drawn.labels.astype(np.uint8)
        arrays = {"x_train": drawn.images[:train], "y_train": labels[:train]}
        arrays |= {"x_test": drawn.images[train:], "y_test": labels[train:]}
    np.savez(path, **arrays)
