"""The settings of reading alone."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class ReadingSettings(BaseSettings):
    """What the operator may choose of reading alone, without a bot."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    model_path: Path = Path(__file__).parents[2] / "models" / "digits.onnx"
