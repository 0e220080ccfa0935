"""What is said, and pressed, while an admin looks at corrections."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.speech import N_
from bot.storage.correction_values import Judgement

REVIEW: Final = r"review:(drop|restore|decided|approve|clear|next):(\d{1,18})"
"""Presses of the buttons under a sheet of corrections."""
PAGE: Final = 12
_ROW: Final = 4
_ITEM: Final = {
    Judgement.PENDING: ("drop", "Drop {}"),
    Judgement.DROPPED: ("restore", "✗ {}"),
    Judgement.APPROVED: ("decided", "✓ {}"),
}

# Translators: at most 200 characters.
ONLY_ADMINS = N_(
    "Only the people who run this bot look at corrections. Yours are welcome all the same: press "
    "✗ under an answer that is wrong."
)
IN_PRIVATE = "What people wrote is not for everybody to see. Please ask me in a private chat."
NONE = "There are no new corrections to look at."
NO_MORE = "There are no more after these."
NOW: Final = {
    Judgement.PENDING: "Back again: it waits to be approved or dropped.",
    Judgement.DROPPED: "Dropped. Press it again to bring it back.",
    Judgement.APPROVED: "This one is approved already.",
}
OUT_OF_DATE = "This sheet is out of date. Send /corrections for a new one."
GONE = "This one was deleted or changed since by who gave it."


def head(shown: int, waiting: int) -> str:
    """The caption of a sheet.

    Args:
        shown: how many of them are on it.
        waiting: how many wait altogether.
    """
    if waiting == 1:
        count = "One correction waits."
    elif shown == waiting:
        count = f"{waiting} corrections wait."
    else:
        count = f"{shown} of {waiting} corrections that wait."
    if shown == 1:
        return f"{count} Approve it, or press its number to drop it."
    return f"{count} Press a number to drop that one, again to keep it; then approve the others."


def now(state: Judgement | None) -> str:
    """What a press has made of one correction; `None` where it is no longer kept as it was."""
    return GONE if state is None else NOW[state]


def outcome(ids: Sequence[int], states: Mapping[int, Judgement]) -> str:
    """The caption of a sheet that was decided.

    Args:
        ids: the corrections on it.
        states: what was decided of each; forgotten ones have none.
    """
    values = [states.get(number) for number in ids]
    approved, dropped = values.count(Judgement.APPROVED), values.count(Judgement.DROPPED)
    gone = values.count(None)
    parts = [f"Approved: {approved}. Dropped: {dropped}."]
    if gone:
        parts.append(f"Deleted or changed since by who gave it: {gone}.")
    if dropped:
        parts.append("Press a ✗ to bring that one back.")
    return " ".join(parts)


def buttons(
    ids: Sequence[int], states: Mapping[int, Judgement], *, more: bool
) -> InlineKeyboardMarkup | None:
    """The buttons under a sheet: one for each correction, and what is done with the others.

    The ids stand in the buttons alone, so a sheet outlives restarts; where all of it is forgotten
    it has none left.

    Args:
        ids: the corrections, in the order of the sheet.
        states: what was decided of each so far; forgotten ones have none.
        more: whether there are more after these.
    """
    items = [
        _button(name.format(place), what, number)
        for place, number in enumerate(ids, 1)
        if number in states
        for what, name in [_ITEM[states[number]]]
    ]
    rows = [items[at : at + _ROW] for at in range(0, len(items), _ROW)]
    pending = sum(state is Judgement.PENDING for state in states.values())
    last = []
    if pending:
        every = "all" if pending == len(ids) else f"the other {pending}"
        last.append(_button("Approve" if len(ids) == 1 else f"Approve {every}", "approve", 0))
    if pending > 1:
        last.append(_button(f"Drop {every}", "clear", 0))
    rows += [last] if last else []
    if more:
        rows.append([_button("Next ▶", "next", max(ids))])
    return InlineKeyboardMarkup(rows) if rows else None


def ids_in(markup: InlineKeyboardMarkup | None) -> list[int]:
    """The corrections that a sheet shows, by its buttons."""
    rows = markup.inline_keyboard if markup is not None else ()
    presses = [re.fullmatch(REVIEW, str(b.callback_data)) for row in rows for b in row]
    items = {what for what, _ in _ITEM.values()}
    return [int(press[2]) for press in presses if press is not None and press[1] in items]


def _button(label: str, what: str, number: int) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"review:{what}:{number}")
