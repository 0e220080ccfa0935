"""How a picture is looked at."""

from __future__ import annotations

from typing import Final, NamedTuple


class Look(NamedTuple):
    """How a picture is looked at.

    Attributes:
        flat: at a sheet alone where one lies on something;
        which: at this one of several, of which the largest is 0.
        fine: for small writing at once, also in a large picture.
        light: for writing that is lighter than its ground, or darker; `None` where the picture is
            to tell.
        by_colour: how far colours are from the usual one.
        boards: only at what is dark in light surroundings, if there is such a thing.
        scraps: only at what is light and broad in dark surroundings, if there is such a thing.
        soft: out of focus, so that grains run together.
        small: for writing that is too small for any other look.
        ruling: without the rules that the ruling network finds.
    """

    flat: bool = True
    which: int = 0
    fine: bool = False
    light: bool | None = None
    by_colour: bool = False
    boards: bool = False
    scraps: bool = False
    soft: bool = False
    small: bool = False
    ruling: bool = True


ANY: Final = Look()
