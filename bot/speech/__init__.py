"""In which language the bot speaks: each person's own, set once per update; English by default.

Texts are English in the code, where `N_` marks those that are translated later, as a whole, by
what says them; `tr` and `plural` translate at once. What has no translation stays English.
"""

from bot.speech.catalogue import N_, apart, listed, plural, speaking, spoken, tr, use
from bot.speech.languages import ENGLISH, LANGUAGES, language_of

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "N_",
    "apart",
    "language_of",
    "listed",
    "plural",
    "speaking",
    "spoken",
    "tr",
    "use",
]
