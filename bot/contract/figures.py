"""What is measured and drawn of a model."""

from __future__ import annotations

from typing import Final, TypedDict

CURVES: Final = "curves.png"
CONFUSION: Final = "confusion.png"
"""Of the pictures that a run draws, those that are shown in a chat."""


class Share(TypedDict):
    """So many right answers, of how many."""

    right: int
    count: int


class ModelFigures(TypedDict, total=False):
    """What was measured of a model; what could not be measured is not there.

    Attributes:
        error: why it does not load or answer; `None` where it does.
        version: what it calls itself.
        recipe: that made it.
        created: when.
        bytes: size of its file.
        mnist: of MNIST's validation split.
        corrections: of those that are never trained on.
        scenes: of drawn pictures with numbers.
        batch_ms: median milliseconds for a batch.
    """

    error: str | None
    version: str
    recipe: str
    created: str
    bytes: int
    mnist: Share
    corrections: Share
    scenes: Share
    batch_ms: float


class Comparison(TypedDict):
    """A candidate beside the active model: `python -m training gate --json`.

    Attributes:
        candidate: its figures.
        active: those of the active model.
        unchecked: by the name of a figure, or `speed`, why there is none.
    """

    candidate: ModelFigures
    active: ModelFigures
    unchecked: dict[str, str]
