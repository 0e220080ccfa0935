"""Pages of numbers in one pen and size, in several pens, and in several sizes, read by the bot.

    python benchmarks/pens.py --strokes PATH... [--count 100] [--seed 1] [--choosing]

A line of a page that is fainter, smaller or larger than the rest is easily left out without a word.
The hands are those of `benchmarks/drawn.py`, of people whom no model was trained on; the three
rows have the same numbers, but for what is too large for its page in several sizes. Exact is line
by line; lost are pages that were answered with fewer lines than they have, which is worse than a
digit that is misread.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.drawnpages import ink_of
from benchmarks.handwritten import DIGITS, Hands
from benchmarks.papers import BALLPOINT, HEIGHT, WIDTH, Rng, cropped, paper, taken, write
from benchmarks.whose_hands import add_options, hands_of, run
from bot.reading import Reader

PENS: Final = (0.9, 0.9, 0.55, 0.35)
"""How dark a pen may be: two of four are bold, one is worn, one a pencil."""
SIZES: Final = (0.5, 1.0, 2.0)
KINDS: Final = ("alike", "pens", "sizes")


def page(hands: Hands, kind: str, rng: Rng) -> tuple[str, bytes]:
    """A page of two to five numbers below each other.

    Args:
        hands: one of them writes all of it.
        kind: one of `KINDS`.
        rng: every choice.

    Returns:
        The numbers, a line each, and the picture's file.
    """
    sheet, y = paper(rng), int(rng.uniform(30, 90))
    hand = hands.choose(rng, lambda _: True)
    usual, lines = rng.uniform(45, 110), list[str]()
    for _ in range(int(rng.integers(2, 6))):
        scale, depth = float(rng.choice(SIZES)), float(rng.choice(PENS))
        height = usual * (scale if kind == "sizes" else 1.0)
        text = "".join(rng.choice(list(hand.digits or DIGITS), int(rng.integers(2, 6))))
        ink = cropped(ink_of(hands.write(hand, text, rng), WIDTH, HEIGHT, height, rng))
        tall, wide = ink.shape
        if y + tall > HEIGHT - 20 or wide > WIDTH - 60:
            continue
        x = int(rng.uniform(30, max(31, min(300, WIDTH - 30 - wide))))
        field = np.zeros((HEIGHT, WIDTH), np.float32)
        field[y : y + tall, x : x + wide] = ink
        sheet = write(sheet, field, BALLPOINT, depth if kind == "pens" else 0.9)
        lines.append(text)
        y += tall + int(rng.uniform(0.5, 1.0) * height) + 15
    return "\n".join(lines), taken(sheet, rng)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    add_options(parser)
    parser.add_argument("--count", type=int, default=100, help="pages of each kind")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    hands = hands_of(options)
    reader = Reader.open(options.model)
    print(f"{'pages':10}{'pictures':>9}{'exact':>8}{'lines lost':>12}{'refused':>9}")
    for kind in KINDS:
        exact = lost = refused = 0
        for at in range(options.count):
            text, data = page(hands, kind, np.random.default_rng([options.seed, at]))
            said = reader.read(data).text.replace(" ", "")
            exact += said == text
            refused += not said
            lost += bool(said) and said.count("\n") < text.count("\n")
        print(f"{kind:10}{options.count:9}{exact:8}{lost:12}{refused:9}", flush=True)


if __name__ == "__main__":
    run(main)
