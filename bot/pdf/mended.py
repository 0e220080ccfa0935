"""A PDF, so that PDFium shows all that is in it."""

from __future__ import annotations

import re
from typing import Final

from bot.pdf import notepaths, pagetree
from bot.pdf.objects import objects, replaced

_WANTED: Final = re.compile(b"|".join([pagetree.NODE.pattern, notepaths.PATH.pattern]))


def mended(data: bytes) -> bytes:
    """The file with a tree of pages that is counted right, and with paths of notes that are told.

    No byte of the file moves, as its tables point at them; what is added comes at its end.
    """
    found = objects(data, _WANTED)
    texts = pagetree.put_right(found)
    for number, text in found.texts.items():
        if notepaths.PATH.search(text):
            texts[number] = notepaths.told(texts.get(number, text))
    return replaced(data, found, texts) if texts else data
