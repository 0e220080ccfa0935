"""Loading the data: MNIST, checked, and the one fixed validation split.

MNIST is 70,000 handwritten digits of 28 x 28 pixels (LeCun, Cortes, Burges), 60,000 to train with
and 10,000 to test with. It comes from `keras.datasets.mnist`, which downloads it once, or from a
local `mnist.npz` of the same form.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.process.array_files import Unreadable, arrays
from training.process.errors import TrainingError

Images = NDArray[np.uint8]
"""`[N, 28, 28]`, ink 255 on ground 0."""
Labels = NDArray[np.uint8]
"""`[N]`, 0 to 9; above, `NOT_A_DIGIT` or `MISCUT`."""

NOT_A_DIGIT = 10
"""A letter, a mark, a texture: something that is no digit. What people's corrections say, too."""
MISCUT = 11
"""A piece of a digit, several digits together, or a digit with a part of its neighbour."""
CLASSES = 12
VALIDATION = 5_000
"""Pictures of MNIST's training set that are never trained on."""

KEYS = ("x_train", "y_train", "x_test", "y_test")


@dataclass(frozen=True)
class Digits:
    """Pictures and what they show."""

    images: Images
    labels: Labels

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, which: NDArray[np.intp] | NDArray[np.bool_] | slice) -> Digits:
        """The digits at these places."""
        return Digits(self.images[which], self.labels[which])


@dataclass(frozen=True)
class Mnist:
    """The data set.

    Attributes:
        train: what MNIST gives to train with; validation is a part of it.
        test: read once, at the end, to report.
        source: where it came from, for people.
        checksum: SHA-256 of the pictures and labels themselves, whatever file they came in.
    """

    train: Digits
    test: Digits
    source: str
    checksum: str


def load(path: Path | None = None) -> Mnist:
    """Loads MNIST from `path`, else from `MNIST_PATH`, else through Keras.

    Raises:
        TrainingError: there is no such file, it is damaged, it is not MNIST's form, or there is
            neither a file nor a network.
    """
    if path is not None:
        return _load_file(path, "leave it out")
    if os.environ.get("MNIST_PATH"):
        return _load_file(Path(os.environ["MNIST_PATH"]), "unset MNIST_PATH")
    try:
        import keras
    except ImportError as error:
        raise TrainingError(
            "Keras, which downloads MNIST, is not installed. Pass --data PATH/mnist.npz, set "
            "MNIST_PATH to that file, or install it with `uv sync --extra training`."
        ) from error
    try:
        (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    except Exception as error:
        raise TrainingError(
            "MNIST could not be downloaded, and no local copy was given. "
            "Pass --data PATH/mnist.npz, or set MNIST_PATH to that file. "
            f"The download said: {error}"
        ) from error
    found = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    return _checked(found, "keras.datasets.mnist")


def load_present(path: Path | None = None) -> Mnist | None:
    """As `load`, where MNIST is on this machine; `None` where it would have to be downloaded."""
    if path is None and not os.environ.get("MNIST_PATH"):
        path = cached()
        if not path.is_file():
            return None
    return load(path)


def cached() -> Path:
    """Where Keras keeps MNIST once it is downloaded; for who has no home, with temporary files."""
    home = os.environ.get("KERAS_HOME")
    homes = (
        [Path(home)] if home else [Path.home() / ".keras", Path(tempfile.gettempdir(), ".keras")]
    )
    places = [folder / "datasets" / "mnist.npz" for folder in homes]
    return next((place for place in places if place.is_file()), places[0])


def split(train: Digits, *, tutorial: bool = False) -> tuple[Digits, Digits]:
    """Parts the training set into what is trained on and what every choice is made on.

    The fixed split takes the same number of each digit, those whose pictures have the lowest
    SHA-256: so it is the same with any version of any library, in any order of the file. The
    tutorial's is Keras's `validation_split=0.3`, the last 30 %.

    Returns:
        Training part and validation part, each in the file's order.
    """
    if tutorial:
        cut = int(len(train) * (1 - 0.3))
        return train.take(slice(cut)), train.take(slice(cut, None))
    size = min(VALIDATION, len(train) // 12)
    ranks = np.array([hashlib.sha256(image.tobytes()).digest()[:8] for image in train.images])
    held = np.zeros(len(train), bool)
    for digit in range(10):
        places = np.flatnonzero(train.labels == digit)
        held[places[np.argsort(ranks[places], kind="stable")][: size // 10]] = True
    return train.take(~held), train.take(held)


def shuffled(digits: Digits, seed: int) -> Digits:
    """The same digits in an order that the seed decides."""
    return digits.take(np.random.default_rng(seed).permutation(len(digits)))


def file_checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _load_file(path: Path, instead: str) -> Mnist:
    if path.is_dir():
        path /= "mnist.npz"
    if not path.is_file():
        raise TrainingError(
            f"There is no data file {path}. Pass --data PATH/mnist.npz, or {instead} to "
            "have MNIST downloaded."
        )
    try:
        found = arrays(path, KEYS)
    except OSError as error:
        raise TrainingError(
            f"The data file {path} cannot be read ({error.strerror or error}). Pass --data "
            "PATH/mnist.npz, a file that this user may read."
        ) from error
    except Unreadable as error:
        raise TrainingError(
            f"The data file {path} is damaged ({error}). Its SHA-256 is {file_checksum(path)}. "
            "Get mnist.npz anew."
        ) from error
    missing = [key for key in KEYS if key not in found]
    if missing:
        raise TrainingError(
            f"The data file {path} lacks {', '.join(missing)}; mnist.npz holds {', '.join(KEYS)}. "
            f"Its SHA-256 is {file_checksum(path)}."
        )
    return replace(_checked(found, str(path)), source=path.name)


def _checked(found: dict[str, NDArray[Any]], source: str) -> Mnist:
    digest = hashlib.sha256()
    for part in ("train", "test"):
        images, labels = found[f"x_{part}"], found[f"y_{part}"]
        if images.ndim != 3 or images.shape[1:] != (28, 28) or images.dtype != np.uint8:
            raise TrainingError(
                f"x_{part} of {source} is {images.dtype} {images.shape}; it must be "
                "uint8 (N, 28, 28), ink 255 on ground 0."
            )
        if labels.shape != images.shape[:1] or labels.dtype.kind not in "ui":
            raise TrainingError(
                f"y_{part} of {source} is {labels.dtype} {labels.shape}; it must be one whole "
                f"number for each of the {len(images)} pictures."
            )
        wrong = labels[(labels < 0) | (labels > 9)]
        if len(wrong):
            raise TrainingError(
                f"y_{part} of {source} has labels out of range, {wrong[0]} for one; a label is "
                "a digit from 0 to 9."
            )
        if len(np.unique(labels)) < 10:
            raise TrainingError(
                f"{source} does not show every digit from 0 to 9 in its {part} part."
            )
        found[f"y_{part}"] = labels.astype(np.uint8)
        for array in (images, found[f"y_{part}"]):
            digest.update(np.ascontiguousarray(array).data)
    return Mnist(
        Digits(found["x_train"], found["y_train"]),
        Digits(found["x_test"], found["y_test"]),
        source,
        digest.hexdigest(),
    )
