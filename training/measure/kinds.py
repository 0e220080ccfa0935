"""What is known of the folders of labelled pictures, and of pictures that hold no number."""

from __future__ import annotations

import re
from typing import Final

CHOSEN_ON: Final = frozenset({"single", "number", "cheque", "notdigit"})
"""Folders whose pictures constants, styles and weights were chosen on."""
SIGNS_NOT_LABELLED: Final = frozenset({"cheque"})
"""Folders whose labels leave out the points, commas and dashes of what is written."""

_GREEK: Final = frozenset(
    """
    greek alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho
    sigma tau upsilon phi chi psi omega
    """.split()  # noqa: SIM905 - words, not a list of strings
)
_SCRIPTS: Final = frozenset(
    {"Balinese", "Early_Aramaic", "Japanese_(katakana)", "Korean", "Sanskrit", "Tagalog"}
)
_LETTER: Final = re.compile(r"[a-z]", re.IGNORECASE)
_PHOTOGRAPHS: Final = frozenset({"photo", "notdigit"})


def none_kind(folder: str, kind: str) -> str:
    """What sort of picture without a number it is.

    Args:
        folder: its folder.
        kind: as in the table: `ood:` and what it shows.
    """
    shown = kind.removeprefix("ood:")
    if shown.lower() in _GREEK:
        return "Greek letters"
    if _LETTER.fullmatch(shown):
        return "printed letters" if folder == "notdigit" else "Latin letters"
    if shown in _SCRIPTS:
        return "other scripts"
    if shown == "blank":
        return "blank paper"
    if shown.startswith("printed"):
        return "printed pages"
    return "photographs" if folder in _PHOTOGRAPHS else "words, signs, forms"
