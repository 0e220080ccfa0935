"""Why a file could not be decoded, in words for the person who sent it."""

from __future__ import annotations

from bot.speech import N_

MAX_BYTES = 20 * 1024 * 1024
"""The largest file that is read, in bytes; also the most that Telegram lets a bot download."""

MAX_PIXELS = 100_000_000
"""The largest picture that is read, in pixels, whatever its format."""

MAX_LENGTH = 65_535
"""The longest side that is read, in pixels; as long as JPEG allows."""

MAX_MEMORY = 196_000_000
"""What decoding one picture may take, in bytes, beside the file itself."""


class PictureError(ValueError):
    """A file that cannot be read; its text tells the person who sent it why, and what to do.

    Attributes:
        at_hand: the same for somebody who has the file and sends it nowhere.
        parts: sentences of its text, with fields in braces.
        values: of the fields; a text may be translated as the sentences may.
    """

    def __init__(self, why: str, to_send: str = "", to_do: str = "", **values: str | int) -> None:
        """Says it.

        Args:
            why: what is wrong with the file, in a sentence.
            to_send: what to send instead, in a sentence.
            to_do: what to do about it where nothing is sent.
            values: of the fields in the sentences.
        """
        super().__init__(f"{why} {to_send}".rstrip().format(**values))
        self.at_hand = f"{why} {to_do}".rstrip().format(**values)
        self.parts = tuple(part for part in (why, to_send) if part)
        self.values = values


class NotAPicture(PictureError):
    """The file is of no format that is read here."""

    def __init__(self, known: str) -> None:
        """Says what is read.

        Args:
            known: the formats, such as "a JPEG or PNG".
        """
        super().__init__(
            N_("This file is not a picture that I can open."),
            N_("Please send {known}."),
            "It has to be {known}.",
            known=known,
        )


class BrokenPicture(PictureError):
    """The file begins like a picture, but is damaged, incomplete or stored in a rare way."""

    def __init__(self) -> None:
        super().__init__(
            N_("This picture is damaged, incomplete or stored in a way that I cannot read."),
            N_("Please send it once more, or save it as JPEG or PNG first."),
            "Where a viewer opens it, save it as JPEG or PNG from there.",
        )


class RareKind(PictureError):
    """The file is sound, as far as is known, but of a kind within its format that is not read."""

    def __init__(self, kind: str) -> None:
        """Says what it is.

        Args:
            kind: such as "a JPEG of 12 bits".
        """
        super().__init__(
            N_("This is {kind}, which I cannot open."),
            N_("Please save it as PNG and send that."),
            "Save it as PNG.",
            kind=kind,
        )


class TooManyBytes(PictureError):
    """The file is longer than `MAX_BYTES`, or than its slow format allows."""

    def __init__(self, most: int = MAX_BYTES) -> None:
        super().__init__(
            N_("This file is larger than {most} MB."),
            N_("Please send a smaller picture, for example as a photo instead of as a file."),
            "Save it smaller, for example as JPEG.",
            most=most >> 20,
        )


class TooManyPixels(PictureError):
    """Decoding the picture would take too much memory or time."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(
            N_("This picture has too many pixels for me ({width} by {height})."),
            N_("Please send a smaller one, for example as a photo instead of as a file."),
            "Make it smaller first.",
            width=width,
            height=height,
        )


def check_size(width: int, height: int, memory: int = 0) -> None:
    """Refuses what would cost too much to decode; called before any pixel is decoded.

    Args:
        width: of the picture, in pixels, as its header says.
        height: likewise.
        memory: estimate of what decoding will take, in bytes.

    Raises:
        BrokenPicture: no pixels at all.
        TooManyPixels: more than a limit of this module.
    """
    if width < 1 or height < 1:
        raise BrokenPicture
    if max(width, height) > MAX_LENGTH or width * height > MAX_PIXELS or memory > MAX_MEMORY:
        raise TooManyPixels(width, height)
