"""The line network: a strip of any width -> what stands at every second pixel.

Convolutions bring 32 rows to 4, one as high as that brings them to one, and from there on the
strip is a sequence: residual convolutions along it, of growing dilation, see several marks. No
layer looks at the whole line, so a line may be as long as it likes.
"""

from __future__ import annotations

from typing import Any, Final

import keras
import numpy as np
from keras import layers, ops

from bot.reading.line.strip import HEIGHT
from bot.reading.line.symbols import BLANK, CLASSES
from training.modelfile import folding

Tensor = Any
EPSILON: Final = 1e-3
FILTERS: Final = (32, 48, 64)
"""Of the convolutions that halve the height; only the first halves the width."""

WIDTH: Final = 192
"""Channels of the sequence."""

HELPING: Final = ("fine", "deep", "deeper")
"""Residual blocks of two convolutions, one where the height is 8 and two where it is 4."""

DILATIONS: Final = (1, 2, 4, 8, 1, 2, 4)
"""Of the residual convolutions along the line, in order."""
FIRST_BLANK: Final = 2.5
"""The logit of blank to begin with. Without it CTC first has to learn that most of a line is
blank, and many steps go by."""


def make(*, folded: bool = False) -> keras.Model:
    """Makes the network with fresh weights.

    Args:
        folded: without batch normalisation, see `fold`.

    Returns:
        A functional model from `line`, float32 `[N, 32, W, 1]`, ink 1.0 on ground 0.0, to `logits`
        `[N, W / 2, CLASSES]`.
    """
    line = keras.Input((HEIGHT, None, 1), name="line")
    x = line
    for index, filters in enumerate(FILTERS, start=1):
        size, strides = (5, 2) if index == 1 else (3, (2, 1))
        if index == len(FILTERS):
            x = _helped(x, "fine")
        x = layers.Conv2D(
            filters,
            size,
            strides,
            padding="same",
            activation="relu",
            kernel_initializer="he_normal",
            name=f"conv{index}",
        )(x)
    x = layers.Add(name="sum0")([x, _three_by_three("again", FILTERS[-1], "relu")(x)])
    x = _helped(_helped(x, "deep"), "deeper")
    x = layers.Conv2D(
        WIDTH,
        (x.shape[1], 1),
        use_bias=folded,
        kernel_initializer="he_normal",
        name="collapse",
    )(x)
    x = _normalised(x, "collapse", folded=folded)
    for index, dilation in enumerate(DILATIONS, start=1):
        name = f"along{index}"
        if folded:
            # Padded by hand: an open width with "same" and a dilation exports as seventy nodes.
            seen = layers.ZeroPadding2D((0, dilation), name=f"pad{index}")(x)
            seen = layers.Conv2D(WIDTH, (1, 3), dilation_rate=(1, dilation), name=name)(seen)
        else:
            seen = Along(WIDTH, dilation, name=name)(x)
        x = layers.Add(name=f"sum{index}")([x, _normalised(seen, name, folded=folded)])
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


def _helped(x: Tensor, name: str) -> Tensor:
    """A residual block of two convolutions.

    It begins as the function without the block, which then only has to help; so a network that is
    gone on from may lack it.
    """
    filters = x.shape[-1]
    seen = _three_by_three(f"{name}1", filters, "relu")(x)
    return layers.Add(name=f"sum_{name}")(
        [x, _three_by_three(f"{name}2", filters, None, "zeros")(seen)]
    )


def _three_by_three(
    name: str, filters: int, activation: str | None, kernel: str = "he_normal"
) -> keras.layers.Layer:
    return layers.Conv2D(
        filters,
        3,
        padding="same",
        activation=activation,
        kernel_initializer=kernel,
        name=name,
    )


def _normalised(x: Tensor, name: str, *, folded: bool) -> Tensor:
    """What follows a convolution: normalisation, then ReLU."""
    if not folded:
        x = layers.BatchNormalization(epsilon=EPSILON, momentum=0.97, name=f"{name}_norm")(x)
    return layers.ReLU(name=f"{name}_relu")(x)


@keras.saving.register_keras_serializable("training")
class Along(layers.Layer):  # type: ignore[misc]
    """A dilated convolution of three along the line, without bias.

    TensorFlow's own takes three times as long to train on a processor where it is dilated. Here
    one product gives what each place says to its neighbours, and the three parts are shifted.

    Args:
        filters: channels of its output.
        dilation: columns from one of the three to the next.
    """

    def __init__(self, filters: int, dilation: int, **options: Any) -> None:
        super().__init__(**options)
        self.filters, self.dilation = filters, dilation

    def build(self, shape: tuple[int | None, ...]) -> None:
        """Makes the kernel, `[1, 3, C, filters]` as a convolution's."""
        self.kernel = self.add_weight(
            shape=(1, 3, shape[-1], self.filters), initializer="he_normal", name="kernel"
        )

    def call(self, x: Tensor) -> Tensor:
        """`[N, 1, W, C]` -> `[N, 1, W, filters]`."""
        away = self.dilation
        flat = ops.reshape(x, (-1, x.shape[-1]))
        parts = [
            ops.reshape(ops.matmul(flat, self.kernel[0, i]), (*ops.shape(x)[:3], self.filters))
            for i in range(3)
        ]
        width = ops.shape(x)[2]
        room = [[0, 0], [0, 0]]
        before = ops.pad(parts[0], [*room, [away, 0], [0, 0]])[:, :, :width]
        after = ops.pad(parts[2], [*room, [0, away], [0, 0]])[:, :, away:]
        return before + parts[1] + after

    def get_config(self) -> dict[str, Any]:
        """What Keras needs to make it again."""
        return {**super().get_config(), "filters": self.filters, "dilation": self.dilation}


def fold(model: keras.Model) -> keras.Model:
    """The same function without batch normalisation."""
    return folding.fold(model, make(folded=True), EPSILON)
