"""What one correction of each confused digit does for a person's next pictures.

    python benchmarks/hands.py --strokes PATH... [--typed] [--choosing] [--seed 11]

Pictures are drawn in the hands of people whom no model was trained on (see `benchmarks/drawn.py`).
Half of a person's characters are for teaching, the others for measuring: single digits and numbers
are read by the bot as it is, then each digit that it confused is corrected once, then what was kept
for measuring is read without and with that memory. With `--typed`, the right number is typed, as it
can be under every answer and every refusal: what was seen is laid beside it, and teaches whatever
is clear of that number. Errors are whole pictures that are read wrong. Who errs most is told by the
first half, so that nobody is chosen for chance errors of the second; by the second itself as well,
for comparison. `--choosing` draws in the hands that constants are chosen by: of few people, so
several seeds are needed.
Strangers' pictures are read with a memory that is not their own.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.bootstrap import interval
from benchmarks.corrected import corrected
from benchmarks.drawnpages import Floats, ink_of
from benchmarks.handwritten import DIGITS, Hands
from benchmarks.handwritten import Hand as Writer
from benchmarks.whose_hands import add_options, hands_of, run
from bot.reading import Reader
from bot.reading.digits.hand import Hand
from bot.reading.glyph import Glyph

Rng = np.random.Generator
TAUGHT: Final = 8
"""Characters of each digit, at most, that a person may correct."""
MEASURED: Final = 12
"""Characters of each digit, at most, that are measured with."""
NUMBERS: Final = 20
"""Whole numbers that are written with either."""
STRANGERS: Final = 25
"""Pictures of others that are read with each person's memory."""
SIZES: Final = ((640, 400), (560, 420), (700, 360))


@dataclass(frozen=True, slots=True)
class Picture:
    """A number in one person's hand, and what the bot reads without memory."""

    text: str
    data: bytes
    read: str


@dataclass(slots=True)
class Person:
    """A person, what they were taught by, and how that went.

    Attributes:
        name: `contributor/writer`.
        measured: what is measured with.
        hand: what they have taught; `None` where nothing was confused.
        wrong: how many of the pictures that they taught by were read wrong.
        corrections: how many digits were confused, each of which was corrected once.
        after: what is read with it, of each of `measured`.
    """

    name: str
    measured: list[Picture]
    hand: Hand | None
    wrong: int
    corrections: int
    after: list[str] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """Pictures that are read wrong without memory."""
        return sum(one.read != one.text for one in self.measured)

    @property
    def changes(self) -> NDArray[np.int64]:
        """For each picture 1 where memory made it right, -1 where wrong, else 0."""
        pairs = zip(self.measured, self.after, strict=True)
        found = [(now == one.text) - (one.read == one.text) for one, now in pairs]
        return np.array(found, np.int64)


def pictures(
    hands: Hands, writer: Writer, own: dict[str, list[int]], rng: Rng
) -> Iterator[tuple[str, bytes]]:
    """Every character alone, and some numbers, of those that a writer has."""
    own = {digit: places for digit, places in own.items() if places}
    for digit, places in own.items():
        for place in places:
            one = replace(writer, places={digit: [place]})
            yield digit, _picture(hands.write(one, digit, rng), rng)
    for _ in range(NUMBERS if own else 0):
        text = "".join(rng.choice(list(own), int(rng.integers(2, 7))))
        yield text, _picture(hands.write(replace(writer, places=own), text, rng), rng)


def _picture(strokes: Sequence[NDArray[np.float64]], rng: Rng) -> bytes:
    """A small scan: one pen on plain paper."""
    width, height = SIZES[int(rng.integers(len(SIZES)))]
    ink: Floats = ink_of(strokes, width, height, 200, rng)
    pen, paper = rng.uniform(30, 90), rng.uniform(180, 240)
    page = paper * (1 - rng.uniform(0.65, 0.95) * ink * (1 - pen / 255))
    page = cv2.GaussianBlur(page.astype(np.float32), (0, 0), rng.uniform(0.5, 1.2))
    page += rng.normal(0, rng.uniform(1, 4), page.shape)
    return bytes(cv2.imencode(".png", np.clip(page, 0, 255).astype(np.uint8))[1])


