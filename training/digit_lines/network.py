"""The line reader's network: a strip of any width -> what stands at every second pixel.

Three convolutions bring 32 rows to 4, one as high as that brings them to one, and from there on
the strip is a sequence: residual convolutions along it, of growing dilation, see about three
digits. No layer looks at the whole line, so a line may be as long as it likes.
"""

from __future__ import annotations

from typing import Any, Final

import keras
import numpy as np
from keras import layers

from bot.reading.line.crop_strip import HEIGHT
from bot.reading.line.digit_lines import BLANK, CLASSES
from training.modelfile import folding

Tensor = Any
EPSILON: Final = 1e-3
FILTERS: Final = (24, 48, 64)
"""Of the convolutions that halve the height; only the first halves the width."""

WIDTH: Final = 128
"""Channels of the sequence."""

DILATIONS: Final = (1, 2, 4)
FIRST_BLANK: Final = 2.5
"""The logit of blank to begin with. Without it CTC first has to learn that most of a line is
blank, and many steps go by."""


def make(*, folded: bool = False) -> keras.Model:
    """Makes the network with fresh weights.

    Args:
        folded: without batch normalisation, see `fold`.

    Returns:
        A functional model from `line`, float32 `[N, 32, W, 1]`, ink 1.0 on ground 0.0, to `logits`
        `[N, W / 2, 12]`.
    """
    line = keras.Input((HEIGHT, None, 1), name="line")
    x = line
    for index, filters in enumerate(FILTERS, start=1):
        size, strides = (5, 2) if index == 1 else (3, (2, 1))
        x = layers.Conv2D(
            filters,
            size,
            strides,
            padding="same",
            activation="relu",
            kernel_initializer="he_normal",
            name=f"conv{index}",
        )(x)
    x = _along(x, (x.shape[1], 1), 1, "collapse", folded=folded, padding="valid")
    for index, dilation in enumerate(DILATIONS, start=1):
        seen = _along(x, (1, 3), dilation, f"along{index}", folded=folded)
        x = layers.Add(name=f"sum{index}")([x, seen])
    x = layers.SpatialDropout2D(0.1, name="dropout")(x)
    start = np.zeros(CLASSES, np.float32)
    start[BLANK] = FIRST_BLANK
    x = layers.Conv2D(
        CLASSES,
        (1, 3),
        padding="same",
        bias_initializer=keras.initializers.Constant(start),
        name="logits",
    )(x)
    return keras.Model(line, layers.Reshape((-1, CLASSES), name="columns")(x), name="lines")


def _along(
    x: Tensor,
    size: tuple[int, int],
    dilation: int,
    name: str,
    *,
    folded: bool,
    padding: str = "same",
) -> Tensor:
    """A convolution, normalised, then ReLU."""
    x = layers.Conv2D(
        WIDTH,
        size,
        padding=padding,
        dilation_rate=(1, dilation),
        use_bias=folded,
        kernel_initializer="he_normal",
        name=name,
    )(x)
    if not folded:
        x = layers.BatchNormalization(epsilon=EPSILON, momentum=0.97, name=f"{name}_norm")(x)
    return layers.ReLU(name=f"{name}_relu")(x)


def fold(model: keras.Model) -> keras.Model:
    """The same function without batch normalisation."""
    return folding.fold(model, make(folded=True), EPSILON)
