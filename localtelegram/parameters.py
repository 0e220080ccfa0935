"""Reads the parameters of a request, however the bot sent them."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import BodyPartReader, web

from localtelegram.errors import ApiError, bad_request
from localtelegram.files import MAX_UPLOAD
from localtelegram.schema import Upload


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
            body = json.loads(await request.read())
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad_request("expected an Object")
        values.update(body)
    elif request.content_type == "application/x-www-form-urlencoded":
        values.update(await request.post())
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
                mime = part.headers.get("Content-Type", "application/octet-stream")
                uploads[part.name] = Upload(part.filename, mime, data)
            else:
                values[part.name] = data.decode()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    except (ValueError, LookupError) as error:
        raise bad_request(f"can't parse multipart body: {error}") from None
