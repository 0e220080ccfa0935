"""What the operator chose: the environment, checked once at the start."""

from bot.settings.settings import MISSING, ReadingSettings, Settings, SettingsError, load

__all__ = ["MISSING", "ReadingSettings", "Settings", "SettingsError", "load"]
