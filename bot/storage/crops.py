"""The crops of corrections, as the database keeps them: 28x28 bytes each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from sqlalchemy import and_, func

from bot.storage.correction_values import NOT_A_DIGIT
from bot.storage.tables import corrections

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.reading.glyph import Glyph

SIDE: Final = 28
HELD_OUT: Final = 5
"""One crop in so many is never trained on, but measured with; its hash decides."""
WHOLE: Final = and_(
    func.length(corrections.c.crop) == SIDE * SIDE, corrections.c.actual.between(0, NOT_A_DIGIT)
)
"""Of a correction that a disk, or somebody at the database, has not damaged."""


def crop_of(content: bytes) -> Glyph | None:
    """A crop, `[28, 28]`; `None` where it is damaged."""
    if len(content) != SIDE * SIDE:
        return None
    return np.frombuffer(content, np.uint8).reshape(SIDE, SIDE)


def stacked(contents: Sequence[bytes]) -> NDArray[np.uint8]:
    """Crops that are whole, as one array `[N, 28, 28]`."""
    return np.frombuffer(b"".join(contents), np.uint8).reshape(-1, SIDE, SIDE).copy()


def is_held_out(crop: Glyph) -> bool:
    """Whether a crop is measured with instead of trained on: the same crop always falls alike."""
    return hashlib.sha256(crop.tobytes()).digest()[0] % HELD_OUT == 0
