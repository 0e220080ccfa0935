"""The same handwritten numbers on all kinds of paper, among things, in bad pictures.

    python benchmarks/places.py --strokes PATH... [--count 60] [--seed 1] [--places phone cup]

The hands are those of `benchmarks/drawn.py`, of people whom no model was trained on. Each place has
the same numbers in the same ink, so that beside `plain` a row tells what the place costs. Exact is
as written, spaces aside; refused are pictures of which nothing is said.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.drawnpages import ink_of
from benchmarks.handwritten import DIGITS, Hands
from bot.reading import Reader
from training.process.errors import TrainingError
from training.synthesis.penstrokes import load

Rng = np.random.Generator
Floats = NDArray[np.float32]  # [HEIGHT, WIDTH, 3], BGR, 0 to 255; ink [HEIGHT, WIDTH], 0 to 1
Colour = tuple[float, float, float]
MODEL: Final = Path(__file__).resolve().parent.parent / "models" / "digits.onnx"
WIDTH: Final = 1280
HEIGHT: Final = 960
WHITE: Final = (228.0, 230.0, 225.0)
BALLPOINT: Final = (35.0, 40.0, 60.0)


@dataclass(frozen=True)
class Number:
    """A number that somebody wrote.

    Attributes:
        text: what it is.
        ink: on a page.
        below: the first row below it with room for a thing, or one above where there is none.
    """

    text: str
    ink: Floats
    below: int


def number(hands: Hands, rng: Rng) -> Number:
    """A number of 2 to 10 digits, at times with a point."""
    hand = hands.choose(rng, lambda hand: True)
    digits = "".join(rng.choice(list(hand.digits or DIGITS), int(rng.integers(2, 11))))
    text = digits[:-2] + "." + digits[-2:] if len(digits) > 3 and rng.random() < 0.3 else digits
    ink = ink_of(hands.write(hand, text, rng), WIDTH, HEIGHT, rng.uniform(60, 130), rng)
    rows = np.flatnonzero(ink.max(axis=1) > 0.3)
    below = int(rows[-1]) + 60
    return Number(text, ink, below if below + 180 < HEIGHT else max(0, int(rows[0]) - 220))


def paper(rng: Rng, colour: Colour = WHITE) -> Floats:
    """A sheet in light that falls off to one side."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    light = 1 - rng.uniform(0, 0.3) * (
        np.cos(angle) * (x / WIDTH - 0.5) + np.sin(angle) * (y / HEIGHT - 0.5)
    )
    return np.asarray(np.array(colour, np.float32) * light[..., None], np.float32)


def write(page: Floats, ink: Floats, colour: Colour = BALLPOINT, depth: float = 0.9) -> Floats:
    """The page with the ink on it."""
    cover = (depth * ink)[..., None]
    return np.asarray(page * (1 - cover) + np.array(colour, np.float32) * cover, np.float32)


def taken(page: Floats, rng: Rng, *, blur: float = 0.8, quality: int = 85) -> bytes:
    """The file that a camera makes of it."""
    seen = cv2.GaussianBlur(page, (0, 0), blur) + rng.normal(0, 3, page.shape)
    pixels = np.clip(seen, 0, 255).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def _plain(one: Number, rng: Rng) -> bytes:
    return taken(write(paper(rng), one.ink), rng)


def _pencil(one: Number, rng: Rng) -> bytes:
    return taken(write(paper(rng), one.ink, (150, 150, 150), 0.75), rng)


def _chalk(one: Number, rng: Rng) -> bytes:
    board = paper(rng, (60, 80, 55))
    wiped = rng.normal(0, 12, (60, 80)).astype(np.float32)
    board += cv2.resize(wiped, (WIDTH, HEIGHT))[..., None]
    worn = np.clip(rng.normal(0.75, 0.35, one.ink.shape), 0, 1).astype(np.float32)
    return taken(write(board, one.ink * worn, (225, 230, 225), 0.95), rng)


def _whiteboard(one: Number, rng: Rng) -> bytes:
    page = write(paper(rng, (215, 218, 220)), one.ink, (160, 60, 30), 0.85)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    spread = rng.uniform(0.05, 0.15) * WIDTH
    away = (x - rng.uniform(0.2, 0.8) * WIDTH) ** 2 + (y - rng.uniform(0.1, 0.9) * HEIGHT) ** 2
    page += (70 * np.exp(-away / (2 * spread**2))).astype(np.float32)[..., None]
    page[:34] = page[:, :28] = 120
    return taken(page, rng)


