import cv2
import numpy as np
import pytest

from training.ruling import layouts
from training.ruling.batches import batch_of, batches
from training.ruling.scenes import SIDE, draw, draw_scenes
from training.ruling.sheet import Sheet
from training.synthesis.handwriting import Hand


def sheet(hands, seed=3, unit=40.0):
    rng = np.random.default_rng(seed)
    return Sheet(2 * SIDE, unit, hands, Hand.of(hands, rng), rng)


@pytest.fixture(scope="module")
def scenes(hands):
    return draw_scenes(40, np.random.default_rng(5), hands)


def test_the_same_seed_draws_the_same_scene(hands):
    one, other = (draw(np.random.default_rng(8), hands) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(vars(one), vars(other), strict=True))
    assert np.array_equal(one.strength, other.strength)


def test_most_ink_is_of_rules_or_of_writing_and_some_of_both(scenes):
    inked = sum(int(scene.mask.sum()) for scene in scenes)
    told = sum(int((scene.mask & (scene.rules | scene.writing)).sum()) for scene in scenes)
    both = sum(int((scene.rules & scene.writing).sum()) for scene in scenes)
    assert told > 0.6 * inked
    assert both > 0
    assert any(scene.rules.any() and scene.writing.any() for scene in scenes)
    assert any(scene.writing.any() and not scene.rules.any() for scene in scenes)


def test_what_is_told_of_a_scene_lies_where_it_is_seen(scenes):
    for scene in scenes:
        told = scene.rules | scene.writing
        if told.sum() > 500:
            assert scene.strength[told > 0].mean() > 2 * scene.strength[told == 0].mean()


@pytest.mark.parametrize("layout", layouts.LAYOUTS)
def test_a_layout_rules_its_sheet(hands, layout):
    drawn = sheet(hands)
    layout(drawn)
    assert drawn.rules.any()
    assert drawn.writing.any()


def test_without_rules_there_are_none(hands):
    drawn = sheet(hands)
    layouts.free(drawn)
    assert not drawn.rules.any()
    assert drawn.writing.any()


def test_a_rule_that_a_hand_draws_strays_no_further_than_it_may(hands):
    straight, drawn = sheet(hands), sheet(hands)
    ends = np.array([(50.0, 200.0), (450.0, 200.0)])
    straight.rule(ends, 3.0)
    drawn.rule(ends, 3.0, wobble=4.0)
    rows = [np.flatnonzero(own.rules.any(axis=1)) for own in (straight, drawn)]
    assert np.ptp(rows[0]) <= 6
    assert 9 < np.ptp(rows[1]) < 60


@pytest.mark.parametrize(("x", "y"), [(-30, -20), (500, 505), (2000, 10), (10, -2000)])
def test_ink_is_laid_on_a_sheet_as_far_as_it_is_on_it(hands, x, y):
    drawn, patch = sheet(hands), np.full((40, 60), 200, np.uint8)
    drawn.put(patch, x, y)
    whole = np.zeros((5000, 5000), np.uint8)
    whole[2000 + y : 2040 + y, 2000 + x : 2060 + x] = 200
    assert np.array_equal(drawn.writing, whole[2000:2512, 2000:2512])


def test_a_batch_turns_what_is_seen_and_what_is_told_alike(scenes):
    scene = next(s for s in scenes if s.rules.sum() > 500 and s.writing.sum() > 500)
    plain = batch_of([scene])
    assert np.array_equal(plain.layers[0, ..., 0], scene.rules)
    assert np.array_equal(plain.layers[0, ..., 1], scene.writing)
    near = cv2.dilate(scene.mask, np.ones((3, 3), np.uint8))
    assert (plain.inked[0] >= near).all()
    for seed in range(8):
        turned = batch_of([scene], np.random.default_rng(seed))
        inked = turned.ink[0, ..., 1] > 0
        share = turned.layers[0].max(axis=-1)[inked].mean()
        assert share == pytest.approx(plain.layers[0].max(axis=-1)[scene.mask > 0].mean(), abs=1e-5)


def test_batches_hold_every_scene_once(scenes):
    seen = list(batches(scenes, 8, np.random.default_rng(1)))
    assert [len(batch.ink) for batch in seen] == [8] * 5
