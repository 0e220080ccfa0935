"""The same handwritten numbers on all kinds of paper, among things, in bad pictures.

    python benchmarks/places.py --strokes PATH... [--count 60] [--seed 1] [--places phone cup]

The hands are those of `benchmarks/drawn.py`, of people whom no model was trained on. Each place has
the same numbers in the same ink, so that beside `plain` a row tells what the place costs. Exact is
as written, spaces aside; refused are pictures of which nothing is said.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.papers import number
from benchmarks.places_around import AROUND
from benchmarks.places_print import IN_PRINT
from benchmarks.places_screens import SCREENS
from benchmarks.places_things import THINGS
from benchmarks.whose_hands import add_options, hands_of, run
from bot.reading import Reader

PLACES: Final = THINGS | AROUND | IN_PRINT | SCREENS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    add_options(parser)
    parser.add_argument("--count", type=int, default=60, help="numbers")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--places", nargs="+", choices=PLACES, default=list(PLACES))
    parser.add_argument("--save", type=Path, metavar="DIR", help="write what is read wrong there")
    options = parser.parse_args()
    hands = hands_of(options)
    every = [
        number(hands, np.random.default_rng([options.seed, at])) for at in range(options.count)
    ]
    reader = Reader.open(options.model)
    print(f"{'place':12}{'numbers':>8}{'exact':>8}{'refused':>9}")
    for place in options.places:
        exact = refused = 0
        for at, one in enumerate(every):
            data = PLACES[place](one, np.random.default_rng([options.seed, at, 1]))
            said = reader.read(data).text.replace(" ", "")
            exact += said == one.text
            refused += not said
            if options.save and said != one.text:
                options.save.mkdir(parents=True, exist_ok=True)
                (options.save / f"{place}_{at}_{one.text}.jpg").write_bytes(data)
        print(f"{place:12}{len(every):8}{exact:8}{refused:9}", flush=True)


if __name__ == "__main__":
    run(main)
