"""The picture that shows what was read, and how: made for a phone's screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.drawing import palette
from bot.drawing.canvas import (
    WIDTH,
    Canvas,
    Colour,
    Kind,
    resized,
    text_width,
    tinted,
    wrapped,
)
from bot.drawing.photo import View, draw_view, view_of
from bot.reading.cells.cell import DOUBTFUL
from bot.reading.result import Reason, Tip

if TYPE_CHECKING:
    from bot.reading.open.decode import Picture
    from bot.reading.result import Digit, Reading, Symbol

MOST_CARDS: Final = 24
"""Of a longer text only so many digits are shown one by one: the least certain."""

_EDGE: Final = 32
_GAP: Final = 20
_TRACK: Final[Colour] = (228, 232, 238)
_OTHER: Final[Colour] = (160, 170, 184)
_INK_DARK: Final[Colour] = (24, 30, 42)
_INK_LIGHT: Final[Colour] = (255, 255, 255)

_REASONS: Final = {
    Reason.NO_INK: "There is no writing that stands out from the ground.",
    Reason.NOT_A_DIGIT: "What stands out from the ground does not look like digits.",
    Reason.TOO_MUCH_INK: "Too much stands out from the ground to tell digits from the rest.",
    Reason.TOO_MANY: "These are more digits than I can read at once.",
}
_TIPS: Final = {
    Tip.TOO_DARK: "The picture is dark.",
    Tip.TOO_SMALL: "If there is writing, it is small in the picture.",
    Tip.CUT_OFF: "If there is writing, it runs over the edge.",
    Tip.BLURRED: "If there is writing, it is blurred.",
}


def explain(
    picture: Picture, reading: Reading, kind: Kind = "jpeg", *, words: bool = True
) -> bytes:
    """Draws a reading: the text, the picture with a box on each digit, and each digit's guesses.

    A sign that is doubted has a box, too.

    Args:
        picture: what was read, as it was decoded.
        reading: what was read from it; its `turned` is applied to the picture here.
        kind: file format; JPEG is a fifth of PNG's size, and sharp enough for a chat.
        words: whether English words are drawn, for which alone Pillow's own font has letters.

    Returns:
        A JPEG or PNG file, 1080 pixels wide, within what Telegram takes as a photo.
    """
    view = view_of(picture, reading, WIDTH - 2 * _EDGE)
    head = _Head(reading, words=words)
    cards = _Cards(reading, words=words)
    top = head.height
    below = top + view.gray.shape[0] + _GAP
    canvas = Canvas(WIDTH, below + cards.height + _EDGE - _GAP, palette.GROUND)
    head.draw(canvas)
    draw_view(canvas, view, ((WIDTH - view.gray.shape[1]) // 2, top), _colour_of)
    cards.draw(canvas, below)
    return canvas.encoded(kind)


def percent(probability: float) -> str:
    """A probability in whole per cent, rounded down; it never claims 100 % nor 0 %."""
    if probability > 0.99:
        return ">99 %"
    if probability < 0.01:
        return "<1 %"
    return f"{int(probability * 100 + 1e-9)} %"


def _colour_of(symbol: Symbol) -> Colour:
    return palette.GOOD if symbol.confidence >= DOUBTFUL else palette.DOUBT


class _Head:
    """The text that was read, large, and how certain it is; or why nothing was read."""

    _LONGEST = 4

    def __init__(self, reading: Reading, *, words: bool) -> None:
        self._reading = reading
        self._words = words
        sure = reading.confidence >= DOUBTFUL
        if reading.reason is None:
            self._colour = palette.GOOD if sure else palette.DOUBT
            self._note = percent(reading.confidence)
            if words:
                self._note += " sure" if sure else " · a guess"
        else:
            self._colour, self._note = palette.FAINT, ""
        self._room = WIDTH - 2 * _EDGE - self._note_width()
        self._size, self._lines = self._fitted()
        self.height = _EDGE + round(len(self._lines) * self._size * 1.15) + _GAP
        self._more = []
        if reading.reason is not None and words:
            for sentence in [_REASONS[reading.reason], *(_TIPS[tip] for tip in reading.tips)]:
                self._more += wrapped(sentence, 36, WIDTH - 2 * _EDGE)
            self.height += 46 * len(self._more)

    def _note_width(self) -> int:
        return round(text_width(self._note, 36)) + 48 + _GAP if self._note else 0

    def _fitted(self) -> tuple[int, list[str]]:
        """Size and lines of the text: as large as has room; cut where even small is too long."""
        if self._reading.reason is not None:
            if not self._words:
                return 64, ["?"]
            many = self._reading.reason is Reason.TOO_MANY
            return 64, ["There is too much here" if many else "I see no digit"]
        lines = self._reading.text.split("\n")
        if len(lines) > self._LONGEST:
            more = len(lines) - self._LONGEST + 1
            left_out = f"… {more} more lines" if self._words else f"… +{more}"
            lines = [*lines[: self._LONGEST - 1], left_out]
        for size in (104, 88, 72, 60, 48, 40, 34):
            if size * len(lines) <= 260 and all(text_width(t, size) <= self._room for t in lines):
                return size, lines
        most = int(self._room / text_width("0", 34)) - 1
        return 34, [line if len(line) <= most else line[:most] + "…" for line in lines]

    def draw(self, canvas: Canvas) -> None:
        y = float(_EDGE)
        for line in self._lines:
            y += self._size * 1.15
            canvas.text((_EDGE, y - self._size * 0.3), line, self._size, palette.TEXT, bold=True)
        for line in self._more:
            y += 46
            canvas.text((_EDGE, y - 6), line, 36, palette.TEXT)
        if self._note:
            width = self._note_width() - _GAP
            middle = _EDGE + self._size * 0.5
            canvas.panel((WIDTH - _EDGE - width, round(middle - 32), width, 64), 32, self._colour)
            at = (WIDTH - _EDGE - width / 2, middle)
            canvas.text(at, self._note, 36, palette.CARD, "mm")


class _Cards:
    """A card for each digit, in reading order: what the network saw, and its best guesses."""

    def __init__(self, reading: Reading, *, words: bool) -> None:
        digits = reading.digits
        doubts = sorted(digits, key=lambda digit: digit.confidence)[:MOST_CARDS]
        shown = {id(digit) for digit in doubts}
        self._digits = [digit for digit in digits if id(digit) in shown]
        count = len(doubts)
        self._columns = 1 if count == 1 else 2 if count <= 6 else 3
        self._enlarged = {1: 11, 2: 6, 3: 4}[self._columns]
        self._size = {1: 52, 2: 34, 3: 28}[self._columns]
        self._padding = {1: 28, 2: 16, 3: 14}[self._columns]
        self._card_height = 28 * self._enlarged + 2 * self._padding
        self._title = "What I saw of each digit, and my best guesses"
        if count == 1:
            self._title = "What I saw of it, and my best guesses"
        elif count < len(digits):
            self._title = f"The {count} least certain of {len(digits)} digits"
        if not words:
            self._title = f"{count}/{len(digits)}" if count < len(digits) else ""
        rows = -(-count // self._columns)
        self.height = 62 + rows * (self._card_height + _GAP) if count else 0

    def draw(self, canvas: Canvas, top: int) -> None:
        if not self.height:
            return
        canvas.text((_EDGE, top + 36), self._title, 32, palette.FAINT)
        y = top + 62
        width = (WIDTH - 2 * _EDGE - (self._columns - 1) * _GAP) // self._columns
        for place, digit in enumerate(self._digits):
            row, column = divmod(place, self._columns)
            x = _EDGE + column * (width + _GAP)
            self._draw_card(canvas, (x, y + row * (self._card_height + _GAP)), width, digit)

    def _draw_card(self, canvas: Canvas, at: tuple[int, int], width: int, digit: Digit) -> None:
        x, y = at
        pad, side, size = self._padding, 28 * self._enlarged, self._size
        canvas.panel((x, y, width, self._card_height), 20, palette.CARD)
        glyph = tinted(resized(digit.glyph, side, side), _INK_DARK, _INK_LIGHT)
        canvas.picture((x + pad, y + pad), glyph, 12)
        best = sorted(enumerate(digit.probabilities), key=lambda pair: -pair[1])[:3]
        left = x + pad + side + pad
        bar_left = left + round(text_width("0", size)) + pad // 2 + 4
        right = x + width - pad
        bar_right = right - round(text_width(">99 %", size)) - pad // 2 - 4
        step = side / len(best)
        for place, (guess, probability) in enumerate(best):
            middle = round(y + pad + step * (place + 0.5))
            colour = _colour_of(digit) if guess == digit.digit else _OTHER
            ink = palette.TEXT if guess == digit.digit else palette.FAINT
            canvas.text((left, middle), str(guess), size, ink, "lm", bold=guess == digit.digit)
            canvas.text((right, middle), percent(probability), size, ink, "rm")
            thick = round(size * 0.5)
            track = (bar_left, middle - thick // 2, bar_right - bar_left, thick)
            canvas.panel(track, thick // 2, _TRACK)
            filled = round(track[2] * probability)
            canvas.panel((*track[:2], filled, thick), thick // 2, colour)


__all__ = ["MOST_CARDS", "WIDTH", "View", "explain", "percent"]
