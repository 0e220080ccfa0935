"""Batch normalisation as a part of the convolution before it."""

from __future__ import annotations

import keras
import numpy as np


def fold(model: keras.Model, folded: keras.Model, epsilon: float) -> keras.Model:
    """Gives a network without batch normalisation the weights to be the same function.

    In inference a batch normalisation is `gamma * (x - mean) / sqrt(variance + epsilon) + beta`
    per channel, a scale and a shift that the convolution before it can carry
    (Jacob et al. 2018, "Quantization and Training of Neural Networks", section 3.2).

    Args:
        model: the network; the normalisation after a layer is named after it, and `_norm`.
        folded: the same layers by name, without those.
        epsilon: of the normalisations.

    Returns:
        `folded`; equal to `model` but for rounding.
    """
    norms = {layer.name for layer in model.layers if layer.name.endswith("_norm")}
    for layer in folded.layers:
        if not layer.weights:
            continue
        weights = model.get_layer(layer.name).get_weights()
        if f"{layer.name}_norm" in norms:
            gamma, beta, mean, variance = model.get_layer(f"{layer.name}_norm").get_weights()
            scale = gamma / np.sqrt(variance + epsilon)
            weights = [weights[0] * scale, beta - mean * scale]
        layer.set_weights(weights)
    return folded
