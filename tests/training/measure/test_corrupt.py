"""Each way of MNIST-C does to a picture what its name says."""

from __future__ import annotations

import numpy as np
import pytest

from training.measure import corrupt
from training.synthesis import styles


@pytest.fixture(scope="module")
def images():
    return styles.draw(24, np.random.default_rng(2)).images


def centre(images):
    weight = images.sum(axis=(1, 2))
    rows, columns = np.mgrid[:28, :28]
    return (images * rows).sum(axis=(1, 2)) / weight, (images * columns).sum(axis=(1, 2)) / weight


def across(images):
    return (images * np.arange(28)).sum(axis=(1, 2)) / images.sum(axis=(1, 2))


def test_there_are_the_fifteen_of_the_paper():
    assert len(corrupt.CORRUPTIONS) == 15


@pytest.mark.parametrize("name", corrupt.CORRUPTIONS)
def test_each_changes_every_picture_and_depends_on_the_generator_alone(images, name):
    before = images.copy()
    made = corrupt.corrupt(name, images, np.random.default_rng(1))
    assert made.shape == images.shape
    assert made.dtype == np.uint8
    assert np.array_equal(images, before)
    assert (made != images).any(axis=(1, 2)).all()
    assert np.array_equal(made, corrupt.corrupt(name, images, np.random.default_rng(1)))
    always = {"scale", "brightness", "stripe", "canny_edges"}
    again = corrupt.corrupt(name, images, np.random.default_rng(2))
    assert np.array_equal(made, again) == (name in always)


@pytest.mark.parametrize("name", corrupt.CORRUPTIONS)
def test_none_fails_on_blank_paper(name):
    blank = np.zeros((2, 28, 28), np.uint8)
    assert corrupt.corrupt(name, blank, np.random.default_rng(1)).shape == blank.shape


def test_translate_moves_three_pixels_each_way(images):
    before, after = (
        centre(images),
        centre(corrupt.corrupt("translate", images, np.random.default_rng(1))),
    )
    for a, b in zip(before, after, strict=True):
        # One or two that come to the edge lose some of their ink there.
        assert np.mean(np.abs(np.abs(b - a) - 3) < 0.3) > 0.9


def test_scale_shrinks_to_seven_tenths(images):
    made = corrupt.corrupt("scale", images, np.random.default_rng(1))
    ratio = made.sum(axis=(1, 2)) / images.sum(axis=(1, 2))
    assert np.median(ratio) == pytest.approx(0.49, abs=0.02)


def test_rotate_and_shear_go_both_ways_about_the_centre():
    bar = np.zeros((64, 28, 28), np.uint8)
    bar[:, 4:24, 12:16] = 255
    for name in ("rotate", "shear"):
        made = corrupt.corrupt(name, bar, np.random.default_rng(1)).astype(float)
        top, bottom = across(made[:, :10]), across(made[:, 18:])
        lean = top - bottom
        assert (lean > 4).any()
        assert (lean < -4).any()
        assert (np.abs(lean) > 4).all()


def test_stripe_inverts_the_outer_quarters(images):
    made = corrupt.corrupt("stripe", images, np.random.default_rng(1))
    assert np.array_equal(made[:, :, 7:21], images[:, :, 7:21])
    assert np.array_equal(made[:, :, :7], 255 - images[:, :, :7])
    assert np.array_equal(made[:, :, 21:], 255 - images[:, :, 21:])


def test_brightness_lifts_the_ground_to_half(images):
    made = corrupt.corrupt("brightness", images, np.random.default_rng(1))
    assert made.min() == 128
    assert made.max() == 255


def test_impulse_noise_hits_a_sixth_of_the_pixels():
    grey = np.full((50, 28, 28), 100, np.uint8)
    made = corrupt.corrupt("impulse_noise", grey, np.random.default_rng(1))
    assert (made != 100).mean() == pytest.approx(0.17, abs=0.01)
    assert (made == 255).mean() == pytest.approx(0.085, abs=0.01)


def test_lines_only_add_ink(images):
    for name in ("dotted_line", "zigzag"):
        made = corrupt.corrupt(name, images, np.random.default_rng(1))
        assert (made >= images).all()
        assert 10 < (made > images).sum(axis=(1, 2)).mean() < 250
