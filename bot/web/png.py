"""What the page may send: a PNG of a modest size, with something drawn."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
from PIL import Image

from bot.replies import drawing_page as words

MOST_SIDE: Final = 2048
"""The page draws 960 pixels wide."""
THINNEST: Final = 20
"""How many times as long as wide it may be; Telegram takes no photo that is thinner."""
FAINTEST: Final = 32
"""Levels of gray between paper and stroke."""


class Unusable(Exception):
    """Nothing can be read from it; the text tells who drew why.

    Attributes:
        is_image: whether it is a picture at all.
    """

    def __init__(self, why: str, *, is_image: bool) -> None:
        super().__init__(why)
        self.is_image = is_image


def check(data: bytes) -> None:
    """Look whether `data` is a drawing.

    Raises:
        Unusable: it is not.
    """
    try:
        # Only opened here, so that the size is known before a pixel is decoded.
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            longer, shorter = max(image.size), min(image.size)
            if longer > MOST_SIDE or longer > THINNEST * shorter:
                raise Unusable(words.too_large(), is_image=True)
            gray = np.asarray(image.convert("L"))
    # Pillow raises the last but one where a part behind the picture is cut short.
    except (OSError, SyntaxError, ValueError, IndexError, Image.DecompressionBombError):
        raise Unusable(words.no_image(), is_image=False) from None
    if np.ptp(gray) < FAINTEST:
        raise Unusable(words.nothing_drawn(), is_image=True)
