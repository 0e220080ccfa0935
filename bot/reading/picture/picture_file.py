"""A picture file -> its pages, each as it is seen with some look."""

from __future__ import annotations

from typing import Final

from bot.reading.binarise.ink import DETECT_SIDE
from bot.reading.binarise.rectify import flattened
from bot.reading.layout.look import ANY, Look
from bot.reading.layout.page import PLAIN, Page, find_page
from bot.reading.layout.rule_remover import RuleRemover
from bot.reading.open.decode import Picture, decode

_SMALL: Final = 14
"""Writing that is lower than this, in pixels, is looked at in the whole picture."""


class PictureFile:
    """A picture file, decoded once for all looks at it that need the same.

    Args:
        data: the whole file, in any of the formats that `decode` knows.
        unruled: takes rules out of its ink.
    """

    def __init__(self, data: bytes, unruled: RuleRemover = PLAIN) -> None:
        self._data, self._unruled = data, unruled
        self._decoded: dict[tuple[bool, bool], Picture] = {}

    def page(self, look: Look = ANY) -> Page:
        """Finds the writing.

        A large picture is decoded at half its size, and decoded whole only where the writing is
        small.

        Args:
            look: how it is looked at.

        Raises:
            PictureError: the file cannot be decoded; its text is for the person who sent it.
        """
        picture = self._decode(look.by_colour, whole=look.small)
        stretch = picture.stretch
        size = round(picture.size[0] * stretch[0]), round(picture.size[1] * stretch[1])
        page = find_page(
            picture.gray, picture.scale, size, look, self._unruled, coarsely=picture.halved
        )
        page = page._replace(stretch=stretch)
        if not picture.halved or not 0 < page.lowest * page.ink.factor < _SMALL:
            return page
        whole = self._decode(look.by_colour, whole=True)
        ink = page.ink._replace(factor=2 * page.ink.factor)
        gray, matrix, sheet = whole.gray, page.matrix, page.sheet
        if sheet is not None:
            sheet = sheet.enlarged(2)
            gray, matrix = flattened(gray, sheet)
        return page._replace(gray=gray, scale=whole.scale, ink=ink, sheet=sheet, matrix=matrix)

    def _decode(self, by_colour: bool, *, whole: bool) -> Picture:
        wanted = by_colour, whole
        if wanted not in self._decoded:
            side = None if whole else DETECT_SIDE
            self._decoded[wanted] = decode(self._data, side, by_colour=by_colour)
        return self._decoded[wanted]
