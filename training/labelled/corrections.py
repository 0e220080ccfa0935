"""What people corrected: 28x28 crops and what they show."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from training.data import NOT_A_DIGIT, Digits
from training.labelled.labels import TABLE, rows
from training.process.array_files import Unreadable, arrays
from training.process.errors import TrainingError

FORM = (
    "A folder of 28x28 pictures with labels.csv (columns file and label; an empty label is "
    '"not a digit"), or an .npz file with images, uint8 (N, 28, 28), and labels (N)'
)
LONGEST = 9
"""A label of so many figures is no label, and may be more than an array can hold."""


def load(path: Path) -> Digits:
    """Loads corrections; ink is 255 on ground 0, as the bot keeps its crops.

    Args:
        path: see `FORM`.

    Raises:
        TrainingError: nothing is there, it has another form, or a label is out of range.
    """
    if path.is_dir():
        images, labels = _folder(path)
    elif path.is_file():
        images, labels = _file(path)
    else:
        raise TrainingError(f"There are no corrections at {path}. {FORM} is wanted.")
    if labels.ndim != 1 or labels.dtype.kind not in "ui":
        raise TrainingError(
            f"The labels of the corrections at {path} are {labels.dtype} {labels.shape}; they must "
            "be whole numbers, one for each picture."
        )
    if not len(labels):
        raise TrainingError(f"The corrections at {path} are empty. Train without --corrections.")
    if images.shape != (len(labels), 28, 28) or images.dtype != np.uint8:
        raise TrainingError(
            f"The corrections at {path} are {images.dtype} {images.shape} for {len(labels)} "
            f"labels. {FORM} is wanted."
        )
    wrong = labels[(labels < 0) | (labels > NOT_A_DIGIT)]
    if len(wrong):
        raise TrainingError(
            f"The corrections at {path} have a label out of range, {wrong[0]}; a label is a digit "
            f"from 0 to 9, or {NOT_A_DIGIT} for not a digit."
        )
    return Digits(images, labels.astype(np.uint8))


def checksum(corrections: Digits) -> str:
    """SHA-256 of the pictures and labels."""
    content = corrections.images.tobytes() + corrections.labels.tobytes()
    return hashlib.sha256(content).hexdigest()


def _file(path: Path) -> tuple[NDArray[Any], NDArray[Any]]:
    try:
        found = arrays(path, ("images", "labels"))
    except (OSError, Unreadable) as error:
        raise TrainingError(
            f"The corrections {path} cannot be read ({error}). {FORM} is wanted."
        ) from error
    if len(found) < 2:
        raise TrainingError(f"The corrections {path} lack images or labels. {FORM} is wanted.")
    return found["images"], found["labels"]


def _folder(path: Path) -> tuple[NDArray[Any], NDArray[Any]]:
    table = path / TABLE
    if not table.is_file():
        raise TrainingError(f"The corrections {path} have no {TABLE}. {FORM} is wanted.")
    images, labels = [], []
    for row in rows(table, ("file", "label")):
        name, label = row["file"], row["label"].strip()
        picture = cv2.imread(str(path / name), cv2.IMREAD_GRAYSCALE)
        if picture is None or picture.shape != (28, 28):
            raise TrainingError(f"{path / name} of {table} is not a 28x28 picture.")
        if label and not (label.isdecimal() and len(label) < LONGEST):
            raise TrainingError(f"{name} of {table} has the label {label!r}, not a digit.")
        images.append(picture.astype(np.uint8))
        labels.append(int(label) if label else NOT_A_DIGIT)
    return np.array(images, np.uint8).reshape(-1, 28, 28), np.array(labels, np.int64)
