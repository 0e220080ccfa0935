"""What the card of the model that ships says it reaches, for whoever asks for its figures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def mnist_accuracy(model: Path, version: str) -> float | None:
    """Share of MNIST's test set that a model reads rightly, by the card beside its file.

    Args:
        model: the model's file; the card has the same name and ends in `.json`.
        version: of the model; the card of another says nothing of it.

    Returns:
        0 to 1, or `None` where there is no such card.
    """
    try:
        card = json.loads(model.with_suffix(".json").read_text("utf-8"))
        if card["model"]["version"] != version:
            return None
        return float(card["evaluation"]["mnist"]["accuracy"])
    except (OSError, ValueError, LookupError, TypeError):
        return None
