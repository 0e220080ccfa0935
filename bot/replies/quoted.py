"""Something written, amid a sentence: without quotation marks a lone sign looks like the bot's."""

from __future__ import annotations

from html import escape

from bot.speech import apart, tr


def quoted(written: str) -> str:
    """What is written in a picture, in quotation marks, so that a tap copies it; HTML."""
    return tr("“{text}”").format(text=apart(f"<code>{escape(written, quote=False)}</code>"))
