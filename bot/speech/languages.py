"""The languages that the bot speaks."""

from __future__ import annotations

from typing import Final

ENGLISH: Final = "en"
LANGUAGES: Final = {
    ENGLISH: "English",
    "es": "Español",
    "pt": "Português (Brasil)",
    "de": "Deutsch",
    "fr": "Français",
    "ru": "Русский",
    "uk": "Українська",
    "id": "Bahasa Indonesia",
    "tr": "Türkçe",
    "fa": "فارسی",
}
"""By the code of ISO 639-1, which is all that Telegram takes: what each calls itself."""
RIGHT_TO_LEFT: Final = frozenset({"fa"})


def language_of(code: str | None) -> str:
    """The language for Telegram's `language_code`, an IETF tag such as `pt-br`; else English."""
    language = (code or "").replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else ENGLISH
