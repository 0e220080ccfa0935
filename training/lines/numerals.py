"""Numbers as people write them: plain, amounts, dates, times, shares, signed, sums."""

from __future__ import annotations

from typing import Final

import numpy as np

Rng = np.random.Generator

STAR: Final = "∗"  # noqa: RUF001
"""A star between numbers, which is a sign of multiplication."""

LENGTHS: Final = (30, 13, 11, 10, 8, 7, 5, 5, 3, 4, 1, 1, 0.8, 0.6, 0.4, 0.4)
"""How often a plain number has 1, 2, 3 ... digits."""


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


def number(rng: Rng) -> str:
    """Digits alone, 1 to 16."""
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
    if rng.random() < 0.5:
        body = str(rng.choice(["$", "$", "$", "$", "€", "£", "#", "-", "=", "*"])) + body
    if rng.random() < 0.35:
        body += str(rng.choice([".-", "-", "--", "=", "#", ".", "/", "*"]))
    return body


def decimal(rng: Rng) -> str:
    """A number with a decimal mark."""
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
    if rng.random() < 0.3:  # of a race, a game, a map's scale
        return _whole(rng, 3) + ":" + _digits(rng, 2)
    hour = str(rng.integers(0, 24))
    body = (hour.zfill(2) if rng.random() < 0.5 else hour) + ":" + str(rng.integers(0, 60)).zfill(2)
    return body + (":" + str(rng.integers(0, 60)).zfill(2) if rng.random() < 0.2 else "")


def _share(rng: Rng) -> str:
    """What stands on both sides of a slash; at times several of them."""
    count = int(rng.choice([2, 3, 4], p=[0.75, 0.2, 0.05]))
    return "/".join(_whole(rng, 3) for _ in range(count))


def _signed(rng: Rng) -> str:
    chance = rng.random()
    if chance < 0.5:
        return "-" + (_whole(rng) if rng.random() < 0.7 else decimal(rng))
    if chance < 0.6:
        return "+" + _whole(rng)
    if chance < 0.87:
        return _whole(rng, 3) + "%"
    if chance < 0.91:
        return _whole(rng, 3) + "-" + _whole(rng, 3)
    return "-".join(_digits(rng, int(rng.integers(2, 5))) for _ in range(int(rng.integers(2, 4))))


def _bracket(rng: Rng) -> str:
    inner = _signed(rng) if rng.random() < 0.2 else _whole(rng)
    chance = rng.random()
    if chance < 0.7:
        return f"({inner})"
    if chance < 0.9:  # of a list
        return f"{rng.integers(1, 100)})"
    return f"({inner}){_whole(rng)}"


def _sum(rng: Rng) -> str:
    gap = str(rng.choice(["", " ", "  "], p=[0.6, 0.25, 0.15]))
    body = _whole(rng, 3)
    for _ in range(int(rng.integers(1, 4))):
        sign = str(rng.choice([*"+-×÷/", STAR], p=[0.27, 0.2, 0.2, 0.2, 0.09, 0.04]))  # noqa: RUF001
        part = _whole(rng, 3)
        if rng.random() < 0.15:
            part = f"({part}{rng.choice(list('+-×'))}{_whole(rng, 2)})"  # noqa: RUF001
        body += gap + sign + gap + part
    if rng.random() < 0.55:
        body += gap + "=" + gap + ("" if rng.random() < 0.2 else _whole(rng, 4))
    return body


KINDS: Final = {
    "number": number,
    "amount": _amount,
    "decimal": decimal,
    "date": _date,
    "time": _time,
    "share": _share,
    "signed": _signed,
    "bracket": _bracket,
    "sum": _sum,
}
"""Each kind of number, and what writes one."""
