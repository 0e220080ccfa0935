"""What somebody can correct in the answer to a picture, and what that teaches of their hand."""

from __future__ import annotations

from typing import NamedTuple

from bot.mending.alignment import align
from bot.mending.labels import clear, misread
from bot.mending.number import symbols_of
from bot.reading import Reader
from bot.reading.glyph import Glyph


class Corrected(NamedTuple):
    """What a correction of an answer says.

    Attributes:
        wrong: whether there is anything to correct.
        confused: the digits that were confused and are clear, each with a crop.
        taught: if the number is typed, all that is clear of it: what each crop is.
    """

    wrong: bool
    confused: dict[int, Glyph]
    taught: list[tuple[int, Glyph]]


def corrected(reader: Reader, text: str, data: bytes, *, typed: bool) -> Corrected:
    """What somebody can correct in the answer to a picture."""
    reading = reader.read(data)
    if reading.text == text:
        return Corrected(wrong=False, confused={}, taught=[])
    if not typed:
        if len(reading.digits) != len(text):
            return Corrected(wrong=True, confused={}, taught=[])
        pairs = [(int(actual), d) for actual, d in zip(text, reading.digits, strict=True)]
        confused = {actual: d.glyph for actual, d in reversed(pairs) if d.digit != actual}
        return Corrected(wrong=True, confused=confused, taught=[])
    refused = not reading.text
    reading = reader.read_as_number(data) if refused else reading
    alignment = align(symbols_of(reading)[0], text)
    if not alignment.fits:
        return Corrected(wrong=True, confused={}, taught=[])
    taught, misplaced = clear(reading, text, alignment), len(reading.digits)
    wrong = misread(reading, text, alignment, refused=refused)
    confused = {d: crop for at, (d, crop) in taught.items() if at in wrong or at >= misplaced}
    return Corrected(wrong=True, confused=confused, taught=list(taught.values()))
