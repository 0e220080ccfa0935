"""What Telegram shows of the bot to people who have not spoken with it yet."""

from __future__ import annotations

from typing import Final

from bot.speech import N_

# Translators: at most 512 characters.
DESCRIPTION: Final = N_(
    "I read handwritten digits and numbers.\n\n"
    "Write a number on paper, on a whiteboard or in a paint program, and send me a picture of it: "
    "you get it back as text to copy, and how sure I am of it. Several lines, tables and PDF pages "
    "work as well.\n\n"
    "I keep no pictures."
)
"""In the empty chat; at most 512 characters."""
# Translators: at most 120 characters.
SHORT: Final = N_("Send me a photo of a handwritten number, and I send it back as text.")
"""On the bot's page, and with its link; at most 120 characters."""
