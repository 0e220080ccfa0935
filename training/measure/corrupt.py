"""MNIST made worse in fifteen ways, to see what a model leans on.

The ways and their strengths are those of MNIST-C (Mu and Gilmer 2019, "MNIST-C: A Robustness
Benchmark for Computer Vision", arXiv:1906.02337), written anew for whole batches; the pictures are
not those of the published data set, since the random numbers differ, but are drawn alike.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
"""`[N, 28, 28]`, ink 1.0 on ground 0.0."""
Rng = np.random.Generator
SIDE = 28
CENTRE = 13.5


def corrupt(name: str, images: NDArray[np.uint8], rng: Rng) -> NDArray[np.uint8]:
    """Changes pictures in one way.

    Args:
        name: one of `CORRUPTIONS`.
        images: `[N, 28, 28]`, ink 255 on ground 0.
        rng: decides what is random.

    Returns:
        As many pictures of the same form.
    """
    inked: Floats = images.astype(np.float32) / np.float32(255)
    changed = CORRUPTIONS[name](inked, rng)
    return np.rint(np.clip(changed, 0, 1) * 255).astype(np.uint8)


def shot_noise(x: Floats, rng: Rng) -> Floats:
    """Few photons: Poisson with a mean of 3 for white."""
    return (rng.poisson(x * 3) / 3).astype(np.float32)


def impulse_noise(x: Floats, rng: Rng) -> Floats:
    """17 % of the pixels turn black or white."""
    hit = rng.random(x.shape) < 0.17
    return np.where(hit, rng.integers(0, 2, x.shape), x).astype(np.float32)


def glass_blur(x: Floats, rng: Rng) -> Floats:
    """As through frosted glass: blurred, neighbours swapped, blurred again."""
    x = _blurred(x, 0.7)
    every = np.arange(len(x))
    for _ in range(2):
        for row in range(SIDE - 1, 1, -1):
            for column in range(SIDE - 1, 1, -1):
                swap = every[rng.random(len(x)) < 0.5]
                up, left = rng.integers(-1, 1, (2, len(swap)))
                other = x[swap, row + up, column + left]
                x[swap, row + up, column + left] = x[swap, row, column]
                x[swap, row, column] = other
    return _blurred(x, 0.7)


def motion_blur(x: Floats, rng: Rng) -> Floats:
    """A hand that moves: half a Gaussian of 3 pixels along a line up to 45 degrees off."""
    reach = 10
    weights = np.exp(-np.square(np.arange(reach) / 3.0) / 2)
    result = np.empty_like(x)
    for image, angle, out in zip(
        x, rng.uniform(-np.pi / 4, np.pi / 4, len(x)), result, strict=True
    ):
        kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
        steps = np.arange(reach)
        rows = np.rint(reach + steps * np.sin(angle)).astype(int)
        columns = np.rint(reach + steps * np.cos(angle)).astype(int)
        np.add.at(kernel, (rows, columns), weights)
        out[:] = cv2.filter2D(image, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)
    return result


def shear(x: Floats, rng: Rng) -> Floats:
    """Slanted to the left or the right by 0.4 radians."""
    return _warped(x, [[[1, s * np.tan(0.4)], [0, 1]] for s in rng.choice([-1, 1], len(x))])


def scale(x: Floats, rng: Rng) -> Floats:
    """Seven tenths as large."""
    return _warped(x, [[[1 / 0.7, 0], [0, 1 / 0.7]]] * len(x))


def rotate(x: Floats, rng: Rng) -> Floats:
    """Turned to the left or the right by 0.4 radians, 23 degrees."""
    c, s = np.cos(0.4), np.sin(0.4)
    return _warped(x, [[[c, -b * s], [b * s, c]] for b in rng.choice([-1, 1], len(x))])


def brightness(x: Floats, rng: Rng) -> Floats:
    """Everything half as bright as white brighter."""
    return x + np.float32(0.5)


def translate(x: Floats, rng: Rng) -> Floats:
    """Three pixels to a side and three up or down."""
    padded = np.pad(x, ((0, 0), (3, 3), (3, 3)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (SIDE, SIDE), axis=(1, 2))
    down, right = rng.choice([0, 6], (2, len(x)))
    moved: Floats = windows[np.arange(len(x)), down, right]
    return moved


def stripe(x: Floats, rng: Rng) -> Floats:
    """The left and the right quarter inverted."""
    changed = x.copy()
    changed[:, :, :7] = 1 - x[:, :, :7]
    changed[:, :, 21:] = 1 - x[:, :, 21:]
    return changed


def fog(x: Floats, rng: Rng) -> Floats:
    """Behind a cloud of plasma noise, three times as bright as the ink."""
    clouds = _plasma(min(len(x), 64), rng)
    which, top, left = rng.integers(0, [[len(clouds)], [256], [256]], (3, len(x)))
    rows = (top[:, None] + np.arange(SIDE)) % 256
    columns = (left[:, None] + np.arange(SIDE)) % 256
    cloud = clouds[which[:, None, None], rows[:, :, None], columns[:, None, :]]
    most = x.max(axis=(1, 2), keepdims=True)
    seen: Floats = (x + 3 * cloud) * most / (most + 3)
    return seen


def spatter(x: Floats, rng: Rng) -> Floats:
    """Grey drops on the picture."""
    liquid = _blurred(rng.normal(0.65, 0.3, x.shape).astype(np.float32), 1)
    drops = _blurred((liquid > 0.65).astype(np.float32), 1.5)
    drops[drops < 0.8] = 0
    return x * (1 - drops) + np.float32(63 / 255) * drops


def dotted_line(x: Floats, rng: Rng) -> Floats:
    """A dotted line from edge to edge."""
    shown = np.arange(SIDE) // 2 % 2 == 1
    ends = rng.integers(0, 27, (len(x), 2))
    lines = [_line(0, a, 27, b) * shown for a, b in ends]
    return x + np.array(lines, np.float32).reshape(x.shape)


def zigzag(x: Floats, rng: Rng) -> Floats:
    """A bright zigzag of two pixels' height from edge to edge."""
    changed = x.copy()
    starts, drops = rng.integers(0, 27, len(x)), rng.integers(-5, 5, len(x))
    for image, start, drop in zip(changed, starts, drops, strict=True):
        angle = np.arctan2(drop, 23)
        turns = np.arange(12)
        along = np.clip(4.0 * turns - 2, 0, 23 / np.cos(angle))
        across = np.where(turns == 0, 0, 2.0 * (-1.0) ** (turns + 1))
        columns = 2 + along * np.cos(angle) - across * np.sin(angle)
        rows = start + along * np.sin(angle) + across * np.cos(angle)
        for i in range(1, len(turns)):
            image[:] += _line(columns[i - 1], rows[i - 1], columns[i], rows[i])
            image[:] = np.clip(image, 0, 1)
    return changed


