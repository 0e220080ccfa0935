"""One answer for several pictures: an album, or the pages of a PDF or a TIFF."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape, unescape
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from bot.documents.read import Pages
from bot.reading.open.errors import PictureError
from bot.replies import answers, tables
from bot.replies.certainty import LIKELY, SURE, UNLIKELY
from bot.replies.percent import percent
from bot.speech import N_, apart, plural, tr
from bot.tables.typed_table import typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.result import Reading
    from bot.tables.typed_table import TypedTable

ONE_OF_ALBUM = N_("I look at this one alone.")
LEFT_OUT = N_("I left this one out, for it was one of too many. Please send it again in a minute.")
IN_FILES = N_("What is cut short here with … is whole in the files.")
ONLY_FIRST = N_("This file has {of} pages, of which I looked at the first {seen}.")
_INDENT: Final = "\n    "
_AROUND: Final = 400
"""Characters of a message that are kept for what stands around its entries,"""
_WORDS: Final = 50
"""and for the words in each."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one picture, or one page.

    Attributes:
        html: the words.
        read: whether a number was read.
        cut: whether there is more of it than is shown.
        doubted: whether cells are marked that are to be checked.
    """

    html: str
    read: bool
    cut: bool = False
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One picture, or page, in its place.

    Attributes:
        place: of the picture, from 0.
        label: stands before it.
        said: what is said of it.
    """

    place: int
    label: str
    said: Said


@dataclass(frozen=True, slots=True)
class Listing:
    """What is said of several pictures, or pages.

    Attributes:
        entries: what is said of each.
        what: what they are called.
        notes: stand below.
        of: how many there are.
    """

    entries: tuple[Entry, ...]
    what: str
    notes: tuple[str, ...]
    of: int

    def has(self, place: int) -> bool:
        """Whether a picture, by its place from 0, is one entry, and not several pages."""
        return sum(entry.place == place for entry in self.entries) == 1

    def with_entry(self, place: int, said: Said) -> Listing:
        """The same, but with something else said of the picture at `place`."""
        entries = (
            replace(entry, said=said) if entry.place == place else entry for entry in self.entries
        )
        return replace(self, entries=tuple(entries))

    def text(self) -> str:
        """A line for each, after one that says how many were read; cut where a message ends."""
        read, of, what = sum(entry.said.read for entry in self.entries), self.of, self.what
        if read == of:
            head = tr("I read both {what}:") if read == 2 else tr("I read all {read} {what}:")
        else:
            some = tr("I read {read} of {of} {what}:")
            head = some if read else tr("I read none of {of} {what}:")
        lines = [head.format(read=read, of=of, what=what)]
        notes = [*self._marks(), *self.notes]
        left = answers.LIMIT - 200 - sum(map(len, notes))
        for place, entry in enumerate(self.entries):
            line = f"{entry.label} {entry.said.html}"
            left -= len(unescape(re.sub("<[^>]*>", "", line))) + 1
            if left < 0:
                more = len(self.entries) - place
                text = plural(
                    "… and {count} more, for which there is no room here.",
                    "… and {count} more, for which there is no room here.",
                    more,
                )
                lines.append(text.format(count=more))
                break
            lines.append(line)
        return "\n".join([*lines, *notes])

    def _marks(self) -> list[str]:
        """What the marks in the entries mean."""
        doubted, cut = (
            any(entry.said.doubted for entry in self.entries),
            any(entry.said.cut for entry in self.entries),
        )
        return [tr(tables.CHECK)] * doubted + [tr(IN_FILES)] * cut


def answer(value: Pages) -> str:
    """The answer to one such file; of a single page as to a picture."""
    if value.of == 1 and len(value.outcomes) == 1:
        only = value.outcomes[0]
        return (
            answers.sentence(answers.unread(only))
            if isinstance(only, PictureError)
            else answers.reading(only)
        )
    entries = [
        Entry(place, f"{place + 1}.", entry(_said(outcome), len(value.outcomes)))
        for place, outcome in enumerate(value.outcomes)
    ]
    return Listing(tuple(entries), tr("pages"), tuple(_left_out(value)), value.of).text()


