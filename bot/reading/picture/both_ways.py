"""A picture read without the rules that the ruling network finds, and with them: the surer reading.

The network is right where rules are worn, or touch what is written; what it takes for a rule that
is none, a long stroke of a digit, rules by their shape leave alone. Their errors are not the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.reading.layout.look import Look
from bot.reading.layout.page import Page
from bot.reading.result import Reading

PageOf = Callable[[Look], Page]
"""Gives a picture's page as it is seen with some look."""

_SURE: Final = 0.95
"""What was read so surely needs no other opinion."""


def read_both_ways(read: Callable[[PageOf], Reading], page_of: PageOf) -> Reading:
    """The surer of two readings; one, where the network finds no rules, or it is sure."""
    found: list[bool] = []

    def unruled(look: Look) -> Page:
        page = page_of(look)
        found.append(page.ink.rules is not None)
        return page

    reading = read(unruled)
    if not any(found) or (reading.digits and reading.confidence >= _SURE):
        return reading
    other = read(lambda look: page_of(look._replace(ruling=False)))
    surer = not reading.digits or other.confidence > reading.confidence
    return other if other.digits and surer else reading
