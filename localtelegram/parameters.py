"""Reads the parameters of a request, however the bot sent them."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import BodyPartReader, web

from localtelegram.errors import ApiError, bad_request
from localtelegram.files import MAX_UPLOAD
from localtelegram.schema import Upload

NOT_UTF8 = "strings must be encoded in UTF-8"


def parse_json(data: bytes) -> Any:
    """The value that a request's body is.

    Raises:
        UnicodeEncodeError: a text in it has half a character, which nobody could be sent.
        ValueError: it is no JSON.
    """
    value = json.loads(data)
    json.dumps(value, ensure_ascii=False).encode()
    return value


def named(part: BodyPartReader) -> tuple[str, str]:
    """Name and media type of a file in a form; bytes in them that are no UTF-8 become `?`."""
    given = part.filename or "", part.headers.get("Content-Type", "application/octet-stream")
    name, mime = (text.encode(errors="replace").decode() for text in given)
    return name, mime


async def read_parameters(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters from the query, a form (urlencoded or multipart) or a JSON body.

    Returns:
        Values by name, as text except in a JSON body, and the files by the name of their part.

    Raises:
        ApiError: the body cannot be read as what its content type says, or is too large.
    """
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.method != "POST" or not request.can_read_body:
        return values, uploads
    if request.content_type == "application/json":
        try:
            body = parse_json(await request.read())
        except UnicodeEncodeError:
            raise bad_request(NOT_UTF8) from None
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad_request("expected an Object")
        values.update(body)
    elif request.content_type == "application/x-www-form-urlencoded":
        try:
            values.update(await request.post())
        except UnicodeDecodeError:
            raise bad_request(NOT_UTF8) from None
    elif request.content_type == "multipart/form-data":
        await _read_multipart(request, values, uploads)
    else:
        raise bad_request(f"unsupported content type {request.content_type}")
    return values, uploads


async def _read_multipart(
    request: web.Request, values: dict[str, Any], uploads: dict[str, Upload]
) -> None:
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or not part.name:
                raise bad_request("can't parse multipart body")
            data = bytes(await part.read())
            if len(data) > MAX_UPLOAD:
                raise ApiError(413, "Request Entity Too Large")
            if part.filename is not None:
                uploads[part.name] = Upload(*named(part), data)
            else:
                values[part.name] = data.decode()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    except (ValueError, LookupError) as error:
        raise bad_request(f"can't parse multipart body: {error}") from None
