"""What training sees: the stream of batches.

A recipe that is to read photos takes whole epochs from `epochs`, which makes them in processes of
its own. The others take MNIST as it is, or moved a little, and what is no digit from a pool that is
drawn once. Everything random depends on the recipe's seed alone.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from training.data import NOT_A_DIGIT, VALIDATION, Digits, Images, Labels
from training.recipes import Mix, Recipe
from training.synthesis import cuts, negatives
from training.synthesis.epochs import Pictures, make
from training.synthesis.handwriting import Hands

Batch = tuple[Images, Labels]
"""Pictures `[batch, 28, 28]` and labels `[batch]`."""
CALIBRATION = Mix(clean=0.5, bent=0.0, photographed=0.5, cuts=0.3, styles=0.0, negatives=0.4)


@dataclass(frozen=True)
class Negatives:
    """What is no digit, or cut from a line, to choose from.

    Attributes:
        digits: the pictures, and what they are.
        rng: as drawing them left it; the batches go on from there.
    """

    digits: Digits
    rng: np.random.Generator


def steps_per_epoch(recipe: Recipe, train: Digits) -> int:
    """How many batches make an epoch, which shows every MNIST picture about once."""
    if recipe.augment == "photo":
        size: float = len(train) * sum(dataclasses.astuple(recipe.mix))
        return max(1, int(size) // recipe.batch)
    return max(1, len(train) // (recipe.batch - _count(recipe.negatives, recipe)))


def draw_negatives(recipe: Recipe, train: Digits) -> Negatives:
    """Draws what a recipe that takes MNIST as it is mixes in.

    Args:
        recipe: how many, which may be 0.
        train: MNIST's training part, of which lines are written.
    """
    rng = np.random.default_rng(recipe.seed)
    size = recipe.negatives_pool if recipe.negatives else 0
    pieces = cuts.draw(size // 3, rng, train)
    images = negatives.draw(size - len(pieces), rng)
    drawn = Digits(
        np.concatenate([pieces.images, images]),
        np.concatenate([pieces.labels, np.full(len(images), NOT_A_DIGIT, np.uint8)]),
    )
    return Negatives(drawn, rng)


def batches(
    recipe: Recipe,
    train: Digits,
    corrections: Digits | None = None,
    negatives_of: Callable[[Recipe, Digits], Negatives] = draw_negatives,
    hands: Hands | None = None,
) -> Iterator[Batch]:
    """Yields every batch of a whole training run.

    Args:
        recipe: what is mixed in, and how it is augmented.
        train: MNIST's training part.
        corrections: what people corrected; 10 is "not a digit".
        negatives_of: gives what `draw_negatives` does.
        hands: whose pen strokes are drawn.
    """
    if recipe.augment == "photo":
        stream = _photos(recipe, train, hands)
    else:
        stream = _plain(recipe, train, negatives_of(recipe, train))
    if corrections is None or not recipe.corrections:
        yield from stream
        return
    rng = np.random.default_rng((recipe.seed, 4))
    count = _count(recipe.corrections, recipe)
    for images, labels in stream:
        chosen = corrections.take(rng.integers(0, len(corrections), count))
        images[-count:], labels[-count:] = shifted(chosen.images, rng, 1), chosen.labels
        yield images, labels


def for_calibration(recipe: Recipe, validation: Digits) -> Digits:
    """Validation digits, half of them as photographed, and what is no digit.

    Photographing them takes time, so that a recipe which is to be quick takes half of them.
    """
    count = VALIDATION if recipe.augment == "photo" else VALIDATION // 2
    rng = np.random.default_rng((recipe.seed, 5))
    return make(validation.take(slice(count)), CALIBRATION, rng)


def shifted(images: Images, rng: np.random.Generator, most: int) -> Images:
    """Moved by up to so many pixels each way; the ground comes in from outside."""
    padded = np.pad(images, ((0, 0), (most, most), (most, most)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, images.shape[1:], axis=(1, 2))
    down, right = rng.integers(0, 2 * most + 1, (2, len(images)))
    moved: Images = windows[np.arange(len(images)), down, right]
    return moved


def _photos(recipe: Recipe, train: Digits, hands: Hands | None) -> Iterator[Batch]:
    steps = steps_per_epoch(recipe, train)
    with Pictures(
        train, mix=recipe.mix, seed=recipe.seed, epochs=recipe.epochs, hands=hands
    ) as pictures:
        for number in range(recipe.epochs):
            epoch = pictures.epoch(number)
            order = np.resize(np.arange(len(epoch)), (steps, recipe.batch))
            for chosen in order:
                yield epoch.images[chosen], epoch.labels[chosen]


def _plain(recipe: Recipe, train: Digits, drawn: Negatives) -> Iterator[Batch]:
    pool, rng = drawn.digits, copy.deepcopy(drawn.rng)
    mixed = _count(recipe.negatives, recipe)
    steps, count = steps_per_epoch(recipe, train), recipe.batch - mixed
    for _ in range(recipe.epochs):
        order = np.resize(rng.permutation(len(train)), (steps, count))
        for chosen in order:
            images, labels = train.images[chosen], train.labels[chosen]
            if recipe.augment == "shift":
                images = shifted(images, rng, recipe.shift)
            if mixed:
                more = pool.take(rng.integers(0, len(pool), mixed))
                images = np.concatenate([more.images, images])
                labels = np.concatenate([more.labels, labels])
            yield images, labels


def _count(share: float, recipe: Recipe) -> int:
    return round(recipe.batch * share)
