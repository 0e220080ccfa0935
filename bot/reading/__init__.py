"""Picture bytes -> Reading. Pure: no Telegram, no disk, no clock."""

from typing import TYPE_CHECKING

from bot.reading.open.errors import PictureError
from bot.reading.result import Box, Digit, Reading, Reason, Tip

if TYPE_CHECKING:
    from bot.reading.model import ModelError
    from bot.reading.reader import Reader

__all__ = ["Box", "Digit", "ModelError", "PictureError", "Reader", "Reading", "Reason", "Tip"]


def __getattr__(name: str) -> object:
    """Loads OpenCV and onnxruntime only where they are used, so that the bot starts fast."""
    if name == "ModelError":
        from bot.reading.model import ModelError

        return ModelError
    if name == "Reader":
        from bot.reading.reader import Reader

        return Reader
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
