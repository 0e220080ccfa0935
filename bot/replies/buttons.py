"""The inline buttons under an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.replies import answers, corrections, single, tables
from bot.replies.presses import (
    ASKED,
    BACK,
    DIGIT,
    FIX,
    IS,
    MANY,
    MISSING,
    PAGE,
    RIGHT,
    TYPE,
    WRONG,
    Answer,
    callback_data,
)
from bot.replies.turning import TURN
from bot.signing import Keys
from bot.speech import plural, tr
from bot.storage.correction_values import NOT_A_DIGIT

if TYPE_CHECKING:
    from bot.tables.pages import Page

SHOW_HOW: Final = "how"
"""Nothing else is needed: the answer with this button replies to the picture itself."""
SEE: Final = r"album:see:(\d{1,10}):([0-9a-f]{10})"
"""Presses of the buttons for one picture of an album: its message, and a seal."""

_ROW: Final = 8
_PAGE: Final = 40
"""Digits to choose from at a time; Telegram allows 100 buttons."""


def under_reading(
    keys: Keys, answer: Answer, extra: Sequence[Sequence[InlineKeyboardButton]] = ()
) -> InlineKeyboardMarkup | None:
    """The buttons under the answer to one picture, as it was judged so far; `None` for none.

    Args:
        keys: seal the buttons.
        answer: the answer.
        extra: rows of further buttons.
    """
    row = []
    if answer.text or answer.corrected:
        right = tr("✓ Thanks") if answer.right else tr("✓ Right")
        row = [_button(keys, answer, right, RIGHT), _button(keys, answer, _wrong(answer), WRONG)]
    else:
        row = [_button(keys, answer, tr(corrections.IS_NUMBER), TYPE)]
    if not answer.shown:
        row.append(InlineKeyboardButton(tr("Show how"), callback_data=SHOW_HOW))
    rows = [row, *extra] if row else [*extra]
    return InlineKeyboardMarkup(rows) if rows else None


def under_file(extra: Sequence[Sequence[InlineKeyboardButton]]) -> InlineKeyboardMarkup:
    """The buttons under an answer that is a file: it has no text in which to point at a digit."""
    show = InlineKeyboardButton(tr("Show how"), callback_data=SHOW_HOW)
    return InlineKeyboardMarkup([[show], *extra])


def under_album(
    keys: Keys, chat: int, pictures: Sequence[int | None], found: Sequence[Page]
) -> InlineKeyboardMarkup | None:
    """The buttons under the answer to an album: files of its numbers, and one for each picture.

    Args:
        keys: seal the buttons.
        chat: where the album is.
        pictures: its messages, in order; `None` for what is no picture.
        found: what was read.
    """
    rows = [tables.album_buttons()] if any(page.table.cells for page in found) else []
    data = {
        place: f"album:see:{n}:{keys.seal('see', chat, n)}"
        for place, n in enumerate(pictures, 1)
        if n is not None
    }
    rows += single.rows(data)
    return InlineKeyboardMarkup(rows) if rows else None


def picture_in_album(keys: Keys, chat: int, data: str) -> int | None:
    """The picture of an album that callback data asks for; `None` if this bot did not make it."""
    found = re.fullmatch(SEE, data)
    if found is None or not keys.fits(found[2], "see", chat, int(found[1])):
        return None
    return int(found[1])


def extra_in(markup: InlineKeyboardMarkup | None) -> list[list[InlineKeyboardButton]]:
    """The rows of buttons under an answer that are not about what is right in it."""
    rows = markup.inline_keyboard if markup is not None else ()
    return [[*row] for row in rows if any(_is_extra(button) for button in row)]


def has_table(markup: InlineKeyboardMarkup | None) -> bool:
    """Whether there are buttons for a table, or a list, under an answer."""
    return _has(markup, tables.TABLE)


def may_be_judged(markup: InlineKeyboardMarkup | None) -> bool:
    """Whether there are buttons that tell whether an answer is right."""
    return _has(markup, FIX)


def _has(markup: InlineKeyboardMarkup | None, pattern: str) -> bool:
    rows = markup.inline_keyboard if markup is not None else ()
    return any(re.fullmatch(pattern, str(button.callback_data)) for row in rows for button in row)


def _is_extra(button: InlineKeyboardButton) -> bool:
    data = button.callback_data
    return isinstance(data, str) and re.fullmatch(f"{tables.TABLE}|{TURN}", data) is not None


def with_rows(
    markup: InlineKeyboardMarkup | None, extra: Sequence[Sequence[InlineKeyboardButton]]
) -> InlineKeyboardMarkup | None:
    """The same buttons, and further rows below them."""
    rows = [*(markup.inline_keyboard if markup is not None else ()), *extra]
    return InlineKeyboardMarkup(rows) if rows else None


def which_digit(keys: Keys, answer: Answer, first: int = 0) -> InlineKeyboardMarkup:
    """Asks which digit is wrong, a page of them at a time.

    Args:
        keys: seal the buttons.
        answer: the answer.
        first: place of the first digit on the page.
    """
    digits = answer.digits
    rows = [[_button(keys, answer, tr(corrections.WHICH), ASKED)]]
    place = 0
    for line in answer.text.split("\n"):
        count = sum(symbol.isdigit() for symbol in line)
        places = [p for p in range(place, place + count) if first <= p < first + _PAGE]
        buttons = [_button(keys, answer, _label(answer, p), DIGIT, p) for p in places]
        rows += [buttons[at : at + _ROW] for at in range(0, len(buttons), _ROW)]
        place += count
    turns = []
    if first:
        turns.append(_button(keys, answer, "◀", PAGE, max(0, first - _PAGE)))
    if first + _PAGE < len(digits):
        turns.append(_button(keys, answer, "▶", PAGE, first + _PAGE))
    rows += [turns] if turns else []
    other = [
        _button(keys, answer, tr(corrections.MISSING), MISSING),
        _button(keys, answer, tr(corrections.MANY), MANY),
    ]
    last = [
        _button(keys, answer, tr(corrections.TYPE), TYPE),
        _button(keys, answer, tr("Cancel"), BACK),
    ]
    return InlineKeyboardMarkup([*rows, other, last])


def what_is_it(
    keys: Keys, answer: Answer, place: int, *, corrected: bool = False
) -> InlineKeyboardMarkup:
    """Asks what a digit is; what was read is a choice only once something was `corrected`."""
    said = None if corrected else int(answer.digits[place])
    head = _button(keys, answer, corrections.what(answer.text, place), ASKED, place)
    others = [
        _button(keys, answer, str(digit), IS, place, digit) for digit in range(10) if digit != said
    ]
    neither = _button(keys, answer, tr("Not a digit"), IS, place, NOT_A_DIGIT)
    back = _button(keys, answer, tr("Cancel"), BACK)
    rows = [[head], others[:5], others[5:]]
    if len(answer.digits) == 1:  # else it was asked with which digit it is
        missing = _button(keys, answer, tr(corrections.MISSING), MISSING)
        rows.append([missing, _button(keys, answer, tr(corrections.TYPE), TYPE)])
    return InlineKeyboardMarkup([*rows, [neither, back]])


def what_is_refused(keys: Keys, answer: Answer) -> InlineKeyboardMarkup:
    """Asks what a picture shows that was refused, and then corrected: another number, or none."""
    head = _button(keys, answer, tr(corrections.WHAT), ASKED)
    other = _button(keys, answer, tr(corrections.TYPE), TYPE)
    none = _button(keys, answer, tr(answers.NOTHING_READ), IS, 0, NOT_A_DIGIT)
    back = _button(keys, answer, tr("Cancel"), BACK)
    return InlineKeyboardMarkup([[head], [other, none], [back]])


def without_show_how(markup: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
    """The same buttons, but for the one that was pressed."""
    if markup is None:
        return None
    rows = [[b for b in row if b.callback_data != SHOW_HOW] for row in markup.inline_keyboard]
    rows = [row for row in rows if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _wrong(answer: Answer) -> str:
    if not answer.given or not answer.text:
        return tr("✗ Wrong")
    if len(answer.given) > 1:
        return plural("✗ {count} corrected", "✗ {count} corrected", len(answer.given)).format(
            count=len(answer.given)
        )
    ((place, actual),) = answer.given.items()
    return f"✗ {corrections.changed(int(answer.digits[place]), actual)}"


def _label(answer: Answer, place: int) -> str:
    said = answer.digits[place]
    actual = answer.given.get(place)
    return said if actual is None else corrections.changed(int(said), actual)


def _button(
    keys: Keys, answer: Answer, label: str, what: str, place: int = 0, value: int = 0
) -> InlineKeyboardButton:
    data = callback_data(keys, answer, what, place, value)
    return InlineKeyboardButton(label, callback_data=data)