def album(outcomes: Sequence[Reading | Pages | str]) -> Listing:
    """One answer for several pictures, in their order; a string says why one was not read."""
    entries: list[Entry] = []
    notes: list[str] = []
    of = sum(len(one.outcomes) if isinstance(one, Pages) else 1 for one in outcomes)
    for at, outcome in enumerate(outcomes):
        place = at + 1
        if not isinstance(outcome, Pages):
            entries.append(Entry(at, f"{place}.", entry(outcome, of)))
            continue
        for page, shown in enumerate(outcome.outcomes, 1):
            label = f"{place}."
            if outcome.of > 1:
                label = tr("{place}, page {page}.").format(place=place, page=page)
            entries.append(Entry(at, label, entry(_said(shown), of)))
        notes += [f"{place}. {note}" for note in _left_out(outcome)]
    several = any(isinstance(outcome, Pages) and outcome.of > 1 for outcome in outcomes)
    what = tr("pictures and pages") if several else tr("pictures")
    return Listing(tuple(entries), what, tuple(notes), of)


def _left_out(value: Pages) -> list[str]:
    """What is said where a file has more pages than were looked at."""
    seen = len(value.outcomes)
    return [tr(ONLY_FIRST).format(of=value.of, seen=seen)] if seen < value.of else []


def _said(outcome: Reading | PictureError) -> Reading | str:
    return answers.unread(outcome) if isinstance(outcome, PictureError) else outcome


def entry(outcome: Reading | str, of: int) -> Said:
    """One of several pictures, in one answer.

    Args:
        outcome: what was read, or why nothing was.
        of: how many pictures there are.
    """
    if isinstance(outcome, str):
        return Said(answers.sentence(outcome), read=False)
    if outcome.reason is not None:
        return Said(answers.refusal(outcome.reason), read=False)
    if outcome.confidence >= SURE:
        said = tr("{text} (sure, {percent})")
    elif outcome.confidence >= LIKELY:
        said = tr("{text} (likely, {percent})")
    elif outcome.confidence >= UNLIKELY:
        said = tr("{text} (a guess, {percent})")
    else:
        said = tr("I can't make it out; maybe {text} ({percent})")
    return _in_entry(said, typed(outcome), outcome.text, of, percent(outcome.confidence))


def entry_as(table: TypedTable, number: str, of: int, *, as_read: bool) -> Said:
    """The same of one that somebody judged.

    Args:
        table: what it says.
        number: the same as it was typed; empty for no number.
        of: how many pictures there are.
        as_read: whether that is what was read.
    """
    if not number:
        return Said(tr(answers.NO_NUMBER), read=False)
    said = tr("{text} (checked)") if as_read else tr("{text} (corrected)")
    return _in_entry(said, table, number, of)


def _in_entry(said: str, table: TypedTable, number: str, of: int, sure: str = "") -> Said:
    """What is said of a number, which has its share of the message; in whole rows."""
    rows = tables.as_text(table).split("\n") if tables.is_shown(table) else []
    as_table = bool(rows) and max(map(len, rows)) <= tables.PHONE
    rows = rows if as_table else number.split("\n")
    most = max(answers.LIMIT // 40, (answers.LIMIT - _AROUND) // of - _WORDS)
    ends = accumulate(len(row) + len(_INDENT) for row in rows)
    shown = [row for row, end in zip(rows, ends, strict=True) if end <= most]
    if cut := len(shown) < len(rows):
        shown = [*shown, "…"] if shown else [rows[0][:most] + "…"]
    if as_table:
        text = "\n" + tables.as_block("\n".join(shown))
    else:
        lines = (escape(row, quote=False) for row in shown)
        text = _INDENT.join(apart(f"<code>{line}</code>") for line in lines)
    doubted = as_table and any(tables.DOUBT in row for row in shown)
    return Said(said.format(text=text, percent=sure), True, cut, doubted)
