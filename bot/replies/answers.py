"""Answers to pictures, and what is said where none can be given."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from bot.mending.number import rows_of
from bot.reading.open.errors import PictureError
from bot.reading.result import DOUBTFUL, Digit, Reading, Reason, Tip
from bot.reading.table import table_of
from bot.replies import tables
from bot.replies.percent import percent
from bot.speech import N_, apart, plural, tr
from bot.tables.typed import TypedTable, typed, typed_table

SURE = 0.98
"""Answers that are at least so sure are called sure. Of those to pictures with a number 401 of 401
were right on the `choose` half of the developers' pictures, 244 of 246 on the `report` half; the
figure was chosen with an earlier reader, when both halves were looked at."""
LIKELY = 0.85
"""Those that are less sure, and at least this, are likely: there 253 of 260, and 126 of 133."""
UNLIKELY = 0.1
"""What is less likely than this is no answer, but shown for what it is worth."""
CLOSE = 0.05
"""Another digit is named when it is at least this likely."""

LIMIT = 4096
"""The longest message, in characters after the tags."""
MOST_DIGITS = 1500
"""Where a number is cut in a message, so that it fits with its tags and whatever follows."""
MOST_DOUBTS = 8

HINT = N_(
    "I only read pictures. Send me a photo of a handwritten digit or number. /help tells more."
)
NOT_A_PICTURE = N_(
    "This file is not a picture. Please send a photo, or a JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC, "
    "AVIF or PDF file."
)
MOVING = N_("I cannot read what moves. Please send a photo or a screenshot of the number instead.")
TOO_BIG = N_("This file is larger than 20 MB, more than I can get. Please send a smaller picture.")
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

TURNED = {
    0: N_("The picture is as you sent it."),
    90: N_("I turned the picture by a quarter, clockwise."),
    180: N_("I turned the picture upside down."),
    270: N_("I turned the picture by a quarter, anticlockwise."),
}
CORRECTED = N_("Corrected. I had read:")
NOTHING_READ = N_("no number")
RIGHT_AS_READ = N_("You say that this is right.")
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
    Reason.TOO_MANY: N_("One number, or a few lines, at a time is what I can read."),
}
TIPS = {
    Tip.TOO_DARK: N_("The picture is dark: more light will help."),
    Tip.TOO_SMALL: N_("The writing is small in the picture: come closer, or crop it."),
    Tip.CUT_OFF: N_("The writing runs over the edge: leave some room around it."),
    Tip.BLURRED: N_("The picture is blurred: hold still and let the camera focus."),
}


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
        shown = tr("I can't make out this number. My best guess:") + f"\n{shown}"
    return "\n\n".join([shown, *remarks(value, table)])


def in_file(value: Reading) -> str:
    """What is said of a table that is a file, for it is too large to be shown."""
    words = certainty(value) if value.confidence >= LIKELY else _how_sure(value.confidence)
    return "\n\n".join([tr(tables.IN_FILE), words, *_notes(value)])


def remarks(value: Reading, table: TypedTable) -> list[str]:
    """What is said of a number or a table below it."""
    if not tables.is_shown(table):
        return [certainty(value), *_notes(value)]
    doubted = any(table.doubted(row) for row in range(len(table.cells)))
    words = _how_sure(value.confidence)
    return [f"{words} {tr(tables.CHECK)}" if doubted else words, *_notes(value)]


def _notes(value: Reading) -> list[str]:
    notes = []
    if value.others:
        notes.append(tr(LEFT_OUT))
    if value.turned:
        notes.append(tr("I turned the picture to read it."))
    doubtful = value.confidence < LIKELY
    notes += [tr(TIPS[tip]) for tip in value.tips if doubtful or tip is Tip.CUT_OFF]
    return notes


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
    return [tr(TIPS[tip]) for tip in value.tips] or [tr(ADVICE[value.reason])]


def number(value: Reading, table: TypedTable | None = None) -> str:
    """The number, so that a tap copies it; lines stay lines, and columns columns."""
    shown = table is not None and tables.is_shown(table) and tables.fits(table)
    text = tables.as_text(table) if table is not None and shown else value.text
    if len(text) > MOST_DIGITS:
        text = text[:MOST_DIGITS] + "…"
    if shown or "\n" in text:
        return f"<pre>{text}</pre>"
    return apart(f"<code>{text}</code>")


def corrected(value: Reading, text: str, *, refused: bool = False) -> str:
    """The answer to a picture after somebody corrected it: what it says, and what was read.

    Who reads the message later finds the number that was read in its last piece of code.

    Args:
        value: what was read.
        text: what it says, digits and signs; empty where that is no number.
        refused: whether the picture was refused; `value` is of what is seen in it all the same.
    """
    rows = rows_of(value, text)
    table = typed_table(table_of(rows)) if rows else None
    if table is not None and tables.is_shown(table) and tables.fits(table):
        shown = f"<pre>{tables.as_text(table)}</pre>"
    else:
        shown = _copied(text) if text else tr(NO_NUMBER)
    return f"{shown}\n\n{_had_read('' if refused else value.text)}"


def as_read(text: str) -> str:
    """The answer after somebody took their corrections back.

    Args:
        text: the number that was read.
    """
    return f"{_copied(text)}\n\n{tr(RIGHT_AS_READ)}"


def _had_read(text: str) -> str:
    if not text:
        return f"{tr(CORRECTED)} <i>{tr(NOTHING_READ)}</i>"
    if "\n" in text:
        return f"{tr(CORRECTED)}\n<blockquote expandable><code>{text}</code></blockquote>"
    return f"{tr(CORRECTED)} {apart(f'<code>{text}</code>')}"


def _copied(text: str) -> str:
    text = escape(text, quote=False)
    return f"<pre>{text}</pre>" if "\n" in text else apart(f"<code>{text}</code>")


def certainty(value: Reading) -> str:
    """How sure the bot is, of the whole and of each doubtful digit."""
    words = _how_sure(value.confidence)
    if value.confidence >= SURE:
        return words
    if len(value.digits) == 1:
        other = alternatives(value.digits[0])
        if not other:
            return words
        also = tr("It could also be {other}.").format(other=other)
        return f"{words} {also}"
    doubts = doubtful(value)
    if not doubts:
        if value.confidence < LIKELY:
            words += " " + tr("Each digit looks clear, but I may have split them wrongly.")
        return words
    check = plural(
        "Please check the underlined digit:", "Please check the underlined digits:", len(doubts)
    )
    lines = [f"{words} {check}{_marked(value)}"]
    lines += [_doubt(value, doubt) for doubt in doubts[:MOST_DOUBTS]]
    if len(doubts) > MOST_DOUBTS:
        more = len(doubts) - MOST_DOUBTS
        lines.append(plural("• and {count} more", "• and {count} more", more).format(count=more))
    return "\n".join(lines)


def _how_sure(confidence: float) -> str:
    if confidence >= SURE:
        text = tr("I'm sure: {percent}.")
    elif confidence >= LIKELY:
        text = tr("Likely: {percent}.")
    elif confidence >= UNLIKELY:
        text = tr("It's a guess: {percent}.")
    else:
        text = tr("Such a guess is right {percent} of the time.")
    return text.format(percent=percent(confidence))


def doubtful(value: Reading) -> list[tuple[int, int]]:
    """The digits to check, as line and place in it, both from 0."""
    return [
        (row, place)
        for row, line in enumerate(value.lines)
        for place, digit in enumerate(line)
        if digit.confidence < DOUBTFUL
    ]


def alternatives(digit: Digit) -> str:
    """What else a digit may be: `1 (31 %) or 9 (12 %)`; empty when nothing comes close."""
    close = [f"{other} ({percent(p)})" for other, p in digit.alternatives[:2] if p >= CLOSE]
    if len(close) == 2:
        return tr("{first} or {second}").format(first=close[0], second=close[1])
    return "".join(close)


def ordinal(count: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`; other languages do with the number."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}th" if count % 100 in {11, 12, 13} else f"{count}{ending}"


def sentence(text: str) -> str:
    """Plain words as Telegram HTML."""
    return escape(tr(text), quote=False)


def unread(error: Exception) -> str:
    """Why a picture could not be had or read, in plain words."""
    if not isinstance(error, PictureError):
        return tr(str(error))
    values = {k: tr(v) if isinstance(v, str) else v for k, v in error.values.items()}
    return " ".join(map(tr, error.parts)).format(**values)


def entry(outcome: Reading | str) -> str:
    """One of several pictures, in one answer."""
    if isinstance(outcome, str):
        return sentence(outcome)
    if outcome.reason is not None:
        return refusal(outcome.reason)
    most = LIMIT // 40
    text = outcome.text if len(outcome.text) <= most else outcome.text[:most] + "…"
    text = "\n    ".join(apart(f"<code>{line}</code>") for line in text.split("\n"))
    if outcome.confidence >= SURE:
        said = tr("{text} (sure, {percent})")
    elif outcome.confidence >= LIKELY:
        said = tr("{text} (likely, {percent})")
    elif outcome.confidence >= UNLIKELY:
        said = tr("{text} (a guess, {percent})")
    else:
        said = tr("I can't make it out; maybe {text} ({percent})")
    return said.format(text=text, percent=percent(outcome.confidence))


def _marked(value: Reading) -> str:
    """The number with its doubtful symbols underlined, after a space or on lines of its own."""
    signs = iter(value.signs)
    pieces: list[str] = []
    for row, text in enumerate(value.text.split("\n")):
        digits = iter(value.lines[row])
        if row:
            pieces.append("\n")
        for symbol in text:
            found = next(digits) if symbol.isdigit() else None if symbol == " " else next(signs)
            marked = found is not None and found.confidence < DOUBTFUL
            pieces.append(f"<u>{symbol}</u>" if marked else symbol)
    before = "\n" if len(value.lines) > 1 else " "
    shown = pieces if len(pieces) <= MOST_DIGITS else [*pieces[:MOST_DIGITS], "…"]
    text = "".join(shown)
    return before + (text if len(value.lines) > 1 else apart(text))


def _doubt(value: Reading, doubt: tuple[int, int]) -> str:
    row, place = doubt
    digit = value.lines[row][place]
    # Translators: {number} may stand for {ordinal}, which is English: 1st, 2nd.
    where = tr("{ordinal} digit").format(ordinal=ordinal(place + 1), number=place + 1)
    if len(value.lines) > 1:
        where = tr("line {line}, {where}").format(line=row + 1, where=where)
    if other := alternatives(digit):
        maybe = tr("maybe {other}").format(other=other)
    else:
        maybe = tr("{percent} sure").format(percent=percent(digit.confidence))
    return tr("• {where}: {digit}, {maybe}").format(where=where, digit=digit.digit, maybe=maybe)