def _ruled(one: Number, rng: Rng) -> bytes:
    page, pitch = paper(rng), int(rng.uniform(50, 110))
    page[pitch // 2 :: pitch] = page[pitch // 2 + 1 :: pitch] = (215, 190, 170)
    page[:, 150:153] = (150, 140, 225)
    return taken(write(page, one.ink), rng)


def _squared(one: Number, rng: Rng) -> bytes:
    page, pitch = paper(rng), int(rng.uniform(28, 70))
    for start in (pitch // 2, pitch // 2 + 1):
        page[start::pitch] = page[:, start::pitch] = (220, 200, 185)
    return taken(write(page, one.ink), rng)


def _folded(one: Number, rng: Rng) -> bytes:
    page = paper(rng)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    for _ in range(3):
        angle = rng.uniform(0, np.pi)
        away = np.cos(angle) * (x - rng.uniform(0.2, 0.8) * WIDTH)
        away += np.sin(angle) * (y - rng.uniform(0.2, 0.8) * HEIGHT)
        dark = 0.14 * np.exp(-np.abs(away) / 3) + 0.06 / (1 + np.exp(-away / 20))
        page *= (1 - dark).astype(np.float32)[..., None]
    return taken(write(page, one.ink), rng)


def _shining_through(one: Number, rng: Rng) -> bytes:
    back = cv2.GaussianBlur(np.ascontiguousarray(one.ink[::-1, ::-1]), (0, 0), 3)
    return taken(write(write(paper(rng), back, (150, 150, 150), 0.22), one.ink), rng)


def _pen(one: Number, rng: Rng) -> bytes:
    page = write(paper(rng), one.ink)
    left, right = rng.uniform(50, 300), rng.uniform(700, 1200)
    start, end = ((int(x), one.below + int(rng.uniform(20, 80))) for x in (left, right))
    cv2.line(page, start, end, (50, 45, 40), int(rng.uniform(26, 50)), cv2.LINE_AA)
    return taken(page, rng)


def _phone(one: Number, rng: Rng) -> bytes:
    page, left = write(paper(rng), one.ink), int(rng.uniform(50, 900))
    low = HEIGHT if rng.random() < 0.5 else one.below + 170
    corner = (left + int(rng.uniform(150, 420)), low)
    cv2.rectangle(page, (left, one.below), corner, (30, 28, 28), -1)
    return taken(page, rng)


def _cup(one: Number, rng: Rng) -> bytes:
    page, at = write(paper(rng), one.ink), (int(rng.uniform(150, 1100)), one.below + 90)
    for radius, colour in ((88, (60, 90, 120)), (68, (20, 35, 60))):
        cv2.circle(page, at, radius, colour, -1, cv2.LINE_AA)
    return taken(page, rng)


def _finger(one: Number, rng: Rng) -> bytes:
    page, row = write(paper(rng), one.ink), one.below + 90
    left = rng.random() < 0.5
    ends = ((-20, row + 60), (180, row)) if left else ((WIDTH + 20, row + 60), (WIDTH - 180, row))
    cv2.line(page, *ends, (140, 165, 215), int(rng.uniform(60, 90)), cv2.LINE_AA)
    return taken(page, rng)


def _small(one: Number, rng: Rng) -> bytes:
    page = write(paper(rng), one.ink)
    return taken(cv2.resize(page, (400, 300), interpolation=cv2.INTER_AREA), rng, quality=70)


def _squeezed(one: Number, rng: Rng) -> bytes:
    return taken(write(paper(rng), one.ink), rng, blur=1, quality=12)


def _shaken(one: Number, rng: Rng) -> bytes:
    size = int(rng.uniform(7, 15))
    path = np.zeros((size, size), np.float32)
    path[size // 2] = 1
    middle = (size / 2 - 0.5, size / 2 - 0.5)
    turned = cv2.getRotationMatrix2D(middle, rng.uniform(0, 180), 1)
    path = cv2.warpAffine(path, turned, (size, size))
    return taken(cv2.filter2D(write(paper(rng), one.ink), -1, path / path.sum()), rng)


PLACES: Final[dict[str, Callable[[Number, Rng], bytes]]] = {
    "plain": _plain,
    "pencil": _pencil,
    "chalk": _chalk,
    "whiteboard": _whiteboard,
    "ruled": _ruled,
    "squared": _squared,
    "folded": _folded,
    "through": _shining_through,
    "pen": _pen,
    "phone": _phone,
    "cup": _cup,
    "finger": _finger,
    "small": _small,
    "squeezed": _squeezed,
    "shaken": _shaken,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--strokes", type=Path, nargs="+", default=[], metavar="PATH")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--count", type=int, default=60, help="numbers")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--places", nargs="+", choices=PLACES, default=list(PLACES))
    parser.add_argument("--choosing", action="store_true", help="hands held back to choose by")
    parser.add_argument("--save", type=Path, metavar="DIR", help="write what is read wrong there")
    options = parser.parse_args()
    try:
        strokes = load(options.strokes)
    except TrainingError as error:
        raise SystemExit(str(error)) from error
    hands = Hands(strokes.for_choosing() if options.choosing else strokes.for_reporting())
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
    main()
