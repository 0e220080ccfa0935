"""Numbers drawn in the hands of people whom no model was trained on, read by the bot.

    python benchmarks/drawn.py --strokes PATH... [--count 200] [--seed 1] [--kinds plain boxed]

The strokes are UNIPEN and UCI's pen digits (see `training.synthesis.penstrokes`); drawn with are
contributors `art`, `imp` and `uqb` and pen writers 101 to 114, a whole number by one of them. A
sign that a hand lacks is another's of them. Frames have the pen of the digits. Exact is as
written; of gaps, with the gaps in their places; of words, that nothing is answered.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.drawnpages import picture
from benchmarks.handwritten import DIGITS, Hand, Hands, Stroke, boxed, circled
from benchmarks.whose_hands import add_options, hands_of, run
from bot.reading import Reader
from training.labelled.labels import TABLE
from training.measure.figure_rows import Row, rows
from training.measure.outcomes import Labelled, Outcome, Reads
from training.synthesis.penstrokes import load

Rng = np.random.Generator
PNG: Final = b"\x89PNG"
GAPS: Final = "gaps"
WORD: Final = "words"
NOTES: Final = ("noted", "lists")
"""Numbers with a word before each."""
LINE: Final = "\n"
FOLDER: Final = "drawn-{}"
"""Of a kind; not its name alone, for there are real pictures in a folder `single`."""
IN_TABLE: Final = "|"
"""Parts the lines of a number: where it is written, and in a table of labels."""
TALLEST: Final = {"single": 400, "pages": 160, "noted": 120, "lists": 120}
"""Height of a digit at most, in pixels, where it is not 220."""
WORDS: Final = """
APRIL BREAD CLOUD DOMINO EAGLE FLOUR GRAPE HOUSE INDIGO JULY KITE LEMON MONDAY NOTE OLIVE PAPER
QUEEN RIVER SALT TIGER UNDER VIOLET WATER YELLOW ZEBRA bread cloud eagle flour grape house kitchen
lemon monday olive paper queen river table under violet water yellow zebra Berlin Hallo Izmir London
Merhaba Paris Total Name Datum Summe Thanks Rent Bus Cafe
""".split()  # noqa: SIM905 - words, not a list of strings


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of a number.

    Attributes:
        kind: one of `KINDS`.
        text: the number; empty where it is a word.
        hand: whose hand, `contributor/writer`.
        data: the file.
    """

    kind: str
    text: str
    hand: str
    data: bytes


def scenes(
    hands: Hands, kind: str, count: int, seed: int, words: Sequence[str] = WORDS
) -> Iterator[Drawn]:
    """So many pictures of a kind; each the same for the same seed, however many there are.

    Args:
        hands: to write with.
        kind: of `KINDS`.
        count: how many.
        seed: every choice.
        words: for those with words.

    Raises:
        TrainingError: nobody's hand has the characters.
    """
    for place in range(count):
        rng = np.random.default_rng([seed, list(KINDS).index(kind), place])
        word = str(rng.choice(words)) if kind in (WORD, *NOTES) else ""
        hand = hands.choose(rng, _has(word))
        text = word if kind == WORD else KINDS[kind](_Digits(hand, rng))
        data = picture(_strokes(hands, hand, kind, text, rng), rng, TALLEST.get(kind, 220))
        yield Drawn(kind, "" if kind == WORD else text, hand.name, data)


def measure(reader: Reads, drawn: Iterator[Drawn]) -> list[Outcome]:
    """What a reader makes of drawn pictures: `group` is `FOLDER`, `source` the contributor."""
    found = []
    for one in drawn:
        group, contributor = FOLDER.format(one.kind), one.hand.split("/")[0]
        picture = Labelled(Path(one.hand), one.text, group, contributor, group)
        reading = reader.read(one.data)
        found.append(Outcome(picture, reading.text, reading.confidence, reading.reason))
    return found


class _Digits:
    """Random digits that a hand has."""

    def __init__(self, hand: Hand, rng: Rng) -> None:
        self.digits, self.rng = hand.digits or DIGITS, rng

    def __call__(self, least: int, most: int = 0) -> str:
        count = int(self.rng.integers(least, max(least, most) + 1))
        return "".join(self.rng.choice(list(self.digits), count))

    def one_of(self, *parts: str) -> str:
        return str(self.rng.choice(parts))


def _has(word: str) -> Callable[[Hand], bool]:
    return lambda hand: set(word) <= set(hand.places)


def _sum(some: _Digits) -> str:
    text = some(1, 2) + "".join(
        some.one_of("+", "-", "×", "÷") + some(1, 2)  # noqa: RUF001 - a sign
        for _ in range(int(some.rng.integers(1, 3)))
    )
    return text + some.one_of("", "=", "=" + some(1, 3))


def _several(some: _Digits, sign: str, least: int, most: int) -> str:
    parts = [some(least, most) for _ in range(int(some.rng.integers(2, 4)))]
    return sign.join(parts)


