"""Pictures that need no network, drawn in another process while this one loads TensorFlow."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from training.data import Digits, Mnist, split
from training.process import workers
from training.recipes import Recipe
from training.synthesis import batches


class Prefetch:
    """What a run needs drawn, in the order in which it needs it. They are the same wherever drawn.

    The process ends by itself when it has drawn everything.

    Args:
        recipe: of the run.
        mnist: the data; its training set alone is looked at.
    """

    def __init__(self, recipe: Recipe, mnist: Mnist) -> None:
        train, validation = split(mnist.train, tutorial=recipe.split == "tutorial")
        self._process = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), workers.settle)
        self._negatives = None
        if recipe.negatives:
            self._negatives = self._process.submit(batches.draw_negatives, recipe, train)
        self._calibration = self._process.submit(batches.for_calibration, recipe, validation)
        self._process.shutdown(wait=False)

    def close(self) -> None:
        """Draws nothing more."""
        self._process.shutdown(wait=False, cancel_futures=True)

    def negatives(self, recipe: Recipe, train: Digits) -> batches.Negatives:
        """As `batches.draw_negatives`; raises `MemoryError` where the process ended for want."""
        if self._negatives is None:
            return batches.draw_negatives(recipe, train)
        with workers.short_of_memory():
            return self._negatives.result()

    def calibration(self) -> Digits:
        """As `batches.for_calibration`; raises `MemoryError` as above."""
        with workers.short_of_memory():
            return self._calibration.result()
