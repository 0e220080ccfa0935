"""Processes that draw what is learnt from; the same seed gives the same drawings."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Final, Generic, TypeVar

import numpy as np

from training.process import workers

Drawn = TypeVar("Drawn")
Hands = TypeVar("Hands")
"""What is drawn with, for all drawings the same."""

PART: Final = 500
"""So many are drawn with one generator of random numbers."""


class Drawer(Generic[Drawn]):
    """Processes that draw.

    Args:
        draw: draws so many; a function of a module.
        hands: to write with.
        processes: how many.
    """

    def __init__(
        self,
        draw: Callable[[int, np.random.Generator, Hands], list[Drawn]],
        hands: Hands,
        processes: int,
    ) -> None:
        self._pool = ProcessPoolExecutor(processes, get_context("spawn"), _start, (draw, hands))

    def begin(self, count: int, seed: tuple[int, ...]) -> Drawing[Drawn]:
        """Begins to draw.

        Args:
            count: how many.
            seed: every choice.
        """
        parts = [(seed, start, min(PART, count - start)) for start in range(0, count, PART)]
        return Drawing([self._pool.submit(_draw_part, part) for part in parts])

    def close(self) -> None:
        """Draws nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True)
class Drawing(Generic[Drawn]):
    """What is being drawn."""

    parts: list[Future[list[Drawn]]]

    def drawn(self) -> list[Drawn]:
        """Waits for it.

        Raises:
            MemoryError: a process has ended for lack of it.
        """
        with workers.short_of_memory():
            return [one for part in self.parts for one in part.result()]


_given: list[Any] = []  # of a worker process, which gets them once: how to draw, with which hands


def _start(draw: Callable[..., list[Any]], hands: object) -> None:
    workers.settle()
    _given[:] = [draw, hands]


def _draw_part(part: tuple[tuple[int, ...], int, int]) -> list[Any]:
    seed, start, count = part
    draw, hands = _given
    drawn: list[Any] = draw(count, np.random.default_rng([*seed, start]), hands)
    return drawn
