"""What makes a training run short: a small MNIST, and a database with a few corrections."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np

from benchmarks.finetune import SHIPPED, misread
from bot.storage import Database
from bot.storage.correction_values import NewCorrection
from training.data import Digits
from training.modelfile.onnxfile import OnnxFile
from training.synthesis import styles

TRAIN, TEST = 2_400, 500
SURE = 0.999


def write_mnist(path: Path, source: Path | None) -> None:
    """Writes a small mnist.npz: digits of `source`, or drawn ones.

    Only such to train with as the shipped model is sure of: a validation split of 200 pictures is
    too small to let one be lost, so a doubtful one would decide alone whether a model passes.
    """
    if source is not None:
        with np.load(source) as full:
            train = Digits(full["x_train"][: 2 * TRAIN], full["y_train"][: 2 * TRAIN])
            test = Digits(full["x_test"][:TEST], full["y_test"][:TEST])
    else:
        drawn = styles.draw(2 * TRAIN + TEST, np.random.default_rng(7))
        train, test = drawn.take(slice(2 * TRAIN)), drawn.take(slice(2 * TRAIN, None))
    said = OnnxFile(SHIPPED, threads=1).run(train.images)["probabilities"]
    sure = said[np.arange(len(train)), train.labels] > SURE
    train = train.take(np.flatnonzero(sure)[:TRAIN])
    np.savez(
        path,
        x_train=train.images,
        y_train=train.labels.astype(np.uint8),
        x_test=test.images,
        y_test=test.labels.astype(np.uint8),
    )


async def write_database(path: Path, corrections: int = 50) -> None:
    """Writes a bot's database with approved corrections of one kind."""
    opened = Database(f"sqlite:///{path}")
    opened.start()
    shipped = OnnxFile(SHIPPED, threads=1)
    wrong = misread(corrections, shipped, np.random.default_rng(5))
    said = shipped.run(wrong.images)["probabilities"].argmax(axis=1)
    for place, crop in enumerate(wrong.images):
        await opened.corrections.keep(
            NewCorrection(
                "answer", place, "somebody", crop, int(said[place]), 7, "shipped", trusted=True
            ),
            None,
        )
    await opened.close()


def drawn_photo() -> bytes:
    """407 on shaded paper, as a JPEG of 1280x960."""
    y, x = np.mgrid[0:960, 0:1280]
    paper = 205 - 60 * (x / 1280) ** 2 - 25 * (y / 960)
    photo = (paper + np.random.default_rng(0).normal(0, 3, paper.shape)).astype(np.uint8)
    cv2.putText(photo, "407", (320, 560), cv2.FONT_HERSHEY_SIMPLEX, 9, 45, 16, cv2.LINE_AA)
    return bytes(cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 87])[1])
