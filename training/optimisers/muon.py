"""Muon for convolutions.

Jordan et al., *Muon: An optimizer for hidden layers in neural networks* (2024): the step is the
momentum with all of its singular values brought near 1. Keras's own takes matrices alone; a kernel
`[h, w, in, out]` is the matrix `[h w in, out]` of what the convolution does at one place.
"""

from __future__ import annotations

import re
from typing import Any

import keras
from keras import ops

Tensor = Any


@keras.saving.register_keras_serializable("training")
class KernelMuon(keras.optimizers.Muon):  # type: ignore[misc]
    """Muon for every kernel that `exclude_layers` does not name, AdamW for all else."""

    def _should_use_adamw(self, variable: Any) -> bool:
        named = any(re.search(name, variable.path) for name in self.exclude_layers)
        return named or len(variable.shape) != 4

    def _muon_update_step(self, gradient: Tensor, variable: Any, lr: Tensor, m: Any) -> None:
        self.assign_add(m, ops.add(gradient, m * (self.momentum - 1)))
        # Nesterov: a step from where the momentum will have taken it.
        ahead = ops.add(gradient, self.momentum * m)
        # What all filters see at one place is a row; each filter is a column.
        matrix = ops.reshape(ahead, (-1, variable.shape[-1]))
        step = self.zeropower_via_newtonschulz5(matrix, self.ns_steps)
        self.assign_sub(variable, ops.reshape(self.lr_adjust(lr * step), variable.shape))

    def zeropower_via_newtonschulz5(self, x: Tensor, steps: int) -> Tensor:
        """Keras's iteration, carried out on the small square `x' x`; a third of the time.

        `x <- x (a + b x'x + c (x'x)^2)`, and each step multiplies `x` by a polynomial of the first
        `x' x`, so that their product can be made first and `x` be multiplied by it once.

        Args:
            x: `[m, n]`, at least as tall as wide, as kernels are.
            steps: iterations.

        Returns:
            `[m, n]`.
        """
        # Only singular values up to about 1 converge; the Frobenius norm is at least the largest.
        x = x / (ops.norm(x) + 1e-7)
        square = ops.transpose(x) @ x
        same = ops.eye(x.shape[-1], dtype=x.dtype)
        product = same
        # All of these are polynomials of one matrix, so they commute, and order does not matter.
        for _ in range(steps):
            factor = self.muon_a * same + self.muon_b * square + self.muon_c * square @ square
            product = product @ factor
            square = factor @ square @ factor
        return x @ product
