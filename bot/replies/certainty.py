"""How sure the bot is, in words: of a whole number, and of each digit to check."""

from __future__ import annotations

from bot.reading.cell import DOUBTFUL
from bot.reading.result import Digit, Reading
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
