"""A probability in words: of all that answers say, what `read` needs where all goes well."""

from __future__ import annotations

from math import floor

from bot.speech import tr


def percent(probability: float) -> str:
    """A probability for people, rounded down: it is never told as more, nor as 100 % or 0 %."""
    if probability >= 0.999:
        return tr("over 99.9\u00a0%")
    if probability >= 0.99:
        whole, tenth = divmod(floor(probability * 1000), 10)
        return tr("{whole}.{tenth}\u00a0%").format(whole=whole, tenth=tenth)
    if probability < 0.01:
        return tr("under 1\u00a0%")
    return tr("{number}\u00a0%").format(number=floor(probability * 100 + 1e-9))


def share(part: int, whole: int) -> str:
    """What was counted, in per cent of all, to a tenth; it may be all, or nothing."""
    number, tenth = divmod(round(1000 * part / whole), 10)
    text = tr("{whole}.{tenth}\u00a0%") if tenth else tr("{number}\u00a0%")
    return text.format(whole=number, tenth=tenth, number=number)
