"""The settings of reading alone."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings.errors import SettingsError

NOT_UTF8: Final = (
    "The settings in the file .env cannot be read: it is no text in UTF-8. Save it as UTF-8, not "
    "as UTF-16, which is what > writes in Windows PowerShell."
)


class ReadingSettings(BaseSettings):
    """What the operator may choose of reading alone, without a bot."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    model_path: Path = Path(__file__).parents[2] / "models" / "digits.onnx"


@contextlib.contextmanager
def readable() -> Iterator[None]:
    """To be around whatever reads the settings.

    Raises:
        SettingsError: the file `.env` cannot be read; no part of it is told.
    """
    try:
        yield
    except UnicodeDecodeError:
        raise SettingsError([NOT_UTF8]) from None
    except OSError as error:
        why = f"The settings in the file .env cannot be read: {error.strerror}."
        raise SettingsError([why]) from None


def model_path() -> Path:
    """The setting MODEL_PATH.

    Raises:
        SettingsError: the file `.env` cannot be read.
    """
    with readable():
        return ReadingSettings().model_path
