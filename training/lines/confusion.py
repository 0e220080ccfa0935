"""Counting which digits and signs a line network takes for which letters."""

from __future__ import annotations

from typing import Final

import numpy as np

from bot.reading.line.confusion import LETTERS, Confusion
from bot.reading.line.network import PAD, STRIDE, LineNetwork
from bot.reading.line.symbols import BLANK, FIRST_LETTER
from training.lines import pool
from training.lines.pictures import Line
from training.synthesis.handwriting import Hands

PRIOR: Final = 0.05
"""What is counted of each letter for each of them before anything is seen."""


def count(network: LineNetwork, hands: Hands, lines: int, rng: np.random.Generator) -> Confusion:
    """Counts on numbers in hands that the network has not learnt from.

    Args:
        network: what reads them.
        hands: to write with.
        lines: how many are drawn; those that are no numbers are left out.
        rng: every choice.

    Returns:
        For each letter the share of each digit and sign in what was taken for it.
    """
    numbers = [line for line in pool.draw_lines(lines, rng, hands) if _is_number(line)]
    taken = np.full((LETTERS, FIRST_LETTER), PRIOR)
    for line, columns in zip(numbers, network([line.pixels for line in numbers]), strict=True):
        letters = np.exp(columns[:, FIRST_LETTER:BLANK])
        for label, middle in zip(line.labels, line.middles.tolist(), strict=True):
            at = int((middle + PAD) / STRIDE)
            taken[:, label] += letters[max(at - 1, 0) : at + 2].sum(axis=0)
    shares: Confusion = taken / taken.sum(axis=1, keepdims=True)
    return shares


def _is_number(line: Line) -> bool:
    return bool(line.labels) and max(line.labels) < FIRST_LETTER
