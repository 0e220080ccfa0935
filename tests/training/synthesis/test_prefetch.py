"""Drawing in another process: the same pictures as here, and the process ends."""

from __future__ import annotations

import dataclasses
import multiprocessing
import time
from contextlib import closing

import numpy as np
import pytest

from training.data import Mnist, split
from training.recipes import RECIPES
from training.synthesis import batches, styles
from training.synthesis.prefetch import Prefetch


@pytest.fixture(scope="module")
def mnist() -> Mnist:
    drawn = styles.draw(240, np.random.default_rng(1))
    return Mnist(drawn, drawn.take(slice(20)), "drawn", "none")


@pytest.mark.parametrize(("name", "tutorial"), [("quick", False), ("seed", True)])
def test_pictures_are_the_same_wherever_they_are_drawn(mnist, name, tutorial):
    recipe = dataclasses.replace(RECIPES[name], negatives_pool=60)
    train, validation = split(mnist.train, tutorial=tutorial)
    with closing(Prefetch(recipe, mnist)) as prefetch:
        there = batches.batches(recipe, train, negatives_of=prefetch.negatives)
        for here, other in zip(batches.batches(recipe, train), there, strict=True):
            assert all(np.array_equal(a, b) for a, b in zip(here, other, strict=True))
        shown, expected = prefetch.calibration(), batches.for_calibration(recipe, validation)
    assert np.array_equal(shown.images, expected.images)
    assert np.array_equal(shown.labels, expected.labels)
    assert len(shown) > len(validation)


def test_the_process_ends_when_everything_is_drawn(mnist):
    before = set(multiprocessing.active_children())
    recipe = dataclasses.replace(RECIPES["quick"], negatives_pool=30)
    with closing(Prefetch(recipe, mnist)) as prefetch:
        assert set(multiprocessing.active_children()) - before
        prefetch.calibration()
        until = time.monotonic() + 30
        while set(multiprocessing.active_children()) - before:
            assert time.monotonic() < until
            time.sleep(0.05)
