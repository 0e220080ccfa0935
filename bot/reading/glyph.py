"""What the digit network sees."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Glyph = NDArray[np.uint8]
"""One candidate as the network sees it: `[28, 28]`, ink 255 on ground 0."""
