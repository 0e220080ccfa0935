"""Picture bytes -> Reading. Pure: no Telegram, no disk, no clock."""

from bot.reading.classify import ModelError
from bot.reading.decode import PictureError
from bot.reading.reader import Reader
from bot.reading.result import Box, Digit, Reading, Reason, Tip

__all__ = ["Box", "Digit", "ModelError", "PictureError", "Reader", "Reading", "Reason", "Tip"]
