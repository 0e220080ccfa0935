"""What is learnt from lines that are read badly."""

import numpy as np
import pytest

pytest.importorskip("tensorflow")
import tensorflow as tf

from training.lines.losses import ctc_loss, forgiven


def weights(losses, counts, share):
    """How much the gradient of each loss counts."""
    values = tf.constant(losses, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(values)
        total = tf.reduce_sum(forgiven(values, tf.constant(counts), share))
    return tape.gradient(total, values).numpy()


def test_without_a_share_every_line_counts_alike():
    assert weights([0.1, 3.0, 20.0], [1, 4, 9], 0.0) == pytest.approx([1, 1, 1])


def test_the_worse_a_line_is_read_the_less_it_counts():
    told = weights([0.0, 1.0, 5.0, 20.0], [4] * 4, 0.5)
    assert told == pytest.approx(np.exp(-0.5 / 6 * np.array([0, 1, 5, 20])), rel=1e-4)


def test_one_wrong_symbol_of_a_long_line_is_forgiven_less_than_a_short_line():
    short, long = weights([6.0, 6.0], [1, 12], 0.5)
    assert short < 0.5 < 0.75 < long


def test_what_is_read_well_is_nearly_the_same_loss():
    values = tf.constant([0.05, 0.2])
    assert forgiven(values, tf.constant([3, 3]), 0.5).numpy() == pytest.approx(
        [0.05, 0.2], rel=0.02
    )


def test_an_empty_line_has_the_loss_of_blanks():
    logits = tf.random.stateless_normal((2, 9, 5), (1, 2))
    losses = ctc_loss(tf.zeros((2, 3), tf.int32), tf.constant([0, 0]), logits)
    blanks = -tf.reduce_sum(tf.nn.log_softmax(logits)[..., -1], axis=1)
    assert losses.numpy() == pytest.approx(blanks.numpy(), rel=1e-5)
