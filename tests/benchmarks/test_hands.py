"""What a person can correct, in the measurement of what corrections do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from reading.scenes import SHORT_SEVEN, draw, encoded

from benchmarks import hands as measured
from benchmarks.corrected import corrected
from benchmarks.handwritten import Hand
from bot.reading import Reader

MODEL = Path(__file__).resolve().parents[2] / "models" / "digits.onnx"


@pytest.fixture(scope="module")
def reader():
    return Reader.open(MODEL)


def test_an_answer_that_is_right_needs_no_correction(reader):
    assert corrected(reader, "40", encoded(draw("40")), typed=True) == (False, {}, [])


def test_a_typed_number_teaches_more_than_what_was_confused(reader):
    picture = encoded(draw("4707", hand=SHORT_SEVEN))
    read = reader.read(picture).text
    wrong = {int(b) for a, b in zip(read, "4707", strict=True) if a != b}
    assert wrong
    for typed in (False, True):
        is_wrong, confused, taught = corrected(reader, "4707", picture, typed=typed)
        assert is_wrong
        assert {*confused} == wrong
        assert [digit for digit, _ in taught] == ([4, 7, 0, 7] if typed else [])


def test_nobody_is_measured_with_what_taught(reader, monkeypatch):
    given = []

    def pictures(hands, writer, own, rng):
        given.append({digit: set(places) for digit, places in own.items()})
        return iter(())

    monkeypatch.setattr(measured, "pictures", pictures)
    writer = Hand("uqb/1", 100.0, {"4": list(range(50)), "7": [50, 51, 52]})
    measured.person(reader, None, writer, np.random.default_rng(1), typed=True)
    taught, kept = given
    for digit in "47":
        assert taught[digit]
        assert kept[digit]
        assert not taught[digit] & kept[digit]


def test_what_has_another_length_is_only_corrected_by_typing(reader):
    picture = encoded(draw("407"))
    assert corrected(reader, "4078", picture, typed=False) == (True, {}, [])
    _, confused, taught = corrected(reader, "4078", picture, typed=True)
    assert not confused
    # The 7 may be more than a 7, or less.
    assert [digit for digit, _ in taught] == [4, 0]
