"""How well a ruling network tells rules from writing, on scenes that it has not learnt from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from bot.reading.layout.ruling import RulingNetwork, seen, told
from training.ruling.scenes import Scene


class Held(NamedTuple):
    """Shares of the ink's pixels.

    Attributes:
        scenes: how many there were.
        taken: of rules alone, what is taken out;
        lost: of writing, what is taken out with it;
        crossing: of writing on rules, the same.
    """

    scenes: int
    taken: float
    lost: float
    crossing: float


def measure(network: RulingNetwork, scenes: Iterable[Scene]) -> Held:
    """Looks at scenes, each alone, as the bot does."""
    counts = np.zeros((3, 2))  # of each share what is taken out, and all
    count = 0
    for scene in scenes:
        count += 1
        alone = told(network(seen(scene.strength, scene.mask)[None])[0]).alone
        inked, rules, writing = (part > 0 for part in (scene.mask, scene.rules, scene.writing))
        every = inked & rules & ~writing, inked & writing, inked & writing & rules
        counts += [[np.count_nonzero(own & (alone > 0)), np.count_nonzero(own)] for own in every]
    shares = counts[:, 0] / np.maximum(counts[:, 1], 1)
    return Held(count, *shares.tolist())
