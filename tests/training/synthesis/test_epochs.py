"""Epochs of pictures: of every kind, the same for the same seed, whoever makes them."""

from __future__ import annotations

import os
import signal
from concurrent.futures import Future

import numpy as np
import pytest

from training.data import NOT_A_DIGIT, Digits
from training.synthesis import epochs, styles


@pytest.fixture(scope="module")
def digits() -> Digits:
    return styles.draw(60, np.random.default_rng(1))


def test_make_gives_as_many_of_each_kind_as_the_mix_says(digits):
    mix = epochs.Mix(clean=0.5, bent=0.1, photographed=1.0, cuts=0.0, styles=0.2, negatives=0.3)
    made = epochs.make(digits, mix, np.random.default_rng(1))
    assert len(made) == 30 + 6 + 60 + 12 + 18
    assert (made.labels == NOT_A_DIGIT).sum() == 18
    assert all(any(np.array_equal(a, b) for b in digits.images) for a in made.images[:30])


def test_moved_moves_by_one_pixel_at_most_and_loses_nothing(digits):
    there = epochs.moved(digits.images, np.random.default_rng(1))
    assert np.array_equal(there.sum(axis=(1, 2)), digits.images.sum(axis=(1, 2)))
    ways = set()
    for before, after in zip(digits.images, there, strict=True):
        fits = [
            (y, x)
            for y in (-1, 0, 1)
            for x in (-1, 0, 1)
            if np.array_equal(np.roll(before, (y, x), (0, 1)), after)
        ]
        assert fits
        ways.add(fits[0])
    assert len(ways) >= 8


def test_epochs_are_the_same_however_many_processes_make_them(digits, monkeypatch):
    monkeypatch.setattr(epochs, "CHUNK", 20)
    seen = []
    for processes in (1, 2):
        with epochs.Pictures(digits, seed=5, epochs=3, reuse=3, processes=processes) as stream:
            seen.append([stream.epoch(number) for number in range(3)])
    for one, two in zip(*seen, strict=True):
        assert np.array_equal(one.images, two.images)
        assert np.array_equal(one.labels, two.labels)
    first, second, third = ({image.tobytes() for image in epoch.images} for epoch in seen[0])
    assert len(seen[0][0]) == len(seen[0][1]) == round(60 * 2.4)
    assert first != second != third


@pytest.mark.parametrize(("count", "drawn"), [(1, 7), (2, 10), (9, 31)])
def test_no_more_is_drawn_than_is_shown(digits, monkeypatch, count, drawn):
    monkeypatch.setattr(epochs, "CHUNK", 9)  # seven of sixty digits
    monkeypatch.setattr(epochs, "ProcessPoolExecutor", Here)
    with epochs.Pictures(digits, seed=5, epochs=count, reuse=3) as stream:
        for number in range(count):
            assert len(stream.epoch(number))
    assert stream._pool.asked == list(range(drawn))


class Here:
    """Stands for a pool of processes, draws nothing, and counts."""

    def __init__(self, *_):
        self.asked = []

    def submit(self, _call, _mix, _seed, number, _chunks):
        self.asked.append(number)
        done = Future()
        done.set_result(Digits(np.zeros((1, 28, 28), np.uint8), np.zeros(1, np.uint8)))
        return done

    def shutdown(self, **_):
        pass


def test_a_process_that_the_system_ends_is_a_lack_of_memory(digits):
    with epochs.Pictures(digits, seed=5, epochs=9, processes=1) as stream:
        [process] = stream._pool._processes
        os.kill(process, signal.SIGKILL)
        with pytest.raises(MemoryError):
            stream.epoch(0)
