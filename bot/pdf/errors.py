"""Why a PDF, or a page of it, is not read, in words for the person who sent it."""

from __future__ import annotations

from bot.reading.open.errors import PictureError
from bot.speech import N_


class IncompletePdf(PictureError):
    """Its end is missing."""

    def __init__(self) -> None:
        super().__init__(
            N_("This PDF is incomplete: its end is missing."),
            N_("Please send it once more."),
            "Copy or download it once more.",
        )


class LargePdf(PictureError):
    """It is longer than is read."""

    def __init__(self, most: int) -> None:
        """Says what is read.

        Args:
            most: bytes of a file.
        """
        super().__init__(
            N_("This file is larger than {most} MB."),
            N_("Please send a photo or a screenshot of it."),
            "Save fewer of its pages in a file, or scan them at a lower resolution.",
            most=most >> 20,
        )


class LockedPdf(PictureError):
    """It is encrypted with a password that is not empty."""

    def __init__(self) -> None:
        super().__init__(
            N_("This PDF needs a password to be opened."),
            N_("Please save it without one, or send a photo or a screenshot of its pages."),
            "Save it without one.",
        )


class BrokenPdf(PictureError):
    """It cannot be opened, or has no pages."""

    def __init__(self) -> None:
        super().__init__(
            N_("This PDF is damaged, and I cannot open it."),
            N_("Please print it as a PDF once more, or send a photo or a screenshot of its pages."),
            "Where a viewer opens it, print it as a PDF from there.",
        )


class BrokenPage(PictureError):
    """One page of it cannot be shown."""

    def __init__(self) -> None:
        super().__init__(N_("This page is damaged, and I cannot show it."))


class CostlyPage(PictureError):
    """A page of it, or all of it, takes more memory or time than there is."""

    def __init__(self, *, whole: bool = False) -> None:
        super().__init__(
            N_("This PDF takes too much memory or time to be shown.")
            if whole
            else N_("This page takes too much memory or time to be shown."),
            N_("Please send a photo or a screenshot of it."),
            "Save it as a JPEG.",
        )
