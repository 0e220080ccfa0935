"""The line reader that ships, on lines that are drawn here."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from bot.reading.line.ctc import OTHER, SYMBOLS
from bot.reading.line.linereader import LineReader

MODEL = Path(__file__).parents[3] / "models" / "lines.onnx"
STRINGS = ("407", "1250", "93", "68", "2531", "7046", "85", "3190")


@pytest.fixture(scope="module")
def reader():
    if not MODEL.exists():
        pytest.skip("there is no models/lines.onnx; python -m training --recipe lines makes one")
    return LineReader.open(MODEL)


def line(text, *, gap=0.0, ink=60, ground=210, noise=3.0, seed=0):
    """A line of stroke-font digits: `gap` is room between them in pixels, negative to touch."""
    gray = np.full((70, 60 + 44 * len(text)), ground, np.uint8)
    x, ends = 20.0, []
    for digit in text:
        (width, _), _ = cv2.getTextSize(digit, cv2.FONT_HERSHEY_SIMPLEX, 1.5, 3)
        at = (round(x), 52)
        cv2.putText(gray, digit, at, cv2.FONT_HERSHEY_SIMPLEX, 1.5, ink, 3, cv2.LINE_AA)
        ends.append((x, x + width))
        x += width + gap
    gray = gray[:, : round(x) + 20]
    rough = gray + np.random.default_rng(seed).normal(0, noise, gray.shape)
    return np.clip(rough, 0, 255).astype(np.uint8), ends


def share_read(reader, **how):
    return np.mean([reader(line(text, **how)[0]).text == text for text in STRINGS])


def test_reads_digits_that_stand_apart(reader):
    assert share_read(reader, gap=4) >= 0.85


def test_reads_digits_that_touch(reader):
    assert share_read(reader, gap=-5) >= 0.7


def test_faint_ink_on_gray_paper_changes_little(reader):
    assert share_read(reader, gap=4, ink=120, ground=175) >= 0.75


def test_a_dot_or_a_dash_is_no_digit(reader):
    right = 0
    for text in STRINGS:
        gray, ends = line(text, gap=6)
        wide = cv2.copyMakeBorder(gray, 0, 0, 0, 60, cv2.BORDER_REPLICATE)
        x = round(ends[-1][1]) + 8
        cv2.circle(wide, (x, 50), 3, 60, -1, cv2.LINE_AA)
        cv2.line(wide, (x + 14, 34), (x + 38, 33), 60, 3, cv2.LINE_AA)
        right += reader(wide).text == text
    assert right >= 0.7 * len(STRINGS)


def test_marks_stand_on_their_digits(reader):
    for text in STRINGS:
        gray, ends = line(text, gap=8)
        reading = reader(gray)
        if reading.text != text:
            continue
        for mark, (left, right) in zip(reading.marks, ends, strict=True):
            assert left - 6 <= mark.middle <= right + 6


def test_blank_paper_is_the_empty_string(reader):
    for seed in range(5):
        paper = np.random.default_rng(seed).normal(200, 4, (60, 200)).astype(np.uint8)
        assert reader(paper).text == ""


def test_confidence_is_that_of_the_best_of_all_strings(reader):
    reading = reader(line("407", gap=4)[0])
    probabilities = [probability for _, probability in reading.strings]
    assert reading.confidence == max(probabilities)
    assert sum(probabilities) <= 1 + 1e-6
    assert reading.columns.shape[1] == SYMBOLS
    assert all(0 <= symbol <= OTHER for string, _ in reading.strings for symbol in string)
