"""What a network for lines is trained to make small: CTC's loss, and that of known places."""

from __future__ import annotations

from typing import Any, Final

import tensorflow as tf

Tensor = Any

BLANK_WEIGHT: Final = 0.3
"""What a column where nothing stands counts beside one with a symbol."""


def ctc_loss(labels: Tensor, counts: Tensor, logits: Tensor) -> Tensor:
    """Minus the log-probability of each line, `[N]`.

    TensorFlow's kernel for sparse labels is three times as fast as that for dense ones, which
    `keras.ops.ctc_loss` takes, but it knows no empty lines: these are summed here.

    Args:
        labels: `[N, L]`.
        counts: `[N]`, how many of them count.
        logits: `[N, T, C]`, blank last.
    """
    shown = tf.maximum(counts, 1)
    places = tf.where(tf.range(tf.shape(labels)[1])[None] < shown[:, None])
    sparse = tf.SparseTensor(
        places, tf.gather_nd(labels, places), tf.shape(labels, out_type=tf.int64)
    )
    columns = tf.fill(tf.shape(counts), tf.shape(logits)[1])
    loss = tf.nn.ctc_loss(sparse, logits, None, columns, logits_time_major=False, blank_index=-1)
    empty = -tf.reduce_sum(tf.nn.log_softmax(logits)[..., -1], axis=1)
    return tf.where(counts > 0, loss, empty)


def forgiven(losses: Tensor, counts: Tensor, share: float) -> Tensor:
    """Losses of which the large ones count less, `[N]`.

    A line that nobody could read any more, or whose writer's label is wrong, has a large loss
    whatever is learnt, and without this most of the gradient comes from such lines. This is the
    generalised cross-entropy `(1 - p ** q) / q` (Zhang, Sabuncu 2018), whose gradient is that of
    the loss times `p ** q`, with a `q` that falls with the line's length: one wrong symbol of many
    is no reason to forgive the line.

    Args:
        losses: minus the log-probability `p` of each line, `[N]`.
        counts: `[N]`, symbols of each.
        share: `q` is this over the symbols and two more; 0 leaves the losses as they are.
    """
    if not share:
        return losses
    exponent = share / (tf.cast(counts, losses.dtype) + 2)
    return (1 - tf.exp(-exponent * losses)) / exponent


def place_loss(columns: Tensor, logits: Tensor) -> Tensor:
    """Mean cross-entropy of the columns that are known; blank ones count less.

    Args:
        columns: `[N, T]`, the class of each; below 0 where it is not known.
        logits: `[N, T, C]`, blank last.
    """
    known = tf.cast(columns >= 0, tf.float32)
    weight = known * tf.where(columns == tf.shape(logits)[-1] - 1, BLANK_WEIGHT, 1.0)
    entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.maximum(columns, 0), logits)
    return tf.reduce_sum(entropy * weight) / (tf.reduce_sum(weight) + 1)
