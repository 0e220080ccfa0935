"""Going on from a line network that is already there, with what it has not been taught yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
from numpy.typing import NDArray

from training.finetune.weight_interpolation import Weights, go
from training.lines import network, pool
from training.lines.losses import ctc_loss, forgiven
from training.modelfile.stored_weights import stored_weights
from training.process.errors import TrainingError

Tensor = Any
Arrays = NDArray[np.float32]

SIZE: Final = 0.3
"""Root mean square of the kernels that a normalisation follows: about that of the others after a
long training. It changes nothing of what they say, but how far a step of Muon turns them."""

FAINT: Final = 1e-6
"""A filter that is smaller says nothing, and is not made that large."""


def begin(path: Path, lines: pool.Pool, batch: int) -> Weights:
    """Weights of the network that is trained, to be the function that a model file is.

    In the file, each normalisation is a part of the convolution before it. Here it is given back
    its place: the kernel gets a usual size, the mean and variance are those of what it says of
    some lines, and scale and shift undo them. So training begins where the file is. Blocks that
    begin as nothing (`network.HELPING`) may be lacking in it.

    Args:
        path: the model file.
        lines: to measure the normalisations on.
        batch: how many at a time.

    Returns:
        For `network.make()`, in its order.

    Raises:
        TrainingError: the file is none, or another network's.
    """
    model, stored = network.make(), stored_weights(path)
    norms = {layer.name.removesuffix("_norm"): layer for layer in model.layers
             if layer.name.endswith("_norm")}  # fmt: skip
    for layer in model.layers:
        if layer in norms.values() or not layer.weights:
            continue
        if layer.name not in stored and layer.name.rstrip("12") in network.HELPING:
            continue
        kernel, bias = stored.get(layer.name, (np.zeros(0), np.zeros(0)))
        own = [kernel] if layer.name in norms else [kernel, bias]
        if [tuple(w.shape) for w in layer.weights] != [w.shape for w in own]:
            raise TrainingError(
                f"{path} cannot be gone on from: its layer {layer.name} is not that of the network "
                "that is trained here."
            )
        layer.set_weights(own)
        if layer.name in norms:
            unit = np.ones_like(bias)
            norms[layer.name].set_weights([unit, bias, 0 * bias, unit - network.EPSILON])
    inner = keras.Model(model.input, [norm.input for norm in norms.values()])
    for (name, norm), (mean, variance) in zip(
        norms.items(), _moments(inner, lines, batch), strict=True
    ):
        kernel, bias = stored[name]
        larger = SIZE / np.maximum(np.sqrt(np.mean(kernel**2, axis=(0, 1, 2))), FAINT)
        model.get_layer(name).set_weights([kernel * larger])
        wider = larger**2 * variance
        scale = np.sqrt(wider + network.EPSILON) / larger
        norm.set_weights([scale, bias + mean, larger * mean, wider])
    weights: Weights = model.get_weights()
    return weights


def _moments(inner: keras.Model, lines: pool.Pool, batch: int) -> Iterator[tuple[Arrays, Arrays]]:
    """Mean and variance of each channel of each output of a model."""
    sums: list[list[NDArray[np.float64]]] = [[] for _ in inner.outputs]
    for given in pool.batches(lines, batch, np.random.default_rng(0)):
        for own, said in zip(sums, inner(given.lines, training=False), strict=True):
            flat = said.numpy().reshape(-1, said.shape[-1]).astype(np.float64)
            own.append(np.stack([np.full(flat.shape[1], len(flat)), flat.sum(0), (flat**2).sum(0)]))
    for own in sums:
        count, total, squares = np.sum(own, axis=0)
        mean = total / count
        yield mean.astype(np.float32), (squares / count - mean**2).astype(np.float32)


def loss_of(model: keras.Model, lines: pool.Pool, batch: int, forgiving: float = 0.0) -> float:
    """The mean loss of lines, see `losses.forgiven`."""
    losses = []
    for given in pool.batches(lines, batch, np.random.default_rng(0)):
        logits = model(given.lines, training=False)
        loss = ctc_loss(given.labels, given.counts, logits)
        losses.append(float(np.mean(forgiven(loss, given.counts, forgiving))))
    return float(np.mean(losses))


def go_partway(
    model: keras.Model,
    before: Weights,
    shares: Sequence[float],
    renew: Callable[[], None],
    loss: Callable[[], float],
) -> tuple[float, dict[float, float]]:
    """Leaves the best of some mixtures of the weights before and after a training in a model.

    See `training.finetune.weight_interpolation`.

    Args:
        model: trained; its weights are changed.
        before: its weights before that.
        shares: of the way from there to here that are tried; 1 is all of it.
        renew: measures the normalisations of what the model holds anew.
        loss: of what the model holds, on lines that it has not learnt from.

    Returns:
        The share that is left, and the loss of each.
    """
    after, losses = model.get_weights(), dict[float, float]()

    def mix(share: float) -> None:
        model.set_weights(after)
        go(model, before, share)
        renew()

    for share in shares:
        mix(share)
        losses[share] = round(loss(), 4)
    best = min(losses, key=lambda share: losses[share])
    mix(best)
    return best, losses
