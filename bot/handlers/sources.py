"""Where in a message a picture is, and how to get it."""

from __future__ import annotations

import asyncio
import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.gateway.retry import patiently
from bot.handlers.responses import message_of, tell
from bot.replies import answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import CallbackQuery, Document, ExternalReplyInfo, Message, PhotoSize

    from bot.context import Context

MOST_BYTES: Final = 20 * 1024 * 1024
"""What Telegram lets bots download."""
DOWNLOAD_SECONDS: Final = 60.0
"""How long one download may take, however steadily it drips."""
ENOUGH: Final = 1280
"""A longer side, in pixels, beyond which a photo is not read any better."""
UNTOLD: Final = {"", "application/octet-stream"}
PICTURE_ENDINGS: Final = (".heic", ".heif", ".avif", ".webp", ".pdf")
"""Known to be pictures, or pages, also where the system's table of types is old."""
PDF: Final = "application/pdf"


class Unavailable(Exception):
    """The picture cannot be had; the text tells its sender why."""


@dataclass(frozen=True, slots=True)
class Source:
    """A picture that Telegram keeps.

    Attributes:
        file_id: how to ask for it.
        unique: the same for the same picture, whoever sends it.
        size: bytes, as far as known.
        is_file: sent as a file, so of any kind and any size.
    """

    file_id: str
    unique: str
    size: int
    is_file: bool


def picture_in(message: Message | ExternalReplyInfo) -> Source | None:
    """The picture in a message: photo, picture as a file, or sticker that does not move."""
    if message.photo:
        photo = sufficient(message.photo)
        return Source(photo.file_id, photo.file_unique_id, photo.file_size or 0, is_file=False)
    sticker = message.sticker
    if sticker is not None and not (sticker.is_animated or sticker.is_video):
        size = sticker.file_size or 0
        return Source(sticker.file_id, sticker.file_unique_id, size, is_file=False)
    document = message.document
    if document is not None and message.animation is None and may_be_picture(document):
        size = document.file_size or 0
        return Source(document.file_id, document.file_unique_id, size, is_file=True)
    return None


def picture_behind(message: Message) -> Source | None:
    """The picture in a message, or in the message of another chat or topic that it replies to."""
    own = picture_in(message)
    return own or (picture_in(message.external_reply) if message.external_reply else None)


async def picture_asked_for(query: CallbackQuery) -> tuple[Message, Source] | None:
    """The answer under which a button was pressed, and its picture; where one is gone, says so."""
    answered = message_of(query)
    if answered is None:
        await tell(query, answers.OUT_OF_DATE)
        return None
    original = answered.reply_to_message
    source = picture_behind(original) if original is not None else None
    if source is None:
        await tell(query, answers.PICTURE_DELETED)
        return None
    return answered, source


def sufficient(sizes: Sequence[PhotoSize]) -> PhotoSize:
    """The smallest size that is read as well as the largest."""
    by_side = sorted(sizes, key=lambda size: max(size.width, size.height))
    return next((s for s in by_side if max(s.width, s.height) >= ENOUGH), by_side[-1])


def may_be_picture(document: Document) -> bool:
    """Whether a file is worth a look: only what is surely something else is not.

    Mime types and names are missing or wrong often enough. Only where both say something, and
    neither says "picture", it is surely something else; the rest is for its content to decide.
    """
    mime = (document.mime_type or "").lower()
    name = (document.file_name or "").lower()
    by_name = mimetypes.guess_type(name)[0] or ""
    if mime.startswith("image/") or by_name.startswith("image/") or name.endswith(PICTURE_ENDINGS):
        return True
    if mime == PDF:
        return True
    return mime in UNTOLD or not by_name


async def fetch(context: Context, source: Source) -> bytes:
    """Get a picture into memory.

    Raises:
        Unavailable: too big, gone, or Telegram cannot be reached.
    """
    if source.size > MOST_BYTES:
        raise Unavailable(answers.TOO_BIG)

    async def download() -> bytearray:
        async with asyncio.timeout(DOWNLOAD_SECONDS):
            return await file.download_as_bytearray()

    try:
        file = await context.bot.get_file(source.file_id)
        if (file.file_size or 0) > MOST_BYTES:
            raise Unavailable(answers.TOO_BIG)
        return bytes(await patiently(download, "download"))
    except BadRequest as error:
        too_big = "too big" in error.message.lower()
        raise Unavailable(answers.TOO_BIG if too_big else answers.GONE) from error
    except InvalidToken as error:  # how python-telegram-bot reports a 404 of a download
        raise Unavailable(answers.GONE) from error
    except (TelegramError, TimeoutError) as error:
        raise Unavailable(answers.NO_CONNECTION) from error
