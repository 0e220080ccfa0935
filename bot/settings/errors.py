"""What is wrong with the settings."""

from __future__ import annotations


class SettingsError(Exception):
    """The environment is not usable.

    Attributes:
        mistakes: one plain sentence for each, without the value of any secret.
    """

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes
