"""What can go wrong with the database, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.speech import N_

if TYPE_CHECKING:
    from bot.storage.model_values import Run

# Translators: at most 200 characters.
AWAY: Final = N_(
    "My database does not answer just now. I go on reading digits; please try this again in a "
    "minute."
)


class StorageDown(Exception):
    """The database cannot be used just now; the text is a plain sentence for a person.

    Attributes:
        why: a word for the log.
        lost: whether the connection is lost, so that it has to be opened again.
        detail: what the database said, for the log; it holds no password and no data.
    """

    def __init__(self, text: str, why: str, *, lost: bool = False, detail: str = "") -> None:
        super().__init__(text)
        self.why = why
        self.lost = lost
        self.detail = detail


class RunUnderWay(Exception):
    """A training run is going on already.

    Attributes:
        run: that run.
    """

    def __init__(self, run: Run) -> None:
        super().__init__("A training is running already.")
        self.run = run
