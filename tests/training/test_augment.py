"""Augmented digits are other pictures of the same digits, in the form that the bot makes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from bot.reading.digits.normalise import normalise
from training import augment
from training.augment import CANVAS, REACH, fit
from training.synthesis import styles
from training.synthesis.strokes import is_bar


@pytest.fixture(scope="module")
def glyphs() -> np.ndarray:
    return styles.draw(60, np.random.default_rng(1)).images


def test_the_same_seed_gives_the_same_pictures_and_another_gives_others(glyphs):
    first, again, other = (
        augment.augment(glyphs, np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert (first != other).any(axis=(1, 2)).mean() > 0.95


def test_every_picture_has_the_form_of_mnist(glyphs):
    images = augment.augment(glyphs, np.random.default_rng(1))
    assert images.shape == glyphs.shape
    assert images.dtype == np.uint8
    for image in images:
        _, _, w, h = cv2.boundingRect((image > 40).astype(np.uint8))
        assert 15 <= max(w, h) <= 22
        moments = cv2.moments(image)
        assert abs(moments["m10"] / moments["m00"] - 14) < 4
        assert abs(moments["m01"] / moments["m00"] - 14) < 4


def test_most_pictures_are_nearest_to_the_one_of_sixty_that_they_were_made_of(glyphs):
    images = augment.augment(glyphs, np.random.default_rng(1)).astype(np.float64)
    blurred = [
        np.stack([cv2.GaussianBlur(i, (0, 0), 1.5) for i in stack])
        for stack in (images, glyphs.astype(np.float64))
    ]
    flat = [stack.reshape(len(stack), -1) for stack in blurred]
    unit = [f / np.linalg.norm(f, axis=1, keepdims=True) for f in flat]
    nearest = (unit[0] @ unit[1].T).argmax(axis=1)
    assert (nearest == np.arange(len(glyphs))).mean() > 0.5


def test_no_bend_leaves_the_shape_as_it_is(glyphs):
    ink = augment.enlarge(glyphs[0])
    still = augment.Bend(turn=0, lean=0, stretch=0, wave=0)
    assert np.array_equal(augment.bent(ink, np.random.default_rng(1), still), ink)


def test_a_turn_turns_a_bar_about_the_middle():
    ink = np.zeros((CANVAS, CANVAS), np.uint8)
    cv2.line(ink, (32, 12), (32, 52), 255, 5)
    angles = []
    for seed in range(200):
        turned = augment.bent(
            ink, np.random.default_rng(seed), augment.Bend(turn=8, lean=0, stretch=0, wave=0)
        )
        moments = cv2.moments(turned)
        angles.append(
            np.degrees(np.arctan2(2 * moments["mu11"], moments["mu02"] - moments["mu20"])) / 2
        )
        assert abs(moments["m10"] / moments["m00"] - 32) < 1
    assert 6 < np.std(angles) < 10
    assert np.abs(angles).max() < 21


def test_a_photograph_keeps_the_ink_and_leaves_the_ground_empty(glyphs):
    rng = np.random.default_rng(1)
    for glyph in glyphs:
        ink = augment.enlarge(glyph)
        found = augment.photograph(ink, rng)
        kept = (found >= 96).mean() / (ink >= 96).mean()
        assert 0.4 < kept < 3
        assert not found[[0, -1]].any()
        assert not found[:, [0, -1]].any()


def test_photographs_come_in_many_sizes_and_pens(glyphs):
    rng = np.random.default_rng(1)
    found = [augment.photograph(augment.enlarge(glyphs[0]), rng) for _ in range(100)]
    assert len({picture.shape for picture in found}) > 10
    widths = [normalise(picture).astype(int).sum() for picture in found]
    assert max(widths) > 1.3 * min(widths)


def test_an_empty_batch_stays_empty():
    empty = np.zeros((0, 28, 28), np.uint8)
    assert augment.augment(empty, np.random.default_rng(1)).shape == (0, 28, 28)


def test_fit_puts_ink_of_any_size_in_the_middle():
    for height, width in ((5, 3), (300, 40), (10, 200)):
        fitted = fit(np.full((height, width), 255, np.uint8))
        x, y, w, h = cv2.boundingRect(fitted)
        assert max(w, h) == REACH
        assert abs(x + w / 2 - CANVAS / 2) <= 1
        assert abs(y + h / 2 - CANVAS / 2) <= 1
    assert not fit(np.zeros((9, 9), np.uint8)).any()


@pytest.mark.parametrize(
    ("start", "end", "bar"),
    [
        ((32, 10), (32, 54), True),
        ((44, 12), (20, 52), True),
        ((10, 32), (54, 32), False),
        ((32, 26), (32, 38), False),
    ],
)
def test_only_upright_slim_ink_is_a_bar(start, end, bar):
    ink = np.zeros((CANVAS, CANVAS), np.uint8)
    cv2.line(ink, start, end, 255, 9)
    assert is_bar(ink, slim=2.4) == bar
