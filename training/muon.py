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
        ahead = ops.add(gradient, self.momentum * m)
        matrix = ops.reshape(ahead, (-1, variable.shape[-1]))
        step = self.zeropower_via_newtonschulz5(matrix, self.ns_steps)
        self.assign_sub(variable, ops.reshape(self.lr_adjust(lr * step), variable.shape))
