"""Numbers cut out of something larger, closely or with rests of what stood beside, and read.

    python benchmarks/crops.py --strokes PATH... [--count 100] [--seed 1] [--choosing]

As out of a form or a page: with room on all sides, closely on all sides, closely at the left and
right alone, with the rest of a digit at the left or right edge, and with rests of the rows above
and below. The rows have the same numbers. Hands as of `benchmarks/drawn.py`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np

from benchmarks.drawnpages import ink_of
from benchmarks.handwritten import DIGITS, Hand, Hands
from benchmarks.papers import HEIGHT, WIDTH, Floats, Rng, cropped
from benchmarks.whose_hands import add_options, hands_of, run
from bot.reading import Reader

KINDS: Final = ("with room", "closely", "sides closely", "rest beside", "rests of rows")
TALL: Final = 150.0
"""Height of a digit, in pixels, before the picture is made smaller."""
SCALES: Final = (0.3, 0.5, 1.0)


def crop(hands: Hands, kind: str, rng: Rng) -> tuple[str, bytes]:
    """A number of one to five digits, cut out.

    Args:
        hands: one of them writes all of it.
        kind: one of `KINDS`.
        rng: every choice.

    Returns:
        The number, and the picture's file.
    """
    hand = hands.choose(rng, lambda _: True)
    text = _some(hand, rng, 1, 5)
    ink = _written(hands, hand, text, rng)
    room = (TALL * rng.uniform(0.2, 0.6, 4)).astype(int)
    if kind == "closely":
        room = rng.integers(0, 3, 4)
    if kind == "sides closely":
        room[2:] = rng.integers(0, 3, 2)
    ink = np.pad(ink, (tuple(room[:2]), tuple(room[2:])))
    if kind == "rest beside":
        ink = _beside(ink, _written(hands, hand, _some(hand, rng, 1, 1), rng), rng)
    if kind == "rests of rows":
        for upper in (True, False):
            other = _written(hands, hand, _some(hand, rng, 2, 4), rng)
            ink = _with_row(ink, other, rng, upper=upper)
    soft = np.clip(cv2.GaussianBlur(ink, (0, 0), 1.2), 0, 1)
    page = np.clip(225 - 170 * soft + rng.normal(0, 3, ink.shape), 0, 255).astype(np.uint8)
    scale = float(rng.choice(SCALES))
    page = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return text, bytes(cv2.imencode(".png", page)[1])


def _some(hand: Hand, rng: Rng, least: int, most: int) -> str:
    return "".join(rng.choice(list(hand.digits or DIGITS), int(rng.integers(least, most + 1))))


def _written(hands: Hands, hand: Hand, text: str, rng: Rng) -> Floats:
    return cropped(ink_of(hands.write(hand, text, rng), WIDTH, HEIGHT, TALL, rng))


def _beside(ink: Floats, other: Floats, rng: Rng) -> Floats:
    """A number with the rest of a digit at one edge."""
    wide = max(3, int(other.shape[1] * rng.uniform(0.08, 0.3)))
    tall = max(ink.shape[0], other.shape[0])
    ink, other = (_centred(part, tall) for part in (ink, other))
    if rng.random() < 0.5:
        return np.concatenate([ink, other[:, :wide]], axis=1)
    return np.concatenate([other[:, -wide:], ink], axis=1)


def _with_row(ink: Floats, other: Floats, rng: Rng, *, upper: bool) -> Floats:
    """A number with the rest of a row at its upper or lower edge."""
    tall = int(TALL * rng.uniform(0.06, 0.3))
    wide = max(ink.shape[1], other.shape[1])
    ink, other = (_centred(part.T, wide).T for part in (ink, other))
    return np.concatenate([other[-tall:], ink] if upper else [ink, other[:tall]])


def _centred(ink: Floats, tall: int) -> Floats:
    above = (tall - ink.shape[0]) // 2
    return np.pad(ink, ((above, tall - ink.shape[0] - above), (0, 0)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    add_options(parser)
    parser.add_argument("--count", type=int, default=100, help="numbers")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    hands, reader = hands_of(options), Reader.open(options.model)
    print(f"{'cut out':15}{'pictures':>9}{'exact':>8}{'refused':>9}")
    for kind in KINDS:
        exact = refused = 0
        for at in range(options.count):
            text, data = crop(hands, kind, np.random.default_rng([options.seed, at]))
            said = reader.read(data).text
            exact += said == text
            refused += not said
        print(f"{kind:15}{options.count:9}{exact:8}{refused:9}", flush=True)


if __name__ == "__main__":
    run(main)
