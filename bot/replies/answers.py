"""Answers to pictures, and what is said where none can be given."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Final

from bot.reading.open.errors import PictureError
from bot.reading.result import Reading, Reason, Tip
from bot.replies import tables
from bot.replies.certainty import LIKELY, MOST_DIGITS, UNLIKELY, certainty, how_sure
from bot.speech import N_, apart, tr
from bot.tables.typed_table import TypedTable, typed

LIMIT = 4096
"""The longest message, in characters after the tags."""

HINT = N_(
    "I only read pictures. Send me a photo of a handwritten digit or number. /help tells more."
)
NOT_A_PICTURE = N_(
    "This file is not a picture. Please send a photo, or a JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC, "
    "AVIF or PDF file."
)
MOVING = N_("I cannot read what moves. Please send a photo or a screenshot of the number instead.")
TOO_BIG = N_("This file is larger than 20 MB, more than I can get. Please send a smaller one.")
GONE = N_("Telegram no longer has this picture. Please send it once more.")
NO_CONNECTION = N_("I could not get this picture from Telegram. Please send it again in a minute.")
# Translators: at most 200 characters.
BUSY = N_("I have a lot to read just now. Please send this again in a minute.")
READ_WHAT = N_("Reply to a picture with /read, and I read the number in it.")
NO_PICTURE_THERE = N_("There is no picture in the message that you replied to.")
# Translators: at most 200 characters.
OUT_OF_DATE = N_("This button no longer works. Please send the picture once more.")
# Translators: at most 200 characters.
PICTURE_DELETED = N_("I can no longer see that picture. Please send it once more.")
NO_PICTURES_HERE = N_(
    "I may not send pictures in this group, so I cannot show how I read this one. Send it to me in "
    "a private chat, and press the button there; or ask an admin of the group to let me."
)
SHOWN = N_("How I read it.")
# Translators: at most 200 characters.
SHOWN_ALREADY = N_("I have shown it already, just below.")
UNSURE = N_(
    "The connection to Telegram broke just as I was answering this. If my answer did not arrive, "
    "please send it again."
)
FAILED = N_("Something went wrong on my side, sorry. Please send it once more.")
PRESSED: Final = {
    # Translators: at most 200 characters.
    UNSURE: N_(
        "The connection to Telegram broke just as I was answering this. If nothing has come of it, "
        "please press the button again."
    ),
    # Translators: at most 200 characters.
    FAILED: N_("Something went wrong on my side, sorry. Please press the button once more."),
}
"""The same to somebody who pressed a button."""

TURNED = {
    0: N_("The picture is as you sent it."),
    90: N_("I turned the picture by a quarter, clockwise."),
    180: N_("I turned the picture upside down."),
    270: N_("I turned the picture by a quarter, anticlockwise."),
}
NOT_ALL = N_("I can't make out all of this. My best guess:")
NOTHING_READ = N_("no number")
NO_NUMBER = N_("This is no number.")
LEFT_OUT = N_("I left out what is no number, such as letters.")

REFUSALS = {
    Reason.NO_INK: N_("I see no digit: this picture looks empty."),
    Reason.NOT_A_DIGIT: N_("I see no digit: what is in this picture does not look like one."),
    Reason.TOO_MUCH_INK: N_("I see no digit: there is too much in this picture to find one."),
    Reason.TOO_MANY: N_("There is more in this picture than I can read at once."),
}
ADVICE = {
    Reason.NO_INK: N_("Write with a dark pen on light paper, and let the number fill the picture."),
    Reason.NOT_A_DIGIT: N_("If there is one, take or crop the picture so that the digits fill it."),
    Reason.TOO_MUCH_INK: N_("Crop the picture to the number, or write it on plain paper."),
    Reason.TOO_MANY: N_("Please send it in parts, such as half a page at a time."),
}
TIPS = {
    Tip.TOO_DARK: N_("The picture is dark: more light will help."),
    Tip.TOO_SMALL: N_("The writing is small in the picture: come closer, or crop it."),
    Tip.CUT_OFF: N_("The writing runs over the edge: leave some room around it."),
    Tip.BLURRED: N_("The picture is blurred: hold still and let the camera focus."),
}
IF_WRITTEN = {
    Tip.TOO_SMALL: N_("If there is writing in the picture, it is small: come closer, or crop it."),
    Tip.CUT_OFF: N_(
        "If there is writing in the picture, it runs over the edge: leave some room around it."
    ),
    Tip.BLURRED: N_(
        "If there is writing in the picture, it is blurred: hold still and let the camera focus."
    ),
}
"""The same of a refused picture, in which what stands out may be no writing at all."""


def reading(value: Reading, table: TypedTable | None = None) -> str:
    """The answer to one picture.

    Args:
        value: what was read.
        table: the same, where it is known already.
    """
    if value.reason is not None:
        return "\n\n".join([refusal(value.reason), *advice(value)])
    table = typed(value) if table is None else table
    shown = number(value, table)
    if value.confidence < UNLIKELY:
        several = "\n" in value.text
        head = tr(NOT_ALL) if several else tr("I can't make out this number. My best guess:")
        shown = f"{head}\n{shown}"
    return "\n\n".join([shown, *remarks(value, table)])


def in_file(value: Reading) -> str:
    """What is said of a table that is a file, for it is too large to be shown."""
    sure = how_sure(value.confidence) if value.confidence >= UNLIKELY else tr(tables.NOT_ALL)
    return "\n\n".join([tr(tables.IN_FILE), sure, *notes(value)])


def remarks(value: Reading, table: TypedTable) -> list[str]:
    """What is said of a number or a table below it."""
    if not tables.is_shown(table):
        return [certainty(value), *notes(value)]
    doubted = any(table.doubted(row) for row in range(len(table.cells)))
    words = how_sure(value.confidence)
    if doubted:
        words = f"{words} {tr(tables.CHECK)}"
    elif value.confidence < LIKELY:
        words = f"{words} {tr(tables.NONE_STANDS_OUT)}"
    return [words, *notes(value)]


def notes(value: Reading) -> list[str]:
    """What is said of a picture below what it says."""
    said = []
    if value.others:
        said.append(tr(LEFT_OUT))
    if value.turned:
        said.append(tr("I turned the picture to read it."))
    doubtful = value.confidence < LIKELY
    said += [tr(TIPS[tip]) for tip in value.tips if doubtful or tip is Tip.CUT_OFF]
    return said


def may_be_turned(value: Reading) -> bool:
    """Whether the picture may not be the right way up: what it says is doubtful, or nothing."""
    if value.reason is not None:
        return value.reason is Reason.NOT_A_DIGIT
    return value.confidence < LIKELY


def turned(value: Reading, degrees: int) -> str:
    """The answer to a picture that was turned, clockwise, because somebody asked for it."""
    if value.reason is None:
        parts = [number(value, typed(value)), *remarks(replace(value, turned=0), typed(value))]
    else:
        parts = [refusal(value.reason)]
    return "\n\n".join([*parts, tr(TURNED[degrees])])


def refusal(reason: Reason) -> str:
    """Why there is no number, in one sentence."""
    return tr(REFUSALS[reason])


def advice(value: Reading) -> list[str]:
    """What would make the next picture of a refused one easier."""
    assert value.reason is not None
    tips = TIPS | IF_WRITTEN
    return [tr(tips[tip]) for tip in value.tips] or [tr(ADVICE[value.reason])]


def number(value: Reading, table: TypedTable | None = None) -> str:
    """The number, so that a tap copies it; lines stay lines, and columns columns."""
    if table is not None and tables.is_shown(table) and tables.fits(table):
        return tables.as_block(tables.as_text(table))
    text = value.text
    if len(text) > MOST_DIGITS:
        text = text[:MOST_DIGITS] + "…"
    if "\n" in text:
        return f"<pre>{text}</pre>"
    return apart(f"<code>{text}</code>")


def sentence(text: str) -> str:
    """Plain words as Telegram HTML."""
    return escape(tr(text), quote=False)


def unread(error: Exception) -> str:
    """Why a picture could not be had or read, in plain words."""
    if not isinstance(error, PictureError):
        return tr(str(error))
    values = {k: tr(v) if isinstance(v, str) else v for k, v in error.values.items()}
    return " ".join(map(tr, error.parts)).format(**values)
