"""What goes into the database and comes out of it: corrections, and what they teach."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from bot.reading.glyph import Glyph

NOT_A_DIGIT: Final = 10
"""What a correction says of something that is no digit."""


class Judgement(StrEnum):
    """Whether a correction may be trained with."""

    PENDING = "pending"
    APPROVED = "approved"
    DROPPED = "dropped"


class Kept(StrEnum):
    """What became of a correction that somebody gave."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    """It was kept already."""
    FULL = "full"
    """Not kept: this user has given as many today as one may."""


@dataclass(frozen=True, slots=True)
class NewCorrection:
    """A correction as it is given; the same answer and place again replaces it.

    Attributes:
        answer: keyed hash of the answer that is corrected, and of who corrects it.
        place: which of its digits, from 0 in reading order.
        user: keyed hash of who corrects.
        crop: what the network saw, `[28, 28]` uint8, ink 255 on ground 0.
        said: what the bot read, 0 to 9.
        actual: what it is, 0 to 9 or `NOT_A_DIGIT`.
        version: of the model that read it.
        trusted: whether it is approved at once.
    """

    answer: str
    place: int
    user: str
    crop: Glyph = field(repr=False, compare=False)
    said: int
    actual: int
    version: str
    trusted: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as it is kept.

    Attributes:
        id: its number.
        user: keyed hash of who gave it.
        crop: what the network saw, `[28, 28]` uint8, ink 255 on ground 0.
        said: what the bot read, 0 to 9.
        actual: what it is, 0 to 9 or `NOT_A_DIGIT`.
        version: of the model that read it.
        at: when it was given, or last changed.
        state: whether it may be trained with.
    """

    id: int
    user: str
    crop: Glyph = field(repr=False, compare=False)
    said: int
    actual: int
    version: str
    at: datetime
    state: Judgement


@dataclass(frozen=True, slots=True)
class TaughtDigit:
    """A corrected digit by which its writer's hand is known.

    Attributes:
        answer: keyed hash of the answer that was corrected.
        place: which of its digits, from 0 in reading order.
        actual: what it is, 0 to 9.
        embedding: `[D]`, what a digit network's last layer but one says of it.
        model: checksum of that network's file.
        crop: what the network saw, `[28, 28]`; `None` where it is no longer kept, or damaged.
    """

    answer: str
    place: int
    actual: int
    embedding: NDArray[np.float32] = field(repr=False, compare=False)
    model: str
    crop: Glyph | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Labelled:
    """Corrections to train or to measure with.

    Attributes:
        images: `[N, 28, 28]` uint8, ink 255 on ground 0.
        labels: `[N]` uint8, 0 to 9 or `NOT_A_DIGIT`.
    """

    images: NDArray[np.uint8] = field(repr=False)
    labels: NDArray[np.uint8] = field(repr=False)

    def __len__(self) -> int:
        return len(self.labels)

    def save(self, file: Path | IO[bytes]) -> None:
        """Write an `.npz` file as `--corrections` of `python -m training` takes it."""
        import numpy as np

        np.savez(file, images=self.images, labels=self.labels)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many corrections and verdicts there are, of one user or of all.

    Attributes:
        pending: corrections nobody has looked at yet.
        approved: corrections that may be trained with.
        dropped: corrections that an admin does not want.
        right: answers that were said to be right.
        wrong: answers that were said to be wrong.
    """

    pending: int = 0
    approved: int = 0
    dropped: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def corrections(self) -> int:
        """All corrections."""
        return self.pending + self.approved + self.dropped
