"""The lines that the line reader learns from."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from bot.reading.binarise.stroke_width import stroke_width
from bot.reading.digits.normalise import INK_LEVEL
from bot.reading.line.crop_strip import HEIGHT
from bot.reading.line.digit_lines import BLANK, OTHER, STRIDE
from training.digit_lines import data
from training.digit_lines.glyphs import Hand, digit_patch
from training.digit_lines.pictures import draw, picture
from training.digit_lines.writing import MOST, write
from training.synthesis import styles
from training.synthesis.backgrounds import paper
from training.synthesis.handwriting_styles import ways
from training.synthesis.skeletons import SIDE, STEPS, fields_of, thin


@pytest.fixture(scope="module")
def fields():
    return fields_of(styles.draw(80, np.random.default_rng(0)))


@pytest.fixture(scope="module")
def pool(fields):
    return data.Pool.of(data.draw_lines(40, np.random.default_rng(1), fields))


def test_skeleton_is_thin_and_whole():
    mask = np.zeros((2, 40, 40), np.uint8)
    cv2.line(mask[0], (6, 6), (32, 30), 1, 7)
    cv2.circle(mask[1], (20, 20), 12, 1, 5)
    bones = thin(mask)
    for before, after in zip(mask, bones, strict=True):
        assert cv2.connectedComponents(after, connectivity=8)[0] == 2
        assert 15 < after.sum() < 0.3 * before.sum()
        assert not np.any(after & ~before)
        assert not cv2.erode(after, np.ones((2, 2), np.uint8)).any()
    assert cv2.connectedComponents(1 - bones[1], connectivity=4)[0] == 3  # the ring is closed


def test_a_field_gives_the_digit_back_with_another_pen(fields):
    assert fields.distances.shape[1:] == (SIDE, SIDE)
    rng = np.random.default_rng(2)
    for digit in range(10):
        field = fields.one(digit, rng)
        thin_pen, wide_pen = field < 1 * STEPS, field < 4 * STEPS
        assert 0 < thin_pen.sum() < wide_pen.sum() < 0.7 * SIDE * SIDE


def test_every_way_of_writing_fits_its_field():
    for digit in range(10):
        assert len(ways(digit)) >= 10
        for strokes in ways(digit):
            every = np.concatenate(strokes)
            assert every.shape[1] == 2
            assert every.min() >= -0.25
            assert every.max() <= 1.25


@pytest.mark.parametrize("drawn", [0.0, 1.0])
def test_a_wider_pen_writes_wider_strokes(fields, drawn):
    rng = np.random.default_rng(3)
    widths = {}
    for pen in (3.0, 9.0):
        hand = Hand(pen, 0.01, 1.0, drawn, 0.01, np.zeros(10, np.int64))
        patches = [digit_patch(digit, hand, fields, rng) for digit in range(10)]
        widths[pen] = np.median([stroke_width(patch, INK_LEVEL) for patch in patches])
    assert 4 < widths[9.0] - widths[3.0] < 8
    assert widths[3.0] < 7


def test_symbols_stand_in_order_where_the_line_says(fields):
    rng = np.random.default_rng(4)
    for _ in range(40):
        line = write(rng, fields)
        assert len(line.middles) == len(line.labels) <= MOST
        assert set(line.labels) <= set(range(11))
        assert np.all(np.diff(line.middles[:, 0]) > 0)
        for x, y in line.middles:
            around = line.ink[max(0, int(y) - 40) : int(y) + 40, max(0, int(x) - 40) : int(x) + 40]
            assert around.max() > 128


def test_same_seed_same_line(fields):
    one, two = (draw(np.random.default_rng(7), fields) for _ in range(2))
    assert np.array_equal(one.pixels, two.pixels)
    assert one.labels == two.labels


def test_pictures_are_of_lines_with_more_or_less_around_them(fields):
    rng = np.random.default_rng(5)
    for _ in range(30):
        gray, labels, middles = picture(rng, fields)
        assert gray.dtype == np.uint8
        assert len(labels) == len(middles)
        assert np.all(middles > -5)
        assert np.all(middles < gray.shape[1] + 5)


def test_paper_is_bright():
    rng = np.random.default_rng(6)
    for _ in range(30):
        ground = paper(40, 120, rng, 25.0)
        assert ground.shape == (40, 120)
        assert 0.2 < float(np.median(ground)) < 1.4


def test_pool_has_lines_without_digits_and_with_other_marks(fields):
    labels = [write(np.random.default_rng(seed), fields).labels for seed in range(120)]
    assert [] in labels
    assert any(OTHER in one for one in labels)
    assert sum(OTHER in one for one in labels) < 30


def test_batches_hold_every_line_once_at_one_width(pool):
    rng = np.random.default_rng(8)
    seen = list(data.batches(pool, 8, rng))
    assert len(seen) == len(pool) // 8
    for batch in seen:
        assert batch.lines.shape[:2] == (8, HEIGHT)
        assert batch.lines.shape[2] % data.STEP == 0
        assert batch.columns.shape == (8, batch.lines.shape[2] // STRIDE)
        assert batch.lines.min() >= 0
        assert 0.5 < batch.lines.max() <= 1
    counts = np.sort(np.concatenate([batch.counts for batch in seen]))
    assert np.array_equal(counts, np.sort(pool.counts))


def test_known_columns_spell_the_line(pool):
    rng = np.random.default_rng(9)
    known = 0
    for batch in data.batches(pool, 8, rng):
        for columns, labels, count in zip(batch.columns, batch.labels, batch.counts, strict=True):
            if columns[0] == data.UNKNOWN:
                assert np.all(columns == data.UNKNOWN)
                continue
            known += 1
            changes = np.flatnonzero(np.diff(columns, prepend=BLANK))
            spelled = [int(columns[at]) for at in changes if columns[at] != BLANK]
            assert spelled == labels[:count].tolist()
    assert known > 20


def test_bending_moves_the_middles_along():
    strip = np.zeros((HEIGHT, 120), np.uint8)
    strip[12:20, 58:63] = 255
    for seed in range(20):
        bent, [middle] = data._bent(
            strip, np.array([60.5], np.float32), np.random.default_rng(seed)
        )
        weight = bent.sum(axis=0) / bent.sum()
        assert middle == pytest.approx(float(weight @ np.arange(len(weight))), abs=1.0)


def test_processes_draw_the_same_as_this_one(fields):
    drawn = data.draw_pool(6, 11, fields, processes=1)
    here = data.draw_lines(6, np.random.default_rng([11, 0]), fields)
    assert all(np.array_equal(a, b.pixels) for a, b in zip(drawn.pixels, here, strict=True))
