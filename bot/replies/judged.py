"""Answers that somebody has judged: another number is shown, or the same, which is right."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final

from bot.mending.number import checked, rows_of
from bot.reading.cells.table import table_of
from bot.replies import answers, tables
from bot.speech import LANGUAGES, N_, apart, speaking, tr
from bot.tables.typed_table import typed_table

if TYPE_CHECKING:
    from bot.reading.result import Reading

CORRECTED: Final = N_("Corrected. I had read:")
RIGHT: Final = N_("You say that this is right.")


def corrected(value: Reading, text: str, *, refused: bool = False, right: bool = False) -> str:
    """The answer to a picture after somebody corrected it: what it says, and what was read.

    Who reads the message later finds the number that was read in its last piece of code, and what
    it says in its first paragraph.

    Args:
        value: what was read.
        text: what it says, digits and signs; empty where that is no number.
        refused: whether the picture was refused; `value` is of what is seen in it all the same.
        right: whether somebody says that all of `text` is right now.
    """
    parts = [_shown(value, text, right=right), *([tr(RIGHT)] if right else [])]
    return "\n\n".join([*parts, _had_read("" if refused else value.text)])


def as_read(value: Reading) -> str:
    """The answer once somebody says that it was read right."""
    return f"{_shown(value, value.text, right=True)}\n\n{tr(RIGHT)}"


def is_right(shown: str) -> bool:
    """Whether an answer with this text is one that somebody says to be right, in any language."""
    return any(said in shown.split("\n\n") for said in _all_right())


@cache
def _all_right() -> frozenset[str]:
    found = set[str]()
    for language in LANGUAGES:
        with speaking(language):
            found.add(tr(RIGHT))
    return frozenset(found)


def _shown(value: Reading, text: str, *, right: bool) -> str:
    """A number that was judged: what is a table stays one, where its cells are still the same."""
    rows = rows_of(value, text)
    if rows:
        table = typed_table(table_of(checked(rows) if right else rows))
        if tables.is_shown(table) and tables.fits(table):
            return tables.as_block(tables.as_text(table))
    return _copied(text) if text else tr(answers.NO_NUMBER)


def _had_read(text: str) -> str:
    if not text:
        return f"{tr(CORRECTED)} <i>{tr(answers.NOTHING_READ)}</i>"
    if "\n" in text:
        return f"{tr(CORRECTED)}\n<blockquote expandable><code>{text}</code></blockquote>"
    return f"{tr(CORRECTED)} {apart(f'<code>{text}</code>')}"


def _copied(text: str) -> str:
    text = escape(text, quote=False)
    return f"<pre>{text}</pre>" if "\n" in text else apart(f"<code>{text}</code>")
