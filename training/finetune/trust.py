"""How far a fine-tuned digit network is to be believed against the line network.

It has not seen what people corrected, and may be as sure of the same mistakes as the digit
network was before. So its file says how many times its word counts: as many as the corrections
need, and as MNIST's validation split can bear.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.digits.classify import Classifier
from bot.reading.layout.look import Look
from bot.reading.layout.page import find_page
from bot.reading.line.confidence import Weights
from bot.reading.line.features import Evidence
from bot.reading.line.network import LineNetwork
from bot.reading.model import ModelError
from bot.reading.page.recognise import Recogniser
from training.data import Digits
from training.process.errors import TrainingError

TRUSTS: Final = (1.0, 2.0, 4.0, 8.0, 16.0)
"""What is tried."""
MOST: Final = 200
"""Corrections, and as many of MNIST's digits, that it is tried on."""
ROOM: Final = 14
ENLARGED: Final = 3
"""A crop becomes a picture with so much room around, in its pixels, and so many times as large."""

Seen = tuple[tuple[str, ...], tuple[Evidence, ...]]


def require_line_network(folder: Path) -> None:
    """Looks whether the line network of a folder, or the one that ships, can be used.

    Raises:
        TrainingError: it cannot.
    """
    try:
        LineNetwork.beside(folder)
    except ModelError as error:
        raise TrainingError(
            f"The line network in {folder} cannot be used: {error} Get it anew, or take it away "
            "to use the one that ships."
        ) from error


def trust(model: Path, networks: Path, corrections: Digits, usual: Digits) -> float:
    """Chooses how many times a digit network's word counts.

    Args:
        model: its file.
        networks: the folder of the line network's file.
        corrections: what it has learnt from.
        usual: other digits, which it must not read worse.

    Raises:
        ModelError: a file does not fit.
    """
    lines = LineNetwork.beside(networks)
    recogniser = Recogniser(Classifier.open(model), lines)
    seen = []
    for digits in (corrections.take(corrections.labels < 10), usual):
        some = digits.take(np.linspace(0, len(digits) - 1, min(MOST, len(digits))).astype(int))
        seen += [
            (str(label), cell)
            for image, label in zip(some.images, some.labels, strict=True)
            for cell in look(image, recogniser)
        ]
    weights = lines.weights
    return max(TRUSTS, key=lambda one: (right(seen, weights, one), -one))


def look(image: NDArray[np.uint8], recogniser: Recogniser) -> list[Seen]:
    """What the cells of a crop may be, and what both networks say of that; one, as a rule.

    Args:
        image: `[28, 28]`, ink 255 on ground 0.
        recogniser: with both networks.
    """
    room = cv2.copyMakeBorder(image, ROOM, ROOM, ROOM, ROOM, cv2.BORDER_CONSTANT, value=0)
    side = ENLARGED * room.shape[0]
    gray = (255 - cv2.resize(room, (side, side), interpolation=cv2.INTER_CUBIC)).astype(np.uint8)
    page = find_page(gray, 1.0, (side, side), Look(flat=False), coarsely=False)
    return [
        (tuple(one.text for one in cell.found), recogniser.evidence(cell))
        for cell in recogniser.candidates(page.segments, page.ink, page.gray)
        if cell.found
    ]


def right(seen: Sequence[tuple[str, Seen]], weights: Weights, trusted: float) -> int:
    """How many crops are read rightly if the digit network is trusted so far."""
    count = 0
    for label, (texts, evidence) in seen:
        best, _ = weights.choose([one._replace(trust=trusted) for one in evidence])
        count += texts[best] == label
    return count
