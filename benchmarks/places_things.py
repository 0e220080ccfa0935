"""Papers, boards and things that numbers are on or beside, and bad pictures of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from benchmarks.papers import HEIGHT, WIDTH, Number, Rng, paper, taken, write


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


def _doodle(one: Number, rng: Rng) -> bytes:
    """A face, an arrow or a scribble below the number, with the same pen."""
    drawn = one.ink.copy()
    x, y = int(rng.uniform(200, WIDTH - 200)), one.below + 80
    kind = int(rng.integers(3))
    if kind == 0:
        cv2.circle(drawn, (x, y), 90, 1, 5, cv2.LINE_AA)
        cv2.ellipse(drawn, (x, y), (45, 45), 0, 20, 160, 1, 5, cv2.LINE_AA)
        for across in (-30, 30):
            cv2.circle(drawn, (x + across, y - 25), 8, 1, -1, cv2.LINE_AA)
    elif kind == 1:
        for start in ((x - 190, y), (x - 40, y - 30), (x - 40, y + 30)):
            cv2.line(drawn, start, (x, y), 1, 5, cv2.LINE_AA)
    else:
        steps = np.cumsum(rng.normal(0, 18, (60, 2)), axis=0)
        steps = np.clip(steps - steps.mean(axis=0), -130, 130) + np.array([x, y])
        cv2.polylines(drawn, [steps.astype(np.int32)], False, 1, 5, cv2.LINE_AA)
    return taken(write(paper(rng), drawn), rng)


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


THINGS: Final[dict[str, Callable[[Number, Rng], bytes]]] = {
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
    "doodle": _doodle,
    "small": _small,
    "squeezed": _squeezed,
    "shaken": _shaken,
}
