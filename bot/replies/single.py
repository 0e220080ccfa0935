"""The buttons ✎ under one answer for several pictures, or pages: each takes one of them alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.reading.open.errors import PictureError
from bot.replies import tables
from bot.tables.typed_table import typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.documents.read import Pages

SEE_PAGE: Final = r"page:([1-9]|1\d|20)"
"""Presses of the buttons for one page of a PDF: the answer with them replies to the file itself."""
_IN_A_ROW: Final = 5


def rows(data: Mapping[int, str]) -> list[list[InlineKeyboardButton]]:
    """The buttons, in rows.

    Args:
        data: what the button for each place carries.
    """
    single = [
        InlineKeyboardButton(f"\u270e {place}", callback_data=what) for place, what in data.items()
    ]
    return [single[at : at + _IN_A_ROW] for at in range(0, len(single), _IN_A_ROW)]


def under_pages(
    pages: Pages, *, alone: bool, sent: str | None = None
) -> InlineKeyboardMarkup | None:
    """The buttons under the answer to a PDF; `None` for none.

    Args:
        pages: what was read.
        alone: whether a page may be taken alone.
        sent: a kind of file that needs no button.
    """
    if (only := pages.only) is not None:
        below = tables.buttons(typed(only), sent)
    else:
        below = [tables.file_buttons()] if any(r.text for r in pages.readings) else []
    if alone:
        below += rows(
            {
                page: f"page:{page}"
                for page, outcome in enumerate(pages.outcomes, 1)
                if not isinstance(outcome, PictureError)
            }
        )
    return InlineKeyboardMarkup(below) if below else None


def page_in(data: str) -> int | None:
    """The page that callback data asks for; `None` if it does not."""
    found = re.fullmatch(SEE_PAGE, data)
    return None if found is None else int(found[1])
