"""Photos, documents and albums: uploaded, attached, or by file id."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from localtelegram.errors import ApiError, bad_request
from localtelegram.files import MAX_PHOTO, MAX_UPLOAD, StoredFile
from localtelegram.methods.request import Request, caption_fields
from localtelegram.schema import Upload
from localtelegram.world import Chat, Message

_MEDIA_IDS = {"photo": "Photo", "document": "Document", "sticker": "Sticker", "voice": "Voice"}


async def photo_content(request: Request, given: Upload | str) -> dict[str, Any]:
    """The field `photo` of a message, from an upload or a file id."""
    source = _resolve(request, given, "photo")
    if isinstance(source, StoredFile):
        files = request.world.files.photo(source.file_id)
    else:
        size = len(source.data)
        if size > MAX_PHOTO:
            raise bad_request(
                f"file of size {size} bytes is too big for a photo; the maximum size is "
                f"{MAX_PHOTO} bytes"
            )
        files = await request.world.files.add_photo(source.data)
    return {"photo": [file.to_json() for file in files]}


async def document_content(request: Request, given: Upload | str) -> dict[str, Any]:
    """The field `document` of a message, from an upload or a file id."""
    source = _resolve(request, given, "document")
    if isinstance(source, Upload):
        source = request.world.files.add(
            "document", source.data, mime=source.mime, name=source.filename
        )
    return {"document": source.to_json()}


def _resolve(request: Request, given: Upload | str, kind: str) -> Upload | StoredFile:
    """The upload or stored file that a file parameter names.

    Raises:
        ApiError: there is no such file, it is of another kind, or too large.
    """
    if isinstance(given, str) and given.startswith("attach://"):
        name = given.removeprefix("attach://")
        if name not in request.uploads:
            raise bad_request(f'there is no file part "{name}" in the request')
        given = request.uploads[name]
    if isinstance(given, Upload):
        if not given.data:
            raise bad_request("file must be non-empty")
        if len(given.data) > MAX_UPLOAD:
            raise ApiError(413, "Request Entity Too Large")
        return given
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    file = request.world.files.get(given)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {_MEDIA_IDS[file.kind]} as {_MEDIA_IDS[kind]}")
    return file


async def media_content(request: Request, media: dict[str, Any]) -> dict[str, Any]:
    """The fields of a message from an `InputMediaPhoto` or `InputMediaDocument`."""
    build = photo_content if media["type"] == "photo" else document_content
    return await build(request, media["media"]) | caption_fields(media)


def _chat_for(request: Request, kind: str) -> Chat:
    """The chat of a request, unless its members may not send such messages."""
    chat = request.chat()
    if kind in chat.forbidden:
        raise bad_request(f"not enough rights to send {kind} to the chat")
    return chat


async def send_photo(request: Request) -> Message:
    """Posts a photo."""
    chat = _chat_for(request, "photos")
    content = caption_fields(request.values) | request.markup()
    replied = request.replied(chat)
    content = await photo_content(request, request.values["photo"]) | content
    return request.post(chat, content, replied)


async def send_document(request: Request) -> Message:
    """Posts a file, byte for byte."""
    chat = _chat_for(request, "documents")
    content = caption_fields(request.values) | request.markup()
    replied = request.replied(chat)
    content = await document_content(request, request.values["document"]) | content
    return request.post(chat, content, replied)


async def send_media_group(request: Request) -> list[Message]:
    """Posts an album: several messages with one `media_group_id`."""
    chat = request.chat()
    media = request.values["media"]
    if {f"{item['type']}s" for item in media} & chat.forbidden:
        raise bad_request("not enough rights to send media to the chat")
    if not 2 <= len(media) <= 10:
        raise bad_request("media must include 2-10 items")
    if len({item["type"] for item in media}) > 1:
        raise bad_request("media of different types can't be mixed in one album")
    replied = request.replied(chat)
    contents = [await media_content(request, item) for item in media]
    group = {"media_group_id": str(uuid4().int >> 64)}
    return [request.post(chat, group | content, replied) for content in contents]


HANDLERS = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
}
