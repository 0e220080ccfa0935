"""What the chat page's requests carry: JSON, and forms with files, from one person to a chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Unpack

from aiohttp import BodyPartReader, web

from localtelegram.errors import ApiError
from localtelegram.files import MAX_DOWNLOAD
from localtelegram.parameters import parse_json
from localtelegram.scaling import TOO_LARGE
from localtelegram.senders import Where
from localtelegram.world import Message

if TYPE_CHECKING:
    from localtelegram.people import LocalUser

NO_FORM = "This is not a form."
_MAX_FILE = 2_000 * 2**20


def number(given: object) -> int:
    """A whole number, such as an id.

    Raises:
        ApiError: it is none.
    """
    try:
        return int(str(given))
    except ValueError:
        raise ApiError(400, "A number is missing.") from None


async def json_body(request: web.Request) -> dict[str, Any]:
    """The object that a request carries.

    Raises:
        ApiError: it carries something else.
    """
    if request.content_type != "application/json":
        raise ApiError(415, "JSON is expected.")
    try:
        body = parse_json(await request.read())
    except UnicodeEncodeError:
        raise ApiError(400, "There is half a character in this text.") from None
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise ApiError(400, "JSON is expected.")
    return body


async def form_parts(request: web.Request) -> AsyncIterator[BodyPartReader]:
    """The parts of the form that a request carries.

    Raises:
        ApiError: it carries something else.
    """
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise ApiError(400, NO_FORM)
            yield part
    except (AssertionError, ValueError):  # of what is no form, or none that ends
        raise ApiError(400, NO_FORM) from None


async def read_file(part: BodyPartReader) -> tuple[bytes, int]:
    """The file and its length; of one that no bot may download, only the length matters."""
    data, length = bytearray(), 0
    while chunk := await part.read_chunk(2**16):
        length += len(chunk)
        if length <= MAX_DOWNLOAD:
            data += chunk
        elif length > _MAX_FILE:
            raise ApiError(413, "Telegram takes files of up to 2 GB.")
    return bytes(data), length


async def send_files(
    person: LocalUser,
    fields: dict[str, str],
    files: list[tuple[str, str, bytes, int]],
    **where: Unpack[Where],
) -> list[Message]:
    """Sends photos, as an album where there are several, or files, as the form's fields say.

    Args:
        person: from whom.
        fields: `as` and `caption`.
        files: name, mime type, content and length of each.
        where: into which chat, and in reply to what.
    """
    if not files:
        raise ApiError(400, "There is no file.")
    caption = fields.get("caption", "")
    if fields.get("as") == "photo":
        if any(length > len(data) for _, _, data, length in files):
            raise ApiError(400, TOO_LARGE)
        pictures = [data for _, _, data, _ in files]
        if len(pictures) == 1:
            return [await person.send_photo(pictures[0], caption=caption, **where)]
        return await person.send_album(pictures, caption=caption, **where)
    return [
        await person.send_document(data, name, mime, caption=caption, length=length, **where)
        for name, mime, data, length in files
    ]
