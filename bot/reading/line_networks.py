"""The two networks that read whole lines, and where their files are."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from bot.reading.line.digit_lines import DigitLineNetwork
from bot.reading.line.network import LineNetwork

LINES: Final = "lines.onnx"
"""Name of the line network's file, beside the classifier's."""
DIGIT_LINES: Final = "digitlines.onnx"
"""Name of the second line network's."""
SHIPPED: Final = Path(__file__).resolve().parents[2] / "models"


class LineNetworks(NamedTuple):
    """The networks that read whole lines; they ship together.

    Attributes:
        network: knows signs and letters as well.
        second: knows digits alone.
    """

    network: LineNetwork
    second: DigitLineNetwork

    @classmethod
    def open(cls, folder: Path, *, brief: bool = False) -> LineNetworks:
        """Loads both from a folder; those that ship where it does not hold both.

        Raises:
            ModelError: a file is missing or does not fit.
        """
        if not all((folder / name).exists() for name in (LINES, DIGIT_LINES)):
            folder = SHIPPED
        return cls(
            LineNetwork.open(folder / LINES, brief=brief),
            DigitLineNetwork.open(folder / DIGIT_LINES, brief=brief),
        )
