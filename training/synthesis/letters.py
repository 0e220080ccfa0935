"""Letters and symbols: of typefaces, and in single strokes as a pen draws them.

What looks like a digit (O, I, l, |, S, Z, b, q, o and their relatives in other scripts) is left
out: nobody could refuse it without refusing digits too.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import ImageFont

from training.augment import CANVAS, Bend, Ink, bent, fit

LATIN: Final = "AABBCDEEFFGHHJKKLMMNNPQRRTUVWWXXYaadeefhkmmnnprrtuvwwxx"
GREEK: Final = "ΓΔΛΞΠΣΦΨΩαβγεζηκλμνξπρτυφχψω"
CYRILLIC: Final = "БГДЖИЙКЛМНПФЦШЩЫЮЯЬЪвгджийклмнтфцшщыюя"
MARKS: Final = "+=#%&@?*<>{}[]~^√±÷×∞≈≠∑∏∇∈∩∪∨⊕⊗€£¥¶"  # noqa: RUF001 - meant
PICTURES: Final = "→←↑↓↔⇒★☆♥♦♣♠♪♫✓✔✗✘☺☹☼☀☂☎✂✈☠☯⚓⚡⌂"
OTHERS: Final = (
    "אבגהחטלמנעפצקשת"
    "بتثجحخسشصضطظعغفقكلي"
    "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՊՋՌՎՏՐՑՒՔՖაბდთკლმნჟრსტფქღშჩცძწჭხჯჰ"
    "ⴰⴱⴳⴷⴹⴻⴼⴽⵀⵃⵄⵅⵇⵉⵊⵎⵓⵕⵖⵚⵛⵜⵟⵡⵢⵣⵥᐁᐃᐅᐊᑌᑎᑐᑕᓭᓯᓱᓴᔦᔨᔪᔭ"
)
WIDE: Final = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique")
FONTS: Final = (
    *WIDE, "DejaVuSerif", "DejaVuSerif-Italic", "DejaVuSerif-Bold", "DejaVuSansMono",
    "STIXGeneral", "STIXGeneralItalic", "STIXGeneralBol",
)  # fmt: skip
ROMAN: Final = (*FONTS, "cmr10", "cmmi10", "cmss10", "cmti10", "cmtt10", "cmb10")
HERSHEY: Final = (0, 1, 2, 3, 4, 5, 6, 7, 6, 7, 0, 16, 16 | 7, 16 | 3)


def printed(rng: np.random.Generator) -> Ink:
    """A letter or a symbol of a typeface."""
    chance = rng.random()
    fonts: tuple[str, ...]
    if chance < 0.45:
        text, fonts = LATIN, ROMAN
    elif chance < 0.7:
        text, fonts = (GREEK, CYRILLIC, MARKS)[int(rng.integers(3))], FONTS
    else:
        text, fonts = (OTHERS, OTHERS, PICTURES)[int(rng.integers(3))], WIDE
    symbol = text[int(rng.integers(len(text)))]
    return letter(symbol, fonts[int(rng.integers(len(fonts)))])


@cache
def letter(symbol: str, font: str) -> Ink:
    """One letter on a canvas; empty where the typeface has none."""
    mask, missing = (_font(font).getmask(text) for text in (symbol, "\U0010ffff"))
    empty = not all(mask.size) or bytes(mask) == bytes(missing)
    if empty:
        return np.zeros((CANVAS, CANVAS), np.uint8)
    return fit(np.asarray(mask, np.uint8).reshape(mask.size[::-1]))


@cache
def _font(name: str) -> ImageFont.FreeTypeFont:
    import matplotlib as mpl

    return ImageFont.truetype(Path(mpl.get_data_path()) / "fonts" / "ttf" / f"{name}.ttf", 56)


def lettered(rng: np.random.Generator) -> Ink:
    """A letter in single strokes, as a pen would draw it."""
    symbol = LATIN[int(rng.integers(len(LATIN)))]
    field = np.zeros((120, 150), np.uint8)
    face = HERSHEY[int(rng.integers(len(HERSHEY)))]
    cv2.putText(field, symbol, (30, 90), face, 2.4, 255, int(rng.integers(2, 11)), cv2.LINE_AA)
    return bent(fit(field), rng, Bend(turn=4, lean=0.15, stretch=0.2, wave=2.5))
