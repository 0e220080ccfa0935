from __future__ import annotations

import cv2
import numpy as np
import pytest

from bot.reading.line.lineimage import HEIGHT, WIDEST, strip_of

TEXT = "4071"


def crop(height=60, width=220, *, ink=60, ground=210, at=(20, 48)):
    """A line of stroke-font digits on plain paper."""
    gray = np.full((height, width), ground, np.uint8)
    cv2.putText(gray, TEXT, at, cv2.FONT_HERSHEY_SIMPLEX, 1.6, ink, 3, cv2.LINE_AA)
    return gray


def rows_of_ink(pixels):
    rows = np.flatnonzero((pixels > 128).any(axis=1))
    return rows[0], rows[-1]


def test_ink_is_bright_on_a_ground_of_zero():
    strip = strip_of(crop())
    assert strip.pixels.shape[0] == HEIGHT
    assert strip.pixels.dtype == np.uint8
    assert np.percentile(strip.pixels, 99) > 190
    assert np.median(strip.pixels) == 0


@pytest.mark.parametrize(("ink", "ground"), [(20, 250), (120, 170), (60, 90)])
def test_contrast_is_the_same_whatever_the_pen_and_the_paper(ink, ground):
    difference = cv2.absdiff(strip_of(crop(ink=ink, ground=ground)).pixels, strip_of(crop()).pixels)
    assert difference.max() < 40


def test_writing_fills_the_strip_however_much_paper_is_around_it():
    tight = rows_of_ink(strip_of(crop()).pixels)
    loose = rows_of_ink(strip_of(crop(height=160, at=(20, 100))).pixels)
    assert abs(tight[0] - loose[0]) <= 2
    assert abs(tight[1] - loose[1]) <= 2
    assert loose[1] - loose[0] > 0.6 * HEIGHT


def test_a_rule_under_the_writing_does_not_count_as_writing():
    ruled = crop(height=90)
    cv2.line(ruled, (0, 80), (220, 80), 60, 2)
    first, last = rows_of_ink(strip_of(ruled).pixels[:, 20:200] * (np.arange(HEIGHT) < 28)[:, None])
    assert last - first > 0.6 * HEIGHT


@pytest.mark.parametrize("slope", [-0.15, 0.12])
def test_a_sloping_line_is_levelled(slope):
    gray = np.full((160, 420), 210, np.uint8)
    for place, digit in enumerate("407183"):
        x = 20 + 65 * place
        at = (x, round(95 + slope * (x - 200)))
        cv2.putText(gray, digit, at, cv2.FONT_HERSHEY_SIMPLEX, 1.6, 60, 3, cv2.LINE_AA)
    first, last = rows_of_ink(strip_of(gray).pixels)
    parts = np.array_split(strip_of(gray).pixels, 6, axis=1)
    assert last - first > 0.6 * HEIGHT
    for part in parts:
        top, bottom = rows_of_ink(part)
        assert bottom - top > 0.5 * HEIGHT


def test_a_shadow_is_taken_away():
    shadow = np.linspace(1.0, 0.5, 220)[None, :]
    shaded = (crop() * shadow).astype(np.uint8)
    difference = cv2.absdiff(strip_of(shaded).pixels, strip_of(crop()).pixels)
    assert np.percentile(difference, 99) < 60


def test_places_can_be_found_again():
    gray = crop(height=90, at=(60, 70))
    strip = strip_of(gray)
    columns = np.flatnonzero((strip.pixels > 128).any(axis=0))
    inked = np.flatnonzero((gray < 120).any(axis=0))
    assert columns[0] * strip.scale == pytest.approx(inked[0], abs=4)
    assert columns[-1] * strip.scale == pytest.approx(inked[-1], abs=4)
    rows = np.flatnonzero((gray < 120).any(axis=1))
    first, _ = rows_of_ink(strip.pixels)
    assert strip.top + first * strip.scale == pytest.approx(rows[0], abs=4)


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (2, 3), (3, 2000), (700, 900)])
def test_any_size_gives_a_strip(shape):
    noise = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    for gray in (noise, np.zeros(shape, np.uint8), np.full(shape, 255, np.uint8)):
        pixels = strip_of(gray).pixels
        assert pixels.shape[0] == HEIGHT
        assert 8 <= pixels.shape[1] <= WIDEST
