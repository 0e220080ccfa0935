"""How sure the bot is, in words: of a whole number, and of each digit and sign to check."""

from __future__ import annotations

from typing import NamedTuple

from bot.reading.cells.cell import DOUBTFUL
from bot.reading.result import Digit, Reading, Symbol
from bot.replies.percent import percent
from bot.speech import apart, plural, tr

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

MOST_DIGITS = 1500
"""Where a number is cut in a message, so that it fits with its tags and whatever follows."""
MOST_DOUBTS = 8


def certainty(value: Reading) -> str:
    """How sure the bot is, of the whole and of each doubtful digit."""
    words = how_sure(value.confidence)
    if value.confidence >= SURE:
        return words
    if len(value.digits) == 1 and not value.signs:
        other = alternatives(value.digits[0])
        if not other:
            return words
        also = tr("It could also be {other}.").format(other=other)
        return f"{words} {also}"
    doubts = doubtful(value)
    if not doubts:
        if value.confidence < LIKELY:
            words += " " + tr(
                "Each digit looks clear, but I may have split them wrongly, or missed one."
            )
        return words
    if all(isinstance(doubt.symbol, Digit) for doubt in doubts):
        check = plural(
            "Please check the underlined digit:", "Please check the underlined digits:", len(doubts)
        )
    else:
        check = tr("Please check what is underlined:")
    lines = [f"{words} {check}{_marked(value)}"]
    lines += [_said(value, doubt) for doubt in doubts[:MOST_DOUBTS]]
    if len(doubts) > MOST_DOUBTS:
        more = len(doubts) - MOST_DOUBTS
        lines.append(plural("• and {count} more", "• and {count} more", more).format(count=more))
    return "\n".join(lines)


def how_sure(confidence: float) -> str:
    """How sure it is, in a sentence."""
    if confidence >= SURE:
        text = tr("I'm sure: {percent}.")
    elif confidence >= LIKELY:
        text = tr("Likely: {percent}.")
    elif confidence >= UNLIKELY:
        text = tr("It's a guess: {percent}.")
    else:
        text = tr("Such a guess is right {percent} of the time.")
    return text.format(percent=percent(confidence))


class Doubt(NamedTuple):
    """A symbol to check.

    Attributes:
        row: its line, from 0.
        place: of a digit among those of its line, from 0; of a sign that of the digit after it.
        symbol: what was read.
    """

    row: int
    place: int
    symbol: Symbol


def doubtful(value: Reading) -> list[Doubt]:
    """The digits and signs to check, in reading order."""
    found = []
    for row, line in enumerate(value.symbols):
        place = 0
        for symbol in line:
            if symbol is None:
                continue
            if symbol.confidence < DOUBTFUL:
                found.append(Doubt(row, place, symbol))
            place += isinstance(symbol, Digit)
    return found


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


def _said(value: Reading, doubt: Doubt) -> str:
    symbol = doubt.symbol
    if isinstance(symbol, Digit):
        # Translators: {number} may stand for {ordinal}, which is English: 1st, 2nd.
        where = tr("{ordinal} digit").format(
            ordinal=ordinal(doubt.place + 1), number=doubt.place + 1
        )
    else:
        where = tr("sign")
    if len(value.lines) > 1:
        where = tr("line {line}, {where}").format(line=doubt.row + 1, where=where)
    if isinstance(symbol, Digit) and (other := alternatives(symbol)):
        maybe = tr("maybe {other}").format(other=other)
    else:
        maybe = tr("{percent} sure").format(percent=percent(symbol.confidence))
    return tr("• {where}: {digit}, {maybe}").format(where=where, digit=symbol.text, maybe=maybe)
