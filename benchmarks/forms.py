"""Numbers in the boxes of printed forms: combs, open combs, dates, tables, read by the bot.

    python benchmarks/forms.py --strokes PATH... [--count 100] [--seed 1] [--choosing]

The hands are those of `benchmarks/drawn.py`, of people whom no model was trained on. A third of the
forms are worn, a quarter are scanned in black and white, digits may hang together with their boxes.
Exact is row by row, spaces aside; more are answers with digits that nobody wrote, as of a box's
sides, which is worse than a digit that is misread.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.printed_forms import FORMS, filled_in
from benchmarks.whose_hands import add_options, hands_of, run
from bot.reading import Reader


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    add_options(parser)
    parser.add_argument("--count", type=int, default=100, help="forms of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="+", choices=FORMS, default=list(FORMS))
    parser.add_argument("--save", type=Path, metavar="DIR", help="write what is read wrong there")
    options = parser.parse_args()
    hands, reader = hands_of(options), Reader.open(options.model)
    print(f"{'form':10}{'forms':>7}{'exact':>8}{'refused':>9}{'more':>7}")
    for kind in options.kinds:
        exact = refused = more = 0
        for at in range(options.count):
            rng = np.random.default_rng([options.seed, list(FORMS).index(kind), at])
            text, data = filled_in(hands, kind, rng)
            said = reader.read(data).text.replace(" ", "")
            exact += said == text
            refused += not said
            more += sum(map(str.isdigit, said)) > sum(map(str.isdigit, text))
            if options.save and said != text:
                options.save.mkdir(parents=True, exist_ok=True)
                name = f"{kind}_{at}_{text.replace(chr(10), '_')}.jpg"
                (options.save / name).write_bytes(data)
        print(f"{kind:10}{options.count:7}{exact:8}{refused:9}{more:7}", flush=True)


if __name__ == "__main__":
    run(main)
