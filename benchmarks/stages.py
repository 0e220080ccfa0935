"""Where a reply's processor time goes, and what others need for the same photographs."""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import DETECT_SIDE
from bot.reading.digits.classify import Classifier, Scores
from bot.reading.glyph import Glyph
from bot.reading.layout.ruling import RulingNetwork
from bot.reading.line.ctc import Columns
from bot.reading.line.network import FILE, LineNetwork
from bot.reading.open.decode import decode
from bot.reading.picture.picture_file import PictureFile
from bot.reading.reader import Reader

MODEL = Path(__file__).resolve().parent.parent / "models" / "digits.onnx"


class _TimedClassifier(Classifier):
    spent = 0.0

    def __call__(self, glyphs: list[Glyph]) -> Scores:
        began = time.thread_time()
        try:
            return super().__call__(glyphs)
        finally:
            self.spent += time.thread_time() - began


class _TimedLineNetwork(LineNetwork):
    spent = 0.0

    def __call__(self, strips: list[Gray]) -> list[Columns]:
        began = time.thread_time()
        try:
            return super().__call__(strips)
        finally:
            self.spent += time.thread_time() - began


def reading_stages(photographs: Sequence[bytes], rounds: int) -> dict[str, float]:
    """Milliseconds of processor time for each stage of reading a photograph, on one thread."""
    cv2.setNumThreads(1)
    classifier = _TimedClassifier.open(MODEL)
    lines = _TimedLineNetwork.open(MODEL.with_name(FILE))
    reader = Reader(classifier, lines, RulingNetwork.beside(MODEL.parent))
    unruled = reader.unruled
    assert isinstance(classifier, _TimedClassifier)
    assert isinstance(lines, _TimedLineNetwork)
    decoding = per_picture(lambda data: decode(data, DETECT_SIDE), photographs, rounds)
    opening = per_picture(lambda data: PictureFile(data, unruled).page(), photographs, rounds)
    classifier.spent = lines.spent = 0.0
    whole = per_picture(reader.read, photographs, rounds, warm=False)
    pictures = len(photographs) * rounds
    network = 1000 * classifier.spent / pictures
    sequence = 1000 * lines.spent / pictures
    return {
        "decode": decoding,
        "ink and pieces": opening - decoding,
        "digit network": network,
        "line network": sequence,
        "rest of reading": whole - opening - network - sequence,
    }


def floor(photographs: Sequence[bytes], rounds: int) -> float:
    """The same for decoding JPEG to gray alone, by the fastest means here."""
    return per_picture(
        lambda data: cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE),
        photographs,
        rounds,
    )


def tutorials_way(photographs: Sequence[bytes], rounds: int) -> tuple[float, float] | None:
    """What the tutorial does with a picture: shrink it, and ask `predict`.

    Returns:
        Milliseconds by the clock and of processor time for a picture; None without Keras.
    """
    if importlib.util.find_spec("keras") is None:
        return None
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    from training.network import make

    model = make("tutorial", 10)

    def predict(data: bytes) -> object:
        gray = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
        small = cv2.resize(gray, (28, 28)).astype(np.float32) / 255
        return model.predict(small[None, :, :, None], verbose=0)

    predict(photographs[0])
    clock, processor = time.perf_counter(), time.process_time()
    for _ in range(rounds):
        for data in photographs:
            predict(data)
    pictures = len(photographs) * rounds
    return (
        1000 * (time.perf_counter() - clock) / pictures,
        1000 * (time.process_time() - processor) / pictures,
    )


def per_picture(
    step: Callable[[bytes], object], photographs: Sequence[bytes], rounds: int, *, warm: bool = True
) -> float:
    """Mean milliseconds of this thread's processor time that a step takes."""
    if warm:
        step(photographs[0])
    began = time.thread_time()
    for _ in range(rounds):
        for data in photographs:
            step(data)
    return 1000 * (time.thread_time() - began) / (rounds * len(photographs))
