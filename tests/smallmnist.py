"""Where the real MNIST is, for tests that are better with it."""

from __future__ import annotations

import os
from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared" / "data" / "mnist.npz"


def real() -> Path | None:
    """The real MNIST, where there is a copy."""
    given = os.environ.get("MNIST_PATH")
    path = Path(given) if given else SHARED
    return path if path.is_file() else None
