"""Translations by GNU gettext, from the standard library: texts, and their plurals."""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.speech.languages import ENGLISH, RIGHT_TO_LEFT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CATALOGUES: Final = Path(__file__).parent / "catalogues"
_ISOLATE: Final = "\u2066{}\u2069"
"""Unicode's marks around what runs from left to right, whatever is around it."""

_spoken: ContextVar[str] = ContextVar("_spoken", default=ENGLISH)


def N_(text: str) -> str:  # noqa: N802 - as it is called wherever gettext is used
    """The text itself; marks it as one to translate."""
    return text


def spoken() -> str:
    """The language that is spoken in this task, as `LANGUAGES` has it."""
    return _spoken.get()


def use(language: str) -> None:
    """Speak a language from now on, in this task and those begun by it."""
    _spoken.set(language)


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language within a block."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def tr(text: str) -> str:
    """An English text in the language that is spoken; fields in braces are left to be filled."""
    # The empty text is the name of a catalogue's head.
    return _catalogue(_spoken.get()).gettext(text) if text else text


def plural(one: str, many: str, count: int) -> str:
    """The form of a text that goes with a count, in the language that is spoken."""
    return _catalogue(_spoken.get()).ngettext(one, many, int(count))


def listed(parts: Iterable[str]) -> str:
    """Parts one after the other, with the comma of the language that is spoken between them."""
    both, said = tr("{first}, {next}"), ""
    for part in parts:
        said = both.format(first=said, next=part) if said else part
    return said


def apart(number: str) -> str:
    """A number within its tags, so that its groups keep their order in a text from right to left.

    The marks are around the tags: what a tap copies has none.
    """
    return _ISOLATE.format(number) if _spoken.get() in RIGHT_TO_LEFT else number


@cache
def _catalogue(language: str) -> NullTranslations:
    """The texts of a language; it is loaded when somebody speaks it first."""
    try:
        with (CATALOGUES / f"{language}.mo").open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:  # English, which the code has, or one that was left out
        return NullTranslations()
