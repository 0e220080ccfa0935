"""The ruling network: how much ink there is at each pixel -> which of it is rules, which writing.

A U-Net (Ronneberger et al., *U-Net: Convolutional Networks for Biomedical Image Segmentation*,
MICCAI 2015) whose arms meet by addition. It begins and ends with four pixels in one (Shi et al.,
*Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural
Network*, CVPR 2016): at full size a layer would cost four times as much.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import keras
from keras import layers

from bot.reading.layout.ruling import LAYERS, STRIDE
from training.modelfile.stored_weights import stored_weights
from training.process.errors import TrainingError

Tensor = Any

CHANNELS: Final = (16, 24, 40, 64, 64)
"""Of the levels, each half as large as the one before; the first is half as large as the picture.
`STRIDE` is how many pixels are one in the last."""

DEPTH: Final = 2
"""Convolutions of a level on the way down."""


def make(*, folded: bool = False) -> keras.Model:
    """Makes the network with fresh weights.

    Args:
        folded: without batch normalisation, which is a part of the convolutions then, as in a
            model file.

    Returns:
        A functional model from `ink`, float32 `[N, H, W, 2]` of sides that are multiples of
        `STRIDE`, to logits `[N, H, W, LAYERS]`: rules, writing.
    """
    assert 2 ** len(CHANNELS) == STRIDE
    ink = keras.Input((None, None, 2), name="ink")
    x = _convolved(ink, CHANNELS[0], "fold", folded, size=2, stride=2)
    skipped: list[Tensor] = []
    for level, channels in enumerate(CHANNELS):
        if level:
            x = layers.MaxPooling2D(2, name=f"down{level}")(x)
        for at in range(DEPTH):
            x = _convolved(x, channels, f"level{level}_{at}", folded)
        skipped.append(x)
    for level in range(len(CHANNELS) - 2, -1, -1):
        x = layers.Conv2DTranspose(CHANNELS[level], 2, 2, use_bias=False, name=f"up{level}")(x)
        x = layers.Add(name=f"meet{level}")([x, skipped[level]])
        x = _convolved(x, CHANNELS[level], f"back{level}", folded)
    x = layers.Conv2DTranspose(LAYERS, 2, 2, name="unfold")(x)
    return keras.Model(ink, x, name="ruling")


def start_from(model: keras.Model, path: Path) -> None:
    """Gives a folded network the weights of a model file.

    Raises:
        TrainingError: the file is none, or another network's.
    """
    stored = stored_weights(path)
    for layer in model.layers:
        if not layer.weights:
            continue
        own = stored.get(layer.name, ())[: len(layer.weights)]
        if [weight.shape for weight in own] != [tuple(weight.shape) for weight in layer.weights]:
            raise TrainingError(
                f"{path} cannot be gone on from: its layer {layer.name} is not that of the network "
                "that is trained here."
            )
        layer.set_weights(own)


def _convolved(
    x: Tensor, filters: int, name: str, folded: bool, size: int = 3, stride: int = 1
) -> Tensor:
    x = layers.Conv2D(
        filters,
        size,
        stride,
        padding="same",
        use_bias=folded,
        kernel_initializer="he_normal",
        name=name,
    )(x)
    if folded:
        return layers.ReLU(name=f"{name}_relu")(x)
    x = layers.BatchNormalization(momentum=0.97, name=f"{name}_norm")(x)
    return layers.ReLU(name=f"{name}_relu")(x)
