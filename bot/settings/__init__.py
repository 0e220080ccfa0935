"""What the operator chose: the environment, checked once at the start."""

from bot.settings.errors import SettingsError
from bot.settings.reading import ReadingSettings, model_path
from bot.settings.settings import MISSING, Settings, load

__all__ = ["MISSING", "ReadingSettings", "Settings", "SettingsError", "load", "model_path"]
