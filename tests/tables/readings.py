"""Readings of pages that are made up: who writes what where."""

from __future__ import annotations

import numpy as np

from bot.reading.box import Box
from bot.reading.result import Digit, Reading, Sign

HEIGHT = 40
GLYPH = np.zeros((28, 28), np.uint8)
_THIN = {"1": 8, ".": 5, ",": 6, "-": 18, ":": 6, "/": 16, "%": 30, "(": 10, ")": 10}


def digit(value, box, confidence=1.0):
    rest = (1 - confidence) / 9
    probabilities = tuple(confidence if d == value else rest for d in range(10))
    return Digit(value, confidence, box, probabilities, GLYPH)


def width(text, gap=0.25):
    """How wide a number is, in pixels."""
    return round(sum(_THIN.get(c, 26) + gap * HEIGHT for c in text) - gap * HEIGHT)


def written(*cells, gap=0.25, slope=0.0, confidence=1.0, sure=None):
    """A reading of cells `(x, y, text)`; those with one `y` are a line."""
    lines, texts, signs = [], [], []
    for y in dict.fromkeys(cell[1] for cell in cells):
        line, text = [], ""
        for start, _, number in sorted(cell for cell in cells if cell[1] == y):
            x = start
            for symbol in number:
                wide = _THIN.get(symbol, 26)
                tall = HEIGHT if symbol.isdigit() else 8
                down = y + slope * x + (HEIGHT - tall) / 2
                box = Box(round(x - slope * y), round(down), wide, tall)
                x += wide + gap * HEIGHT
                certain = (sure or {}).get(number, confidence)
                if symbol.isdigit():
                    line.append(digit(int(symbol), box, certain))
                else:
                    signs.append(Sign(symbol, certain, box))
                text += symbol
        lines.append(tuple(line))
        texts.append(text)
    return Reading(
        tuple(lines), 0.5, None, (), (1280, 960), written=tuple(texts), signs=tuple(signs)
    )


def texts(table):
    """What stands in a table; empty where nothing does."""
    return [[cell.text if cell else "" for cell in row] for row in table]
