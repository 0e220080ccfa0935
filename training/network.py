"""Making the model: the networks, as functional Keras models from a picture to logits.

Every network has the same signature. The input `image` is float32 `[N, 28, 28, 1]`, ink 1.0 on
ground 0.0. The layer named `embedding` is the layer before the last, `[N, D]`. The output is the
layer `logits`: ten digits, and where the recipe teaches it, two kinds of no digit (see `data`).

Each convolution that is followed by a batch normalisation can be built *folded*: the normalisation
is then a constant scale and shift, and goes into the kernel and bias of the convolution. That is
what is exported, and what fine-tuning starts from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
from keras import layers

from training.modelfile import folding

Tensor = Any
SIDE = 28
EPSILON = 1e-3
MOMENTUM = 0.97


@dataclass(frozen=True)
class Builder:
    """The blocks that the networks are made of.

    Attributes:
        folded: leave batch normalisation out; what is before it then has a bias.
    """

    folded: bool = False

    def conv(
        self, x: Tensor, filters: int, size: int, name: str, *, stride: int = 1, norm: bool = True
    ) -> Tensor:
        """A convolution without padding loss, normalised unless told otherwise, then ReLU."""
        bias = self.folded or not norm
        x = layers.Conv2D(filters, size, stride, padding="same", use_bias=bias, name=name)(x)
        return layers.ReLU(name=f"{name}_relu")(x if bias else _norm(x, name))

    def dense(self, x: Tensor, units: int, name: str, last: str) -> Tensor:
        """A dense layer, normalised, then ReLU; `last` names what comes out."""
        x = layers.Dense(units, use_bias=self.folded, name=name)(x)
        return layers.ReLU(name=last)(x if self.folded else _norm(x, name))


def _norm(x: Tensor, name: str) -> Tensor:
    return layers.BatchNormalization(epsilon=EPSILON, momentum=MOMENTUM, name=f"{name}_norm")(x)


def tutorial(image: Tensor, build: Builder) -> Tensor:
    """The tutorial's: three convolutions, max pooling after each, no padding, a dense layer."""
    x = image
    for index, filters in enumerate((32, 64, 64), start=1):
        x = layers.Conv2D(filters, 3, activation="relu", name=f"conv{index}")(x)
        x = layers.MaxPooling2D(2, name=f"pool{index}")(x)
    x = layers.Flatten(name="flatten")(x)
    return layers.Dense(64, activation="relu", name="embedding")(x)


def small(image: Tensor, build: Builder) -> Tensor:
    """A small network that trains within a minute on two cores.

    Batch normalisation takes as long as the convolution before it on a processor, so only what is
    small by then is normalised.
    """
    x = build.conv(image, 24, 5, "conv1", stride=2, norm=False)
    x = build.conv(x, 48, 3, "conv2", stride=2, norm=False)
    x = build.conv(x, 64, 3, "conv3")
    x = layers.MaxPooling2D(2, name="pool3")(x)
    x = layers.Flatten(name="flatten")(x)
    return build.dense(x, 128, "dense", "embedding")


def release(image: Tensor, build: Builder) -> Tensor:
    """The network that ships: two convolutions at 14x14, two at 7x7, one dense layer.

    It halves the picture at once, with a large kernel, because at 28x28 a convolution costs four
    times as much and what is thinner than two pixels has been made thicker by normalisation.
    """
    x = build.conv(image, 24, 5, "conv1", stride=2)
    x = build.conv(x, 32, 3, "conv2")
    x = build.conv(x, 64, 3, "conv3", stride=2)
    x = build.conv(x, 64, 3, "conv4")
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dropout(0.3, name="dropout")(x)
    return layers.Dense(128, activation="relu", name="embedding")(x)


NETWORKS: dict[str, Callable[[Tensor, Builder], Tensor]] = {
    "tutorial": tutorial,
    "small": small,
    "release": release,
}


def make(name: str, classes: int, *, folded: bool = False) -> keras.Model:
    """Makes a network with fresh weights.

    Args:
        name: one of `NETWORKS`.
        classes: 10, or `data.CLASSES` where it learns what is no digit too.
        folded: without batch normalisation, see `fold`.

    Returns:
        A functional model from `image` to `logits` `[N, classes]`.
    """
    image = keras.Input((SIDE, SIDE, 1), name="image")
    embedding = NETWORKS[name](image, Builder(folded))
    logits = layers.Dense(classes, name="logits")(embedding)
    return keras.Model(image, logits, name=name)


def fold(model: keras.Model) -> keras.Model:
    """The same function without batch normalisation, see `training.modelfile.folding`."""
    folded = make(model.name, model.get_layer("logits").units, folded=True)
    return folding.fold(model, folded, EPSILON)
