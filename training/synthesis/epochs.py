"""What a network for photographs is trained on, an epoch at a time, made ahead of the training.

An epoch is MNIST, most of it photographed, digits cut from lines that were written with it, digits
in other styles, and what is no digit. Making a picture costs about as much time as training on it,
so pictures are made in processes of their own, in chunks whose randomness depends on the seed and
on the place of the chunk only, and each is shown in a few epochs, moved a little each time.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from types import TracebackType
from typing import Final, Self

import numpy as np

from training import augment
from training.data import NOT_A_DIGIT, Digits, Images
from training.process import workers
from training.recipes import MIX, Mix
from training.synthesis import cuts, negatives, penglyphs, styles
from training.synthesis.handwriting import Hands

CHUNK: Final = 2_000
"""MNIST's pictures that one task of a process starts from."""


class Pictures:
    """Epochs of pictures, made in other processes while the last ones are used.

    The pictures are the same for the same seed and data, however many processes make them.

    Args:
        digits: MNIST's part that is trained on.
        mix: what an epoch is made of.
        seed: of every choice.
        epochs: how many will be asked for; no more than these are made.
        reuse: epochs that a picture is shown in.
        processes: that make them.
        hands: whose pen strokes are drawn, where the mix has any.
    """

    def __init__(
        self,
        digits: Digits,
        *,
        mix: Mix = MIX,
        seed: int,
        epochs: int,
        reuse: int = 3,
        processes: int = 2,
        hands: Hands | None = None,
    ) -> None:
        self._digits = digits
        self._mix = mix
        self._seed = seed
        self._chunks = max(1, round(len(digits) / CHUNK))
        self._fresh = -(-self._chunks // reuse)
        self._last = self._chunks + (epochs - 1) * self._fresh
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(processes, context, _start, (digits, hands))
        self._coming: deque[Future[Digits]] = deque()
        self._shown: deque[Digits] = deque(maxlen=self._chunks)
        self._asked = 0

    def __enter__(self) -> Self:
        self._ask()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def epoch(self, number: int) -> Digits:
        """The pictures of one epoch, shuffled; to be asked for in order, from 0.

        Args:
            number: which epoch.

        Returns:
            As many pictures every time, give or take those that cutting left out; labels 0 to 11.

        Raises:
            MemoryError: a process has ended for lack of it.
        """
        for _ in range(self._chunks if number == 0 else self._fresh):
            with workers.short_of_memory():
                self._ask()
                self._shown.append(self._coming.popleft().result())
        rng = np.random.default_rng((self._seed, 1, number))
        images = np.concatenate([chunk.images for chunk in self._shown])
        labels = np.concatenate([chunk.labels for chunk in self._shown])
        order = rng.permutation(len(labels))
        return Digits(moved(images[order], rng), labels[order])

    def _ask(self) -> None:
        """Keeps an epoch's worth of chunks in the making, as long as so many are needed."""
        while len(self._coming) <= self._chunks and self._asked < self._last:
            self._coming.append(
                self._pool.submit(_chunk, self._mix, self._seed, self._asked, self._chunks)
            )
            self._asked += 1


def make(digits: Digits, mix: Mix, rng: np.random.Generator, hands: Hands | None = None) -> Digits:
    """Makes pictures of every kind from some of MNIST's.

    Args:
        digits: MNIST's.
        mix: how many of each kind, for each of `digits`.
        rng: every choice.
        hands: whose pen strokes are drawn.
    """
    count = len(digits)
    clean = digits.take(rng.permutation(count)[: round(mix.clean * count)])
    chosen = digits.take(rng.permutation(count)[: round(mix.photographed * count)])
    shaped = digits.take(rng.permutation(count)[: round(mix.bent * count)])
    drawn = styles.draw(round(mix.styles * count), rng)
    parts = [
        clean,
        Digits(augment.augment(chosen.images, rng), chosen.labels),
        cuts.draw(round(mix.cuts * count), rng, digits),
        drawn,
        Digits(augment.reshape(shaped.images, rng), shaped.labels),
        _not(negatives.draw(round(mix.negatives * count), rng)),
    ]
    if hands is not None:
        sizes = round(mix.strokes * count), round(mix.letters * count)
        parts.append(penglyphs.draw(*sizes, rng, hands))
    return Digits(
        np.concatenate([part.images for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )


def moved(images: Images, rng: np.random.Generator) -> Images:
    """Half of the pictures moved by one pixel, each its own way."""
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    down, right = rng.choice([0, 1, 1, 2], (2, len(images)))
    out = np.empty_like(images)
    for y in range(3):
        for x in range(3):
            these = (down == y) & (right == x)
            out[these] = padded[these, y : y + images.shape[1], x : x + images.shape[2]]
    return out


def _not(images: Images) -> Digits:
    return Digits(images, np.full(len(images), NOT_A_DIGIT, np.uint8))


_digits: Digits | None = None
_hands: Hands | None = None


def _start(digits: Digits, hands: Hands | None) -> None:
    """Gives a process the data that its chunks are made from."""
    global _digits, _hands
    workers.settle()
    _digits, _hands = digits, hands


def _chunk(mix: Mix, seed: int, number: int, chunks: int) -> Digits:
    """Makes chunk `number`; every `chunks` chunks all of MNIST has been used."""
    assert _digits is not None
    turn, place = divmod(number, chunks)
    order = np.random.default_rng((seed, 2, turn)).permutation(len(_digits))
    these = np.array_split(order, chunks)[place]
    return make(_digits.take(these), mix, np.random.default_rng((seed, 3, number)), _hands)
