"""Epochs of pictures: of every kind, the same for the same seed, whoever makes them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from training import pictures, styles
from training.data import NOT_A_DIGIT, Digits


@pytest.fixture(scope="module")
def digits() -> Digits:
    return styles.draw(60, np.random.default_rng(1))


def test_make_gives_as_many_of_each_kind_as_the_mix_says(digits):
    mix = pictures.Mix(clean=0.5, bent=0.1, photographed=1.0, cuts=0.0, styles=0.2, notdigits=0.3)
    made = pictures.make(digits, mix, np.random.default_rng(1))
    assert len(made) == 30 + 6 + 60 + 12 + 18
    assert (made.labels == NOT_A_DIGIT).sum() == 18
    assert all(any(np.array_equal(a, b) for b in digits.images) for a in made.images[:30])


def test_moved_moves_by_one_pixel_at_most_and_loses_nothing(digits):
    there = pictures.moved(digits.images, np.random.default_rng(1))
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
    monkeypatch.setattr(pictures, "CHUNK", 20)
    seen = []
    for workers in (1, 2):
        with pictures.Pictures(digits, seed=5, epochs=3, reuse=3, workers=workers) as stream:
            seen.append([stream.epoch(number) for number in range(3)])
    for one, two in zip(*seen, strict=True):
        assert np.array_equal(one.images, two.images)
        assert np.array_equal(one.labels, two.labels)
    first, second, third = ({image.tobytes() for image in epoch.images} for epoch in seen[0])
    assert len(seen[0][0]) == len(seen[0][1]) == round(60 * 2.4)
    assert first != second != third


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_processes_end_with_the_one_that_started_them(digits, tmp_path):
    np.savez(tmp_path / "digits.npz", images=digits.images, labels=digits.labels)
    program = (
        "import os, signal, sys, numpy as np\n"
        "from training.data import Digits\n"
        "from training.pictures import Pictures\n"
        "if __name__ == '__main__':\n"
        "    held = np.load(sys.argv[1])\n"
        "    digits = Digits(held['images'], held['labels'])\n"
        "    stream = Pictures(digits, seed=1, epochs=9, workers=2).__enter__()\n"
        "    stream.epoch(0)\n"
        "    print(*stream._pool._processes, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    script = tmp_path / "trainer.py"
    script.write_text(program)
    ran = subprocess.run(
        [sys.executable, script, tmp_path / "digits.npz"],
        env={**os.environ, "PYTHONPATH": str(Path(pictures.__file__).parents[1])},
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
        check=False,
    )
    workers = [int(word) for word in ran.stdout.split()]
    assert workers
    until = time.monotonic() + 30
    while any(alive(worker) for worker in workers):
        assert time.monotonic() < until
        time.sleep(0.1)


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