def person(reader: Reader, hands: Hands, writer: Writer, rng: Rng, *, typed: bool) -> Person:
    """Teaches the bot a person's hand, and reads what is measured with."""
    taught, measured = dict[str, list[int]](), dict[str, list[int]]()
    for digit in DIGITS:
        places = rng.permutation(writer.places.get(digit, [])).tolist()
        half = len(places) // 2
        taught[digit], measured[digit] = places[:half][:TAUGHT], places[half:][:MEASURED]
    known, crops, read_wrong = set[int](), list[tuple[int, Glyph]](), 0
    for text, data in pictures(hands, writer, taught, rng):
        wrong, confused, clear_ones = corrected(reader, text, data, typed=typed)
        read_wrong += wrong
        if not {*confused} <= known:
            crops += clear_ones if typed else [(d, confused[d]) for d in {*confused} - known]
            known |= {*confused}
    labels = np.array([actual for actual, _ in crops], np.uint8)
    hand = Hand.of(reader.classifier.embed([crop for _, crop in crops]), labels) if crops else None
    shown = [
        Picture(text, data, reader.read(data).text)
        for text, data in pictures(hands, writer, measured, rng)
    ]
    found = Person(writer.name, shown, hand, read_wrong, len(known))
    knowing = reader.knowing(hand)
    found.after = [one.read if hand is None else knowing.read(one.data).text for one in shown]
    return found


def strangers(reader: Reader, people: Sequence[Person], rng: Rng) -> NDArray[np.int64]:
    """Changes of pictures of others, read with each person's memory."""
    found = []
    for one in people:
        if one.hand is None:
            continue
        others = [p for other in people if other is not one for p in other.measured]
        known = reader.knowing(one.hand)
        for place in rng.choice(len(others), min(STRANGERS, len(others)), replace=False):
            picture = others[place]
            now = known.read(picture.data).text
            found.append((now == picture.text) - (picture.read == picture.text))
    return np.array(found, np.int64)


def added(reader: Reader, people: Sequence[Person]) -> tuple[float, float]:
    """Milliseconds of processor time for a picture, without and with a full memory, alternating."""
    hand = next(one.hand for one in people if one.hand is not None)
    size = (200, hand.embeddings.shape[1])
    full = Hand.of(np.resize(hand.embeddings, size), np.arange(200, dtype=np.uint8) % 10)
    data = [p.data for one in people for p in one.measured][:60]
    spent = dict.fromkeys(("without", "with"), 0.0)
    readers = {"without": reader, "with": reader.knowing(full)}
    for _ in range(4):
        for one in data:
            for name, own in readers.items():
                began = time.thread_time()
                own.read(one)
                spent[name] += time.thread_time() - began
    without, known = (1000 * value / (4 * len(data)) for value in spent.values())
    return without, known


def show(name: str, people: Sequence[Person], rng: Rng) -> None:
    """Prints a line of the table."""
    before = sum(one.errors for one in people)
    changes = [one.changes for one in people]
    every = np.concatenate(changes)
    low, high = interval(changes, rng)
    print(
        f"{name:26}{len(people):>7}{sum(one.corrections for one in people):>12}"
        f"{len(every):>10}{before:>8}{before - int(every.sum()):>7}"
        f"{int((every > 0).sum()):>8}{int((every < 0).sum()):>8}{f'{low:+.0f} to {high:+.0f}':>14}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    add_options(parser)
    parser.add_argument("--twenty", type=int, default=20, help="people with most errors")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--typed", action="store_true", help="teach by typing the right number")
    parser.add_argument("--part", choices=("all", "even", "odd"), default="all", help="of people")
    options = parser.parse_args()
    hands = hands_of(options)
    reader = Reader.open(options.model)
    chosen = {"all": hands.every, "even": hands.every[::2], "odd": hands.every[1::2]}[options.part]
    people = []
    for place, writer in enumerate(chosen):
        own = np.random.default_rng([options.seed, place])
        people.append(person(reader, hands, writer, own, typed=options.typed))
    rng = np.random.default_rng(options.seed)
    titles = ("people", "corrections", "pictures", "wrong", "then", "mended", "broken", "95 %")
    widths = (7, 12, 10, 8, 7, 8, 8, 14)
    print(f"{'':26}" + "".join(f"{t:>{w}}" for t, w in zip(titles, widths, strict=True)))
    ways: dict[str, Callable[[Person], int]] = {
        "while they taught": lambda one: one.wrong,
        "while measured": lambda one: one.errors,
    }
    for name, count in ways.items():
        worst = sorted(people, key=lambda one: -count(one))
        twenty, others = worst[: options.twenty], worst[options.twenty :]
        print(f"{len(twenty)} with most errors {name}")
        show("all of them", twenty, rng)
        taught = [one for one in twenty if one.hand is not None]
        if taught:
            show("- who corrected", taught, rng)
        if others:
            show("the others", others, rng)
    changed = strangers(reader, people, rng)
    print(
        f"strangers' pictures with a memory not theirs: {len(changed)}, mended "
        f"{int((changed > 0).sum())}, broken {int((changed < 0).sum())}"
    )
    if any(one.hand is not None for one in people):
        without, full = added(reader, people)
        print(f"processor time a picture: {without:.2f} ms, with 200 digits known {full:.2f} ms")


if __name__ == "__main__":
    run(main)
