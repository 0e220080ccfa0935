"""Readings to be told, and what a person sees of the answer."""

from __future__ import annotations

from html.parser import HTMLParser

import numpy as np

from bot.reading.box import Box
from bot.reading.result import Digit, Reading

GLYPH = np.zeros((28, 28), np.uint8)
SPACE = "\u00a0"


def digit(value, confidence=0.999, **others):
    """A digit; others as `d9=0.2`."""
    probabilities = [0.0] * 10
    probabilities[value] = confidence
    for name, probability in others.items():
        probabilities[int(name[1:])] = probability
    return Digit(value, confidence, Box(0, 0, 10, 10), tuple(probabilities), GLYPH)


def reading(*lines, confidence=0.995, tips=(), reason=None, turned=0):
    return Reading(
        tuple(tuple(line) for line in lines), confidence, reason, tips, (640, 480), turned
    )


def plain(html):
    """Text as a person sees it; fails where the tags are not in order."""
    parts, stack = [], []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            stack.append(tag)

        def handle_endtag(self, tag):
            assert stack.pop() == tag

        def handle_data(self, data):
            parts.append(data)

    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not stack
    return "".join(parts)
