"""What somebody can correct in the answer to a picture, and what that teaches of their hand."""

from __future__ import annotations

from bot.mending.alignment import align
from bot.mending.labels import clear, misread
from bot.mending.number import symbols_of
from bot.reading import Reader
from bot.reading.result import Glyph


def corrected(
    reader: Reader, text: str, data: bytes, *, typed: bool
) -> tuple[dict[int, Glyph], list[tuple[int, Glyph]]]:
    """What somebody can correct in the answer to a picture.

    Returns:
        The digits that were confused, each with a crop; and if the number is typed, all that is
        clear of it: what each crop is.
    """
    reading = reader.read(data)
    if reading.text == text:
        return {}, []
    if not typed:
        if len(reading.digits) != len(text):
            return {}, []
        pairs = [(int(actual), d) for actual, d in zip(text, reading.digits, strict=True)]
        return {actual: d.glyph for actual, d in reversed(pairs) if d.digit != actual}, []
    refused = not reading.text
    reading = reader.read_as_number(data) if refused else reading
    alignment = align(symbols_of(reading)[0], text)
    if not alignment.fits:
        return {}, []
    taught, misplaced = clear(reading, text, alignment), len(reading.digits)
    wrong = misread(reading, text, alignment, refused=refused)
    confused = {d: crop for at, (d, crop) in taught.items() if at in wrong or at >= misplaced}
    return confused, list(taught.values())
