"""What the buttons under an answer carry, and what a press of one asks.

Nothing about an answer is kept. Its buttons carry what is asked, and a seal over that, the picture,
its sender and the number that was read: so only buttons that this bot made are obeyed, each only
under its own answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from bot.signing import Keys

FIX: Final = r"fix:([a-z]+):(\d{1,3}):(\d{1,2}):([0-9a-f]{10})"
"""Presses of the buttons that judge and correct an answer."""

RIGHT: Final = "right"
WRONG: Final = "wrong"
PAGE: Final = "page"
DIGIT: Final = "digit"
IS: Final = "is"
BACK: Final = "back"
MISSING: Final = "missing"
MANY: Final = "many"
TYPE: Final = "type"
ASKED: Final = "asked"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a picture, as far as its buttons depend on it.

    Attributes:
        chat: where it is.
        picture: the message with the picture.
        owner: who sent the picture, or in the name of which chat; 0 for nobody in particular.
        text: the number that was read, lines joined by a line break.
        shown: whether it has been shown how it was read.
        given: what digits were corrected to, by place.
        right: whether it was said to be right.
        corrected: whether it shows another number than was read.
        turned: by how much the picture was turned, clockwise, because somebody asked for it.
    """

    chat: int
    picture: int
    owner: int
    text: str
    shown: bool = False
    given: Mapping[int, int] = field(default_factory=dict)
    right: bool = False
    turned: int | None = None
    corrected: bool = False

    @property
    def digits(self) -> str:
        """The digits in reading order."""
        return "".join(symbol for symbol in self.text if symbol.isdigit())


@dataclass(frozen=True, slots=True)
class Press:
    """What a button asks.

    Attributes:
        what: one of the words above.
        place: of a digit, or the first one on a page.
        value: what that digit is.
        seal: that comes with it.
    """

    what: str
    place: int
    value: int
    seal: str


def press_in(data: str) -> Press | None:
    """What callback data asks; `None` if it is none of these buttons'."""
    found = re.fullmatch(FIX, data)
    if found is None:
        return None
    what, place, value, seal = found.groups()
    return Press(what, int(place), int(value), seal)


def is_genuine(keys: Keys, answer: Answer, press: Press) -> bool:
    """Whether this bot made the button, for this answer."""
    return keys.fits(press.seal, *_sealed(answer, press.what, press.place, press.value))


def read_now(answer: Answer, text: str) -> Answer:
    """An answer whose picture is read differently now; of what was said of it nothing holds."""
    return replace(answer, text=text, given={}, right=False, corrected=False)


def callback_data(keys: Keys, answer: Answer, what: str, place: int = 0, value: int = 0) -> str:
    """What a button carries; see `Press`."""
    seal = keys.seal(*_sealed(answer, what, place, value))
    return f"fix:{what}:{place}:{value}:{seal}"


def _sealed(answer: Answer, what: str, place: int, value: int) -> tuple[object, ...]:
    return ("fix", what, place, value, answer.owner, answer.chat, answer.picture, answer.text)
