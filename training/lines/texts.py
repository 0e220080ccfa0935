"""What people write on a line: numbers of all kinds, words, mixtures, and what is no writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from training.lines import numerals
from training.lines.pointers import ARROW, BULLET
from training.synthesis.pictograms import CURRENCIES

Rng = np.random.Generator

GAP: Final = " "
"""In a text: a gap of about a digit's width, which is no symbol."""

MARK: Final = "¤"
"""In a text: a mark of another script, or none."""

MOST: Final = 24
"""Symbols of a line, at most."""

LONE: Final = "ABCDEFGHJKLMNPQRTUVWXYabcdefghijkmnpqrtuvwxyzSZ&#?!*$@<>[]{}~^;_+=%-(),.:'\""
LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYabcdefghkmnprtuvxy"
"""Stand alone before or after a number."""
VOWELS: Final = "aeiou"
CONSONANTS: Final = "nrtsldhmcpgbkvfwyzjxq"
UNITS: Final = (
    "kg",
    "g",
    "m",
    "cm",
    "km",
    "EUR",
    "USD",
    "ml",
    "l",
    "h",
    "min",
    "pcs",
    "x",
    "mm",
    "Rs",
    "kg",
    "g",
    "°C",
    "°",
    "'",
    '"',
    "€",
    "£",
)
BEFORE: Final = (
    "No",
    "No.",
    "Nr",
    "Total",
    "Sum",
    "A",
    "B",
    "ID",
    "Page",
    "Tel",
    "Date",
    "x=",
    "y=",
    "n=",
    "a=",
    "x=",
    "#",
    "$",
    "$",
    "€",
)


@dataclass(frozen=True)
class Text:
    """What is to be written.

    Attributes:
        marks: characters in order; `GAP` and `MARK` as above.
        kind: `number`, `signed`, `word`, `mixed`, `struck`, `lone`, `mark` or `nothing`.
        numeric: its "x" is the sign of multiplication.
        struck: so many of the first marks are struck out.
    """

    marks: str
    kind: str
    numeric: bool = True
    struck: int = 0


KINDS: Final = {
    "number": 0.285,
    "amount": 0.08,
    "decimal": 0.065,
    "date": 0.06,
    "time": 0.045,
    "share": 0.06,
    "signed": 0.095,
    "bracket": 0.03,
    "sum": 0.09,
    "word": 0.11,
    "mixed": 0.085,
    "pointed": 0.035,
    "struck": 0.035,
    "lone": 0.06,
    "mark": 0.075,
    "nothing": 0.045,
}


def text(rng: Rng) -> Text:
    """Any line's content."""
    names = list(KINDS)
    weights = np.array(list(KINDS.values()))
    kind = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    if kind in numerals.KINDS:
        return Text(numerals.KINDS[kind](rng)[:MOST], "number" if kind == "number" else "signed")
    if kind == "struck":
        # A stroke through one digit alone is of its own manner, as of a seven.
        wrong = str(rng.integers(10)) + numerals.number(rng)
        right = GAP + numerals.number(rng) if rng.random() < 0.5 else ""
        return Text((wrong + right)[:MOST], kind, struck=min(len(wrong), MOST))
    if kind == "pointed":
        return Text(_pointed(rng)[:MOST], "mixed")
    if kind == "word":
        return Text(_words(rng)[:MOST], kind, numeric=False)
    if kind == "mixed":
        return Text(_mixed(rng)[:MOST], kind, numeric=False)
    if kind == "lone":
        lone = [LONE[int(rng.integers(len(LONE)))] for _ in range(int(rng.choice([1, 1, 1, 2])))]
        return Text("".join(lone), kind, numeric=False)
    if kind == "mark":
        return Text(MARK * int(rng.choice([1, 2, 3, 4, 6], p=[0.5, 0.2, 0.15, 0.1, 0.05])), kind)
    return Text("", kind)


def _word(rng: Rng) -> str:
    chance = rng.random()
    letters = []
    vowel = rng.random() < 0.4
    for _ in range(int(rng.integers(2, 9))):
        pool = VOWELS if vowel else CONSONANTS
        # The first letters of both are the commoner ones.
        letters.append(pool[min(int(rng.exponential(len(pool) / 3)), len(pool) - 1)])
        vowel = not vowel if rng.random() < 0.8 else vowel
    word = "".join(letters)
    return word if chance < 0.55 else word.capitalize() if chance < 0.75 else word.upper()


def _words(rng: Rng) -> str:
    count = int(rng.choice([1, 2, 3], p=[0.75, 0.18, 0.07]))
    return GAP.join(_word(rng) for _ in range(count)) + (
        str(rng.choice([".", ",", ":", "?", "!"])) if rng.random() < 0.15 else ""
    )


def _pointed(rng: Rng) -> str:
    """Numbers with arrows between them, or one after a bullet."""
    if rng.random() < 0.45:
        return BULLET + GAP * int(rng.integers(0, 3)) + numerals.number(rng)
    parts = [
        str(rng.integers(0, 10 ** int(rng.integers(1, 4))))
        for _ in range(2 + (rng.random() < 0.25))
    ]
    gap = GAP if rng.random() < 0.5 else ""
    return (gap + ARROW + gap).join(parts)


def _mixed(rng: Rng) -> str:
    chance = rng.random()
    number = numerals.decimal(rng) if rng.random() < 0.25 else numerals.number(rng)
    gap = GAP if rng.random() < 0.6 else ""
    if chance < 0.32:
        return number + gap + str(rng.choice(UNITS))
    if chance < 0.55:
        return str(rng.choice(BEFORE)) + gap + number
    if chance < 0.75:
        beside = str(rng.choice(list(LETTERS if rng.random() < 0.8 else CURRENCIES)))
        return number + gap + beside if rng.random() < 0.6 else beside + gap + number
    return number + gap + _word(rng) if chance < 0.88 else _word(rng) + gap + number
