"""What makes a training run short: a small MNIST, and a database with a few corrections."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np

from benchmarks.finetune import SHIPPED, misread
from bot.storage import Database
from bot.storage.values import NewCorrection
from training import styles
from training.onnxfile import OnnxFile

TRAIN, TEST = 2_400, 500


def write_mnist(path: Path, source: Path | None) -> None:
    """Writes a small mnist.npz: the first digits of `source`, or drawn ones."""
    if source is not None:
        with np.load(source) as full:
            parts = {name: full[name][: TRAIN if "train" in name else TEST] for name in full.files}
    else:
        drawn = styles.draw(TRAIN + TEST, np.random.default_rng(7))
        labels = drawn.labels.astype(np.uint8)
        parts = {"x_train": drawn.images[:TRAIN], "y_train": labels[:TRAIN]}
        parts |= {"x_test": drawn.images[TRAIN:], "y_test": labels[TRAIN:]}
    np.savez(path, allow_pickle=False, **parts)


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
    """407 on plain paper."""
    photo = np.full((400, 640), 235, np.uint8)
    cv2.putText(photo, "407", (90, 270), cv2.FONT_HERSHEY_SIMPLEX, 7, 40, 16, cv2.LINE_AA)
    return bytes(cv2.imencode(".png", photo)[1])
