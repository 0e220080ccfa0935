"""Lines that are one row of boxes: what stands beside each other between the same two rules."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.box import Box
from bot.reading.layout.rule import Rule

Cell = tuple[int, int, int, int]


def joined(
    chains: Sequence[Sequence[int]], boxes: Sequence[Box], rules: Sequence[Rule]
) -> list[list[int]]:
    """Joins the chains that are in one row of boxes, with one chain's in each box.

    Args:
        chains: places in `boxes`, of each line.
        boxes: of what is written.
        rules: of the page.

    Returns:
        the chains, joined; each place in one of them.
    """
    level = [rule for rule in rules if rule.level]
    upright = [rule for rule in rules if not rule.level]
    cells = [[_cell(boxes[at], level, upright) for at in chain] for chain in chains]
    found: list[tuple[list[int], set[Cell]]] = []
    for chain, own in zip(chains, cells, strict=True):
        known = {cell for cell in own if cell is not None}
        places = list(chain)
        bands = {cell[:2] for cell in known}
        for other in [one for one in found if bands & {cell[:2] for cell in one[1]}]:
            if known & other[1] or None in own:
                continue
            found.remove(other)
            places, known = other[0] + places, known | other[1]
        found.append((places, known))
    return [places for places, _ in found]


def _cell(box: Box, level: Sequence[Rule], upright: Sequence[Rule]) -> Cell | None:
    """The rules above, below, left and right of a box, by their numbers; `None` if one lacks."""
    x, y = box.x + box.w / 2, box.y + box.h / 2
    above = [(r.at, i) for i, r in enumerate(level) if r.start <= x <= r.end and _at(r, x) < y]
    below = [(r.at, i) for i, r in enumerate(level) if r.start <= x <= r.end and _at(r, x) > y]
    before = [(r.at, i) for i, r in enumerate(upright) if r.start <= y <= r.end and _at(r, y) < x]
    after = [(r.at, i) for i, r in enumerate(upright) if r.start <= y <= r.end and _at(r, y) > x]
    if not (above and below and before and after):
        return None
    return max(above)[1], min(below)[1], max(before)[1], min(after)[1]


def _at(rule: Rule, along: float) -> float:
    return rule.at + rule.slope * (along - (rule.start + rule.end) / 2)
