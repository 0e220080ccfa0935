"""Counting the forms of numbers, as the lines that are trained on have them."""

from __future__ import annotations

from typing import Final

import numpy as np

from bot.reading.line.forms import TOKENS, Logs, tokens_of
from training.lines.texts import GAP, text
from training.lines.written_marks import LABEL, symbol_of

TEXTS: Final = 60_000
PRIOR: Final = 0.5
"""What is counted of each token after each before anything is seen."""
NUMBERS: Final = frozenset({"number", "signed"})


def count(rng: np.random.Generator, texts: int = TEXTS) -> Logs:
    """Counts which token follows which in texts that are numbers.

    Args:
        rng: every choice.
        texts: how many are written, of all kinds.

    Returns:
        `[TOKENS, TOKENS]`, logarithms of each one's share after each, against its share of all.
    """
    seen = np.full((TOKENS, TOKENS), PRIOR)
    for _ in range(texts):
        one = text(rng)
        if one.kind not in NUMBERS:
            continue
        string = tuple(LABEL[symbol_of(m, numeric=one.numeric)] for m in one.marks if m != GAP)
        tokens = tokens_of(string)
        np.add.at(seen, (tokens[:-1], tokens[1:]), 1)
    after = seen / seen.sum(axis=1, keepdims=True)
    logs: Logs = np.log(after / (seen.sum(axis=0) / seen.sum()))
    return logs
