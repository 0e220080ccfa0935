"""One answer for several pictures: an album, or the pages of a PDF or a TIFF."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import TYPE_CHECKING

from bot.documents.read import Pages
from bot.reading.open.errors import PictureError
from bot.replies import answers
from bot.replies.certainty import LIKELY, SURE, UNLIKELY
from bot.replies.percent import percent
from bot.speech import N_, apart, plural, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.result import Reading

ONE_OF_ALBUM = N_("I look at this one alone.")
LEFT_OUT = N_("I left this one out, for it was one of too many. Please send it again in a minute.")
ONLY_FIRST = N_("This file has {of} pages, of which I looked at the first {seen}.")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one picture, or one page.

    Attributes:
        place: of the picture, from 0.
        label: stands before it.
        said: HTML.
        read: whether a number was read.
    """

    place: int
    label: str
    said: str
    read: bool


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

    def with_entry(self, place: int, said: str, *, read: bool) -> Listing:
        """The same, but with something else said of the picture at `place`; as `Entry`."""
        entries = (
            replace(entry, said=said, read=read) if entry.place == place else entry
            for entry in self.entries
        )
        return replace(self, entries=tuple(entries))

    def text(self) -> str:
        """A line for each, after one that says how many were read; cut where a message ends."""
        read, of, what = sum(entry.read for entry in self.entries), self.of, self.what
        if read == of:
            head = tr("I read both {what}:") if read == 2 else tr("I read all {read} {what}:")
        else:
            some = tr("I read {read} of {of} {what}:")
            head = some if read else tr("I read none of {of} {what}:")
        lines = [head.format(read=read, of=of, what=what)]
        left = answers.LIMIT - 200 - sum(map(len, self.notes))
        for place, entry in enumerate(self.entries):
            line = f"{entry.label} {entry.said}"
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
        return "\n".join([*lines, *self.notes])


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
        _entry(place, f"{place + 1}.", _said(outcome))
        for place, outcome in enumerate(value.outcomes)
    ]
    return Listing(tuple(entries), tr("pages"), tuple(_left_out(value)), value.of).text()


def album(outcomes: Sequence[Reading | Pages | str]) -> Listing:
    """One answer for several pictures, in their order; a string says why one was not read."""
    entries: list[Entry] = []
    notes: list[str] = []
    for at, outcome in enumerate(outcomes):
        place = at + 1
        if not isinstance(outcome, Pages):
            entries.append(_entry(at, f"{place}.", outcome))
            continue
        for page, shown in enumerate(outcome.outcomes, 1):
            label = f"{place}."
            if outcome.of > 1:
                label = tr("{place}, page {page}.").format(place=place, page=page)
            entries.append(_entry(at, label, _said(shown)))
        notes += [f"{place}. {note}" for note in _left_out(outcome)]
    several = any(isinstance(outcome, Pages) and outcome.of > 1 for outcome in outcomes)
    what = tr("pictures and pages") if several else tr("pictures")
    return Listing(tuple(entries), what, tuple(notes), len(entries))


def _left_out(value: Pages) -> list[str]:
    """What is said where a file has more pages than were looked at."""
    seen = len(value.outcomes)
    return [tr(ONLY_FIRST).format(of=value.of, seen=seen)] if seen < value.of else []


def _said(outcome: Reading | PictureError) -> Reading | str:
    return answers.unread(outcome) if isinstance(outcome, PictureError) else outcome


def _entry(place: int, label: str, outcome: Reading | str) -> Entry:
    read = not isinstance(outcome, str) and outcome.reason is None
    return Entry(place, label, entry(outcome), read)


def entry(outcome: Reading | str) -> str:
    """One of several pictures, in one answer."""
    if isinstance(outcome, str):
        return answers.sentence(outcome)
    if outcome.reason is not None:
        return answers.refusal(outcome.reason)
    text = _in_entry(outcome.text)
    if outcome.confidence >= SURE:
        said = tr("{text} (sure, {percent})")
    elif outcome.confidence >= LIKELY:
        said = tr("{text} (likely, {percent})")
    elif outcome.confidence >= UNLIKELY:
        said = tr("{text} (a guess, {percent})")
    else:
        said = tr("I can't make it out; maybe {text} ({percent})")
    return said.format(text=text, percent=percent(outcome.confidence))


def entry_as(number: str) -> str:
    """The same of one that was corrected: what it says, empty for no number."""
    return (
        tr("{text} (corrected)").format(text=_in_entry(number)) if number else tr(answers.NO_NUMBER)
    )


def _in_entry(text: str) -> str:
    most = answers.LIMIT // 40
    text = escape(text if len(text) <= most else text[:most] + "…", quote=False)
    return "\n    ".join(apart(f"<code>{line}</code>") for line in text.split("\n"))
