"""Readings of several sheets that lie in one picture -> the reading of the picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from bot.reading.result import Reading


def together(readings: Sequence[Reading]) -> Reading:
    """All lines of some readings of one picture, from the top down.

    Args:
        readings: at least one, each with a number, with boxes in the same pixels.
    """
    if len(readings) == 1:
        return readings[0]
    lines = []
    for reading in readings:
        signs = iter(reading.signs)
        written = reading.written or tuple("".join(d.text for d in line) for line in reading.lines)
        for line, text in zip(reading.lines, written, strict=True):
            own = [next(signs) for symbol in text if not (symbol.isdigit() or symbol == " ")]
            boxes = [*(digit.box for digit in line), *(sign.box for sign in own)]
            middle = sum(box.y + box.h / 2 for box in boxes) / len(boxes)
            lines.append((middle, line, text, own))
    lines.sort(key=lambda one: one[0])
    return replace(
        readings[0],
        lines=tuple(line for _, line, _, _ in lines),
        confidence=math.prod(reading.confidence for reading in readings),
        tips=tuple(dict.fromkeys(tip for reading in readings for tip in reading.tips)),
        written=tuple(text for _, _, text, _ in lines),
        signs=tuple(sign for _, _, _, own in lines for sign in own),
        others=any(reading.others for reading in readings),
    )
