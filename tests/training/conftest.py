"""A small MNIST that the tests draw themselves, and one model that is trained on it."""

from __future__ import annotations

import contextlib
import io
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@dataclass(frozen=True)
class Fitted:
    """A folder that `python -m training fit` wrote, and the events that it told."""

    out: Path
    events: list[dict[str, Any]]

    @property
    def model(self) -> Path:
        return self.out / "digits.onnx"


def fit(data: Path, out: Path, *more: str) -> Fitted:
    """Runs the command in this process."""
    from training.__main__ import main

    told = io.StringIO()
    arguments = ["fit", "--data", str(data), "--out", str(out), "--progress", "json", *more]
    with contextlib.redirect_stdout(told):
        status = main(arguments)
    assert status == 0, told.getvalue()
    return Fitted(out, [json.loads(line) for line in told.getvalue().splitlines()])


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> Path:
    """An mnist.npz of 6,000 and 300 digits, drawn as strokes."""
    from training.synthesis import styles

    drawn = styles.draw(6_300, np.random.default_rng(7))
    path = tmp_path_factory.mktemp("tiny") / "mnist.npz"
    np.savez(
        path,
        x_train=drawn.images[:6_000],
        y_train=drawn.labels[:6_000].astype(np.uint8),
        x_test=drawn.images[6_000:],
        y_test=drawn.labels[6_000:].astype(np.uint8),
    )
    return path


@pytest.fixture(scope="session")
def run_fit():
    """Runs `python -m training fit` in this process and gives what it wrote and told."""
    return fit


@pytest.fixture(scope="session")
def fitted(tiny, tmp_path_factory) -> Fitted:
    """The quick recipe, trained on the tiny set."""
    return fit(tiny, tmp_path_factory.mktemp("fitted") / "out", "--recipe", "quick")


@pytest.fixture(scope="session")
def strokes():
    """Pen strokes of a few drawn writers."""
    from penwriters import characters

    return characters()


@pytest.fixture(scope="session")
def hands(strokes):
    """The hands of those of them that may be trained on."""
    from training.synthesis import styles
    from training.synthesis.stroke_bank import hands_of

    digits = styles.draw(200, np.random.default_rng(3))
    return hands_of(strokes.for_training(), digits)


@pytest.fixture(scope="session")
def mnist():
    """The real MNIST, where there is a copy."""
    from training import data

    given = os.environ.get("MNIST_PATH")
    path = Path(given) if given else Path(__file__).parents[3] / "shared" / "data" / "mnist.npz"
    if not path.is_file():
        pytest.skip("there is no MNIST here: set MNIST_PATH to an mnist.npz")
    return data.load(path)
