"""What is drawn as no digit is there, is varied, and leaves out what looks like a digit."""

from __future__ import annotations

import unicodedata

import cv2
import numpy as np
import pytest

from training.synthesis import letters, negatives
from training.synthesis.strokes import is_bar


@pytest.mark.parametrize("kind", negatives.KINDS)
def test_every_kind_gives_varied_pictures(kind):
    rng = np.random.default_rng(3)
    images = [negatives.one(kind, rng) for _ in range(40)]
    drawn = [image for image in images if image.any()]
    assert len(drawn) > 20
    assert len({image.tobytes() for image in drawn}) == len(drawn)
    assert all(image.shape == (28, 28) and image.max() > 100 for image in drawn)


def test_draw_fills_every_place_and_repeats_itself_for_the_same_seed():
    images = negatives.draw(60, np.random.default_rng(3))
    assert images.shape == (60, 28, 28)
    assert images.any(axis=(1, 2)).all()
    assert np.array_equal(images, negatives.draw(60, np.random.default_rng(3)))


def test_what_looks_like_a_one_is_left_out():
    bars = [is_bar(image, slim=4.0) for image in negatives.draw(300, np.random.default_rng(4))]
    assert np.mean(bars) < 0.02


def test_letters_that_look_like_digits_are_left_out():
    lists = letters.LATIN + letters.GREEK + letters.CYRILLIC + letters.MARKS
    lookalikes = "OoIl|SsZziqg0123456789ΟοΙΘθσЗзОоЧб"  # noqa: RUF001 - meant
    assert not set(lookalikes) & set(lists)
    assert not [c for c in lists + letters.OTHERS if unicodedata.category(c) == "Nd"]


def test_every_letter_is_in_some_typeface_and_a_missing_one_is_not_drawn_as_a_box():
    for alphabet, fonts in (
        (letters.LATIN, letters.ROMAN),
        (letters.GREEK + letters.CYRILLIC + letters.MARKS, letters.FONTS),
        (letters.OTHERS + letters.PICTURES, letters.WIDE),
    ):
        for letter in set(alphabet):
            assert any(letters._letter(letter, font).any() for font in fonts), letter
    assert not letters._letter("\u4e00", "cmr10").any()


def test_ruled_paper_is_made_of_lines():
    rng = np.random.default_rng(5)
    thin = []
    for _ in range(30):
        ink = negatives.ruled(rng)
        thin.append(cv2.countNonZero(cv2.erode(ink, np.ones((19, 19), np.uint8))) == 0)
    assert np.mean(thin) > 0.7