KINDS: Final[dict[str, Callable[[_Digits], str]]] = {
    "plain": lambda some: some(1, 16),
    "single": lambda some: some(1),
    "boxed": lambda some: some(1, 8),
    "circled": lambda some: some(1, 5),
    "comb": lambda some: some(2, 10),
    "slashes": lambda some: _several(some, "/", 1, 2) + some.one_of("", "/" + some(4)),
    "decimals": lambda some: some(1, 4) + some.one_of(".", ",") + some(1, 3),
    "minus": lambda some: "-" + some(1, 4),
    "dashes": lambda some: _several(some, "-", 2, 4),
    "times": lambda some: some(1, 2) + ":" + some(2),
    "marks": lambda some: some(1, 2) + "/" + some(1, 3),
    "brackets": lambda some: "(" + some(1, 4) + ")",
    "percent": lambda some: some(1, 3) + "%",
    GAPS: lambda some: _several(some, " ", 1, 5),
    WORD: lambda some: "",
    "sums": _sum,
    "pages": lambda some: LINE.join(some(1, 9) for _ in range(int(some.rng.integers(2, 7)))),
    "noted": lambda some: some(1, 5),
    "lists": lambda some: LINE.join(
        some(1, 3) + some.one_of("", "." + some(2)) for _ in range(int(some.rng.integers(2, 6)))
    ),
}
"""What is written of each kind. Words are chosen before."""


def _strokes(hands: Hands, hand: Hand, kind: str, text: str, rng: Rng) -> list[Stroke]:
    if kind == "comb":
        return hands.comb(hand, text, rng)
    if kind == "pages":
        return hands.page(hand, text.split(LINE), rng)
    if kind in NOTES:
        numbers = text.split(LINE)
        own = [word for word in WORDS if _has(word)(hand)]
        return hands.listed(hand, [str(w) for w in rng.choice(own, len(numbers))], numbers, rng)
    strokes = hands.write(hand, text, rng)
    if kind == "boxed":
        return boxed(strokes, rng)
    return circled(strokes, rng) if kind == "circled" else strokes


def save(folder: Path, drawn: Iterator[Drawn]) -> None:
    """Writes pictures as a folder of labelled pictures for each kind."""
    tables: dict[Path, list[tuple[str, str, str, str]]] = {}
    for one in drawn:
        own = folder / FOLDER.format(one.kind)
        own.mkdir(parents=True, exist_ok=True)
        table = tables.setdefault(own, [("file", "label", "kind", "source")])
        name = f"{len(table):04}.{'png' if one.data.startswith(PNG) else 'jpg'}"
        (own / name).write_bytes(one.data)
        contributor = one.hand.split("/")[0]
        table.append((name, one.text.replace(LINE, IN_TABLE), own.name, contributor))
    for own, table in tables.items():
        with (own / TABLE).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(table)


def save_all(folder: Path, strokes: Sequence[Path], count: int, seed: int = 1) -> None:
    """Writes so many pictures of every kind.

    Raises:
        TrainingError: the strokes cannot be used.
    """
    hands = Hands(load(strokes).for_reporting())
    save(folder, (one for kind in KINDS for one in scenes(hands, kind, count, seed)))


def show(found: Sequence[Row]) -> None:
    """Prints the table."""
    titles = ("exact as written", "digits alone", "answered")
    print(f"{'kind':10}{'pictures':>9}" + "".join(f"{t:>20}" for t in titles) + f"{'ECE':>8}")
    for row in found:
        exact = row.tables if row.folder == FOLDER.format(GAPS) else row.exact
        cells = (exact, row.digits, row.accepted or (row.refused and row.refused.others))
        error = f"{row.calibration_error or 0:.1%}"
        name = f"  {row.source}" if row.source else row.folder.removeprefix(FOLDER.format(""))
        print(
            f"{name:10}{row.pictures:>9}"
            + "".join(f"{'' if cell is None else str(cell):>20}" for cell in cells)
            + f"{error:>8}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    add_options(parser)
    parser.add_argument("--count", type=int, default=200, help="pictures of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--sources", action="store_true", help="also a row for each contributor")
    parser.add_argument("--json", action="store_true", help="print JSON instead")
    parser.add_argument("--save", type=Path, metavar="DIR", help="write the pictures, read nothing")
    options = parser.parse_args()
    hands = hands_of(options)
    drawn = (
        one for kind in options.kinds for one in scenes(hands, kind, options.count, options.seed)
    )
    if options.save:
        save(options.save, drawn)
        return
    order = [FOLDER.format(kind) for kind in KINDS]
    outcomes = measure(Reader.open(options.model), drawn)
    part = "choose" if options.choosing else "report"
    found = sorted(rows(outcomes, part), key=lambda row: order.index(row.folder))
    if options.json:
        print(json.dumps([row.as_record() for row in found], indent=1))
    else:
        show([row for row in found if options.sources or not row.source])


if __name__ == "__main__":
    run(main)
