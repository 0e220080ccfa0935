"""The ruling network: ink -> which of its pixels are of rules alone, and which of writing."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import Ink, Mask
from bot.reading.binarise.percentile import percentile
from bot.reading.binarise.stroke_width import stroke_width
from bot.reading.model import (
    ModelError,
    check_outputs,
    metadata_of,
    open_session,
    path_of,
    read_model,
)

FILE: Final = "ruling.onnx"
"""Name of the model file, beside the digit network's."""

STRIDE: Final = 32
"""The network sees pictures whose sides are multiples of this."""

LAYERS: Final = 2
"""What it tells: rules, writing."""

PREPROCESSING: Final = "ruling-1"
"""Changes when what the network is given does: a model file is made for one."""

STRONGEST: Final = 95
"""The ink's strength is given in that of which so many percent of it are weaker."""

SURE: Final = 0.98
"""Writing that hangs with a rule is at least so probable somewhere, or it is that rule's end."""


class Ruled(NamedTuple):
    """What is a rule, each `[h, w]`.

    Attributes:
        rules: 1 where one is, with writing on it or without.
        alone: 1 where one is, and no writing.
        writing: 1 where writing surely is.
    """

    rules: Mask
    alone: Mask
    writing: Mask

    def longer_than(self, length: float, reach: int) -> Ruled:
        """Those that are longer, with what comes so near to them.

        Args:
            length: of both sides of the box around them, in pixels: a corner counts as its rules.
            reach: in pixels.
        """
        side = reach + 1 + reach % 2
        near = cv2.dilate(self.rules, np.ones((side, side), np.uint8))
        _, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
        around = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].sum(axis=1) - 2 * (side - 1)
        kept = (around > length).astype(np.uint8)
        kept[0] = 0
        of = cv2.dilate(kept[labels], np.ones((3, 3), np.uint8))
        return self._replace(rules=self.rules & of, alone=self.alone & of)

    def without_crossings(self, mask: Mask) -> Ruled:
        """Those without what is between two parts of a stroke, one at each side of a rule.

        Args:
            mask: `[h, w]`, of the ink.
        """
        left = mask & (1 - self.alone)
        width = round(stroke_width(mask & self.alone, 1))
        side = 2 * ((width + 2) // 2) + 1
        closed = cv2.morphologyEx(left, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
        return self._replace(alone=self.alone & (1 - (mask & closed.astype(np.uint8))))

    def with_ends(self, mask: Mask, largest: float) -> Ruled:
        """Those with what hangs with them, where that is small and nowhere surely writing.

        Args:
            mask: `[h, w]`, of the ink.
            largest: of both sides of the box around it, in pixels.
        """
        left = mask & (1 - self.alone)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(left, connectivity=8)
        beside = cv2.dilate(self.alone, np.ones((3, 3), np.uint8)) & left
        is_end = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) <= largest
        for layer, may_have in ((beside, True), (self.writing, False)):
            found = np.bincount(labels[layer.view(np.bool_)], minlength=count) > 0
            is_end &= found == may_have
        ends = is_end[labels].view(np.uint8) & left
        return self._replace(rules=self.rules | ends, alone=self.alone | ends)


class RulingNetwork:
    """One ONNX session. Safe to call from several threads."""

    def __init__(self, model: bytes, *, brief: bool = False) -> None:
        """Loads a model file.

        Args:
            model: the file's content.
            brief: see `open_session`.

        Raises:
            ModelError: it is not a ruling network's ONNX model.
        """
        self._session = open_session(model, "ink", brief=brief)
        [ink] = self._session.get_inputs()
        if list(ink.shape[3:]) != [2]:
            raise ModelError(f"The model's input must be [N, H, W, 2]; it is {ink.shape}.")
        check_outputs(self._session, {"layers": [LAYERS]})
        self.version = metadata_of(self._session, PREPROCESSING)["version"]

    @classmethod
    def open(cls, path: Path, *, brief: bool = False) -> RulingNetwork:
        """Loads the model file at `path`; `brief` as of `open_session`.

        Raises:
            ModelError: there is no such file, or it does not fit.
        """
        return cls(read_model(path), brief=brief)

    @classmethod
    def beside(cls, folder: Path, *, brief: bool = False) -> RulingNetwork:
        """Loads the one in a folder, or the one that ships where that holds none; as `open`."""
        return cls.open(path_of(folder, FILE), brief=brief)

    def __call__(self, ink: NDArray[np.float32]) -> NDArray[np.float32]:
        """How probable each layer is at each pixel: `[N, H, W, 2]` -> `[N, H, W, LAYERS]`.

        Args:
            ink: from `seen`; its sides are multiples of `STRIDE`.
        """
        [layers] = self._session.run(["layers"], {"ink": ink})
        found: NDArray[np.float32] = layers
        return found

    def rules_of(self, ink: Ink) -> Ruled:
        """Tells the rules of a picture's ink."""
        height, width = ink.mask.shape
        given = seen(ink.strength, ink.mask)
        room = ((0, -height % STRIDE), (0, -width % STRIDE), (0, 0))
        return told(self(np.pad(given, room)[None])[0, :height, :width])


def seen(strength: Gray, mask: Mask) -> NDArray[np.float32]:
    """Ink as the network takes it, `[h, w, 2]`: its strength, at most 1.5, and its mask.

    Args:
        strength: `[h, w]`, of the ink.
        mask: `[h, w]`, 1 where it is.
    """
    inked = strength[mask.view(np.bool_)]
    usual = percentile(inked, STRONGEST) if inked.size else 255.0
    ink = np.minimum(strength / np.float32(max(usual, 1.0)), np.float32(1.5))
    return np.stack([ink, mask.astype(np.float32)], axis=-1)


def told(layers: NDArray[np.float32]) -> Ruled:
    """What probabilities, `[h, w, LAYERS]`, say of each pixel: what is likelier."""
    rules, writing = layers[..., 0], layers[..., 1]
    likely = rules > 0.5
    alone = (likely & (rules > writing)).view(np.uint8)
    # The soft edge of a rule is of neither, but where somebody wrote beside it.
    edge = cv2.dilate(alone, np.ones((3, 3), np.uint8)) & (writing < 0.5)
    return Ruled(likely.view(np.uint8), alone | edge, (writing >= SURE).view(np.uint8))
