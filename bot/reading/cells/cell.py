"""A number of a row."""

from __future__ import annotations

from typing import Final, NamedTuple

from bot.reading.box import Box

DOUBTFUL: Final = 0.90
"""A digit, or a whole text, that is less certain than this is shown as doubtful."""


class Cell(NamedTuple):
    """A number of a row.

    Attributes:
        text: as it is written.
        confidence: probability that the text is right.
        box: around it.
        doubted: places in the text, from 0, of symbols that are doubtful.
        column: of a ruled table that all of it stands in, from 0; None where there is none.
    """

    text: str
    confidence: float
    box: Box
    doubted: tuple[int, ...] = ()
    column: int | None = None

    @property
    def is_doubted(self) -> bool:
        """Whether it has to be looked at before it is counted on."""
        return bool(self.doubted) or self.confidence < DOUBTFUL
