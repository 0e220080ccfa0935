"""What people write on a line: numbers of all kinds, words, mixtures, and what is no writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

Rng = np.random.Generator

GAP: Final = " "
"""In a text: a gap of about a digit's width, which is no symbol."""

MARK: Final = "¤"
"""In a text: a mark of another script, or none."""

MOST: Final = 24
"""Symbols of a line, at most."""

LENGTHS: Final = (30, 13, 11, 10, 8, 7, 5, 5, 3, 4, 1, 1, 0.8, 0.6, 0.4, 0.4)
"""How often a plain number has 1, 2, 3 ... digits."""

LOOKALIKES: Final = frozenset("OoIl|")
"""Nobody can tell these from a digit when they stand alone."""

LONE: Final = "ABCDEFGHJKLMNPQRTUVWXYabcdefghijkmnpqrtuvwxyzSZ&#?!*$@<>[]{}~^;_+=%-/(),.:'\""
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
)


@dataclass(frozen=True)
class Text:
    """What is to be written.

    Attributes:
        marks: characters in order; `GAP` and `MARK` as above.
        kind: `number`, `signed`, `word`, `mixed`, `lone`, `mark` or `nothing`.
        numeric: its "x" is the sign of multiplication.
    """

    marks: str
    kind: str
    numeric: bool = True


KINDS: Final = {
    "number": 0.38,
    "amount": 0.09,
    "decimal": 0.06,
    "date": 0.06,
    "time": 0.02,
    "share": 0.035,
    "signed": 0.05,
    "bracket": 0.025,
    "sum": 0.055,
    "word": 0.075,
    "mixed": 0.03,
    "lone": 0.06,
    "mark": 0.075,
    "nothing": 0.045,
}


def text(rng: Rng) -> Text:
    """Any line's content."""
    names = list(KINDS)
    weights = np.array(list(KINDS.values()))
    kind = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    if kind in MAKERS:
        return Text(MAKERS[kind](rng)[:MOST], "number" if kind == "number" else "signed")
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


def _digits(rng: Rng, count: int) -> str:
    drawn = "".join(str(d) for d in rng.integers(0, 10, count))
    chance = rng.random()
    if count > 1 and chance < 0.12:  # the same twice
        at = int(rng.integers(1, count))
        drawn = drawn[:at] + drawn[at - 1] + drawn[at + 1 :]
    elif count > 2 and chance < 0.22:  # round numbers
        at = int(rng.integers(1, count))
        drawn = drawn[:at] + "0" * (count - at)
    elif count > 1 and chance < 0.27:
        drawn = "".join(d if rng.random() < 0.5 else "1" for d in drawn)
    elif chance < 0.29:
        drawn = drawn[0] * count
    elif chance < 0.31:
        start = int(rng.integers(0, 10))
        drawn = "".join(str((start + i) % 10) for i in range(count))
    return drawn


def _number(rng: Rng) -> str:
    weights = np.array(LENGTHS)
    return _digits(rng, 1 + int(rng.choice(len(weights), p=weights / weights.sum())))


def _whole(rng: Rng, most: int = 4) -> str:
    return _digits(rng, int(rng.integers(1, most + 1)))


def _grouped(rng: Rng, mark: str) -> str:
    count = int(rng.integers(4, 8))
    plain = _digits(rng, count)
    first = count % 3 or 3
    return mark.join([plain[:first], *(plain[i : i + 3] for i in range(first, count, 3))])


def _amount(rng: Rng) -> str:
    mark = str(rng.choice([".", ",", " "], p=[0.5, 0.4, 0.1]))
    body = _grouped(rng, mark) if rng.random() < 0.6 else _whole(rng, 5)
    if rng.random() < 0.6:
        body += str(rng.choice([",", "."])) + str(rng.choice(["00", _digits(rng, 2), "-"]))
    if rng.random() < 0.4:
        body = str(rng.choice(["$", "$", "$", "$", "#", "-", "=", "*"])) + body
    if rng.random() < 0.35:
        body += str(rng.choice([".-", "-", "--", "=", "#", ".", "/", "*"]))
    return body


def _decimal(rng: Rng) -> str:
    return _whole(rng) + str(rng.choice([".", ","], p=[0.65, 0.35])) + _whole(rng, 3)


def _date(rng: Rng) -> str:
    mark = str(rng.choice(["/", "-", ".", " "], p=[0.5, 0.25, 0.2, 0.05]))
    day, month = str(rng.integers(1, 32)), str(rng.integers(1, 13))
    if rng.random() < 0.6:
        day, month = day.zfill(2), month.zfill(2)
    year = str(rng.integers(1940, 2040))
    parts = [day, month]
    if rng.random() < 0.75:
        parts.append(year if rng.random() < 0.6 else year[2:])
    if len(parts) == 3 and rng.random() < 0.12:
        parts = [parts[2], parts[1], parts[0]]
    return mark.join(parts)


def _time(rng: Rng) -> str:
    hour = str(rng.integers(0, 24))
    body = (hour.zfill(2) if rng.random() < 0.5 else hour) + ":" + str(rng.integers(0, 60)).zfill(2)
    return body + (":" + str(rng.integers(0, 60)).zfill(2) if rng.random() < 0.2 else "")


def _share(rng: Rng) -> str:
    return _whole(rng, 3) + "/" + _whole(rng, 3)


def _signed(rng: Rng) -> str:
    chance = rng.random()
    if chance < 0.5:
        return "-" + (_whole(rng) if rng.random() < 0.7 else _decimal(rng))
    if chance < 0.6:
        return "+" + _whole(rng)
    if chance < 0.85:
        return _whole(rng, 3) + "%"
    return "-".join(_digits(rng, int(rng.integers(2, 5))) for _ in range(int(rng.integers(2, 4))))


def _bracket(rng: Rng) -> str:
    inner = _signed(rng) if rng.random() < 0.2 else _whole(rng)
    chance = rng.random()
    if chance < 0.7:
        return f"({inner})"
    return f"{inner})" if chance < 0.9 else f"({inner}){_whole(rng)}"


def _sum(rng: Rng) -> str:
    body = _whole(rng, 3)
    for _ in range(int(rng.integers(1, 4))):
        sign = str(rng.choice(list("+-×÷/"), p=[0.32, 0.24, 0.24, 0.1, 0.1]))  # noqa: RUF001
        part = _whole(rng, 3)
        if rng.random() < 0.15:
            part = f"({part}{rng.choice(list('+-×'))}{_whole(rng, 2)})"  # noqa: RUF001
        body += sign + part
    if rng.random() < 0.55:
        body += "=" + ("" if rng.random() < 0.2 else _whole(rng, 4))
    return body


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


def _mixed(rng: Rng) -> str:
    chance = rng.random()
    number = _decimal(rng) if rng.random() < 0.25 else _number(rng)
    gap = GAP if rng.random() < 0.6 else ""
    if chance < 0.45:
        return number + gap + str(rng.choice(UNITS))
    if chance < 0.75:
        return str(rng.choice(BEFORE)) + gap + number
    return number + gap + _word(rng) if chance < 0.88 else _word(rng) + gap + number


MAKERS: Final = {
    "number": _number,
    "amount": _amount,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "share": _share,
    "signed": _signed,
    "bracket": _bracket,
    "sum": _sum,
}