def canny_edges(x: Floats, rng: Rng) -> Floats:
    """Nothing but the outline (Canny 1986)."""
    smooth = np.rint(_blurred(x, 1) * 255).astype(np.uint8)
    edges = [cv2.Canny(image, 25.5, 51, L2gradient=True) for image in smooth]
    return np.array(edges, np.float32).reshape(x.shape) / np.float32(255)


CORRUPTIONS: dict[str, Callable[[Floats, Rng], Floats]] = {
    function.__name__: function
    for function in (
        shot_noise,
        impulse_noise,
        glass_blur,
        motion_blur,
        shear,
        scale,
        rotate,
        brightness,
        translate,
        stripe,
        fog,
        spatter,
        dotted_line,
        zigzag,
        canny_edges,
    )
}


def _blurred(x: Floats, sigma: float) -> Floats:
    size = 2 * int(4 * sigma + 0.5) + 1
    border = cv2.BORDER_REPLICATE
    images = [cv2.GaussianBlur(image, (size, size), sigma, borderType=border) for image in x]
    return np.array(images, np.float32).reshape(x.shape)


def _warped(x: Floats, inverse: list[list[list[float]]]) -> Floats:
    """Each picture under its own linear map about the centre, given from result to source."""
    result = np.empty_like(x)
    for image, linear, out in zip(x, np.array(inverse), result, strict=True):
        shift = CENTRE - linear @ (CENTRE, CENTRE)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        out[:] = cv2.warpAffine(image, np.column_stack([linear, shift]), (SIDE, SIDE), flags=flags)
    return result


def _line(x0: float, y0: float, x1: float, y1: float) -> NDArray[np.float64]:
    """A soft line from left to right: 1 in its middle, by log(1 - d / 2.3) + 1 down to 0."""
    if x1 <= x0:
        return np.zeros((SIDE, SIDE))
    rows, columns = np.mgrid[:SIDE, :SIDE]
    middle = y0 + (y1 - y0) / (x1 - x0) * (columns - x0)
    distance = np.clip(np.abs(rows - middle), 0, 2.3 - 1e-10)
    bright = np.clip(np.log(1 - distance / 2.3) + 1, 0, 1)
    bright[:, : int(np.floor(x0))] = 0
    bright[:, int(np.ceil(x1)) :] = 0
    result: NDArray[np.float64] = bright
    return result


def _plasma(count: int, rng: Rng, side: int = 256, decay: float = 1.4) -> Floats:
    """Clouds that tile, by diamond and square (Fournier et al. 1982), each from 0 to 1."""
    field = np.zeros((count, side, side))
    step, rough = side, 100.0
    while step >= 2:
        half = step // 2

        def jitter(total: NDArray[np.float64], rough: float = rough) -> NDArray[np.float64]:
            return total / 4 + rough * rng.uniform(-rough, rough, total.shape)

        corners = field[:, ::step, ::step]
        total = corners + np.roll(corners, -1, 1)
        field[:, half::step, half::step] = jitter(total + np.roll(total, -1, 2))
        middles = field[:, half::step, half::step]
        beside = corners + np.roll(corners, -1, 2)
        field[:, ::step, half::step] = jitter(beside + middles + np.roll(middles, 1, 1))
        below = corners + np.roll(corners, -1, 1)
        field[:, half::step, ::step] = jitter(below + middles + np.roll(middles, 1, 2))
        step, rough = half, rough / decay
    field -= field.min(axis=(1, 2), keepdims=True)
    clouds: Floats = (field / field.max(axis=(1, 2), keepdims=True)).astype(np.float32)
    return clouds
