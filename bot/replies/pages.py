"""One answer for several pictures: an album, or the pages of a PDF or a TIFF."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from bot.documents.read import Pages
from bot.reading.open.errors import PictureError
from bot.replies import answers
from bot.speech import N_, plural, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.result import Reading

ONE_OF_ALBUM = N_("I look at this one alone.")
LEFT_OUT = N_("I left this one out, for it was one of too many. Please send it again in a minute.")
ONLY_FIRST = N_("This file has {of} pages, of which I looked at the first {seen}.")


def answer(value: Pages) -> str:
    """The answer to one such file; of a single page as to a picture."""
    if value.of == 1 and len(value.outcomes) == 1:
        only = value.outcomes[0]
        return (
            answers.sentence(answers.unread(only))
            if isinstance(only, PictureError)
            else answers.reading(only)
        )
    entries = [(f"{n}.", _said(outcome)) for n, outcome in enumerate(value.outcomes, 1)]
    return _listed(entries, tr("pages"), _left_out(value), value.of)


def album(outcomes: Sequence[Reading | Pages | str]) -> str:
    """One answer for several pictures, in their order; a string says why one was not read."""
    entries: list[tuple[str, Reading | str]] = []
    notes: list[str] = []
    for place, outcome in enumerate(outcomes, 1):
        if not isinstance(outcome, Pages):
            entries.append((f"{place}.", outcome))
            continue
        for page, shown in enumerate(outcome.outcomes, 1):
            label = f"{place}."
            if outcome.of > 1:
                label = tr("{place}, page {page}.").format(place=place, page=page)
            entries.append((label, _said(shown)))
        notes += [f"{place}. {note}" for note in _left_out(outcome)]
    several = any(isinstance(outcome, Pages) and outcome.of > 1 for outcome in outcomes)
    what = tr("pictures and pages") if several else tr("pictures")
    return _listed(entries, what, notes, len(entries))


def _left_out(value: Pages) -> list[str]:
    """What is said where a file has more pages than were looked at."""
    seen = len(value.outcomes)
    return [tr(ONLY_FIRST).format(of=value.of, seen=seen)] if seen < value.of else []


def _said(outcome: Reading | PictureError) -> Reading | str:
    return answers.unread(outcome) if isinstance(outcome, PictureError) else outcome


def _listed(
    entries: Sequence[tuple[str, Reading | str]], what: str, notes: Sequence[str], of: int
) -> str:
    """A line for each, after one that says how many of all were read; cut where a message ends."""
    read = sum(not isinstance(entry, str) and entry.reason is None for _, entry in entries)
    if read == of:
        head = tr("I read both {what}:") if read == 2 else tr("I read all {read} {what}:")
    else:
        head = tr("I read {read} of {of} {what}:") if read else tr("I read none of {of} {what}:")
    lines = [head.format(read=read, of=of, what=what)]
    left = answers.LIMIT - 200 - sum(map(len, notes))
    for place, (label, outcome) in enumerate(entries):
        line = f"{label} {answers.entry(outcome)}"
        left -= len(unescape(re.sub("<[^>]*>", "", line))) + 1
        if left < 0:
            more = len(entries) - place
            text = plural(
                "… and {count} more, for which there is no room here.",
                "… and {count} more, for which there is no room here.",
                more,
            )
            lines.append(text.format(count=more))
            break
        lines.append(line)
    return "\n".join([*lines, *notes])
