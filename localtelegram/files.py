"""The files of the local Telegram: kept in memory, handed out by file id."""

from __future__ import annotations

import asyncio
import hashlib
import io
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from PIL import Image, ImageOps

from localtelegram.errors import bad_request

MAX_DOWNLOAD = 20 * 2**20
"""Bytes that a bot may download, https://core.telegram.org/bots/api#getfile."""
MAX_UPLOAD = 50 * 2**20
"""Bytes of a document that a bot may upload."""
MAX_PHOTO = 10 * 2**20
"""Bytes of a photo that a bot may upload."""
PHOTO_SIDES = (90, 320, 800, 1280)
"""Longest sides in pixels of the sizes that Telegram makes of a photo."""
_JPEG_QUALITY = 87
_FOLDERS = {"photo": "photos", "document": "documents", "sticker": "stickers", "voice": "voice"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file that a bot can name by its id.

    Attributes:
        file_id: what the bot downloads or sends again by.
        unique_id: the same for the same content.
        kind: `photo`, `document`, `sticker` or `voice`.
        path: `file_path` of getFile.
        size: bytes.
        mime: media type as the sender gave it, or None.
        name: file name as the sender gave it, or None.
        width: pixels, 0 where it is no picture.
        height: pixels, 0 where it is no picture.
        data: the content; None for a file too large to be kept, of which only the size is known.
    """

    file_id: str
    unique_id: str
    kind: str
    path: str
    size: int
    mime: str | None
    name: str | None
    width: int
    height: int
    data: bytes | None

    def to_json(self) -> dict[str, Any]:
        """The fields that Telegram gives of the file in a message."""
        value: dict[str, Any] = {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }
        if self.kind in {"photo", "sticker"}:
            value |= {"width": self.width, "height": self.height}
        if self.kind in {"document", "voice"} and self.mime is not None:
            value["mime_type"] = self.mime
        if self.kind == "document" and self.name is not None:
            value["file_name"] = self.name
        if self.kind == "sticker":
            value |= {"type": "regular", "is_animated": False, "is_video": False}
        if self.kind == "voice":
            value["duration"] = 1
        return value


def photo_sizes(data: bytes) -> list[tuple[int, int, bytes]]:
    """What Telegram makes of a picture that is sent as a photo.

    Args:
        data: a picture in any format that Pillow reads.

    Returns:
        `(width, height, JPEG bytes)` for each size, smallest first; upright, without metadata, on
        white where the picture is transparent, never enlarged.

    Raises:
        ApiError: the data is no picture, or of a shape that Telegram refuses.
    """
    try:
        with Image.open(io.BytesIO(data)) as opened:
            width, height = opened.size
            if width + height > 10_000 or max(width, height) > 20 * min(width, height):
                raise bad_request("PHOTO_INVALID_DIMENSIONS")
            opened.draft("RGB", (PHOTO_SIDES[-1], PHOTO_SIDES[-1]))
            picture = on_white(ImageOps.exif_transpose(opened))
    except Image.DecompressionBombError:
        raise bad_request("PHOTO_INVALID_DIMENSIONS") from None
    except (OSError, ValueError, SyntaxError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    width, height = picture.size
    sizes: list[tuple[int, int, bytes]] = []
    longest = max(width, height)
    sides = [side for side in PHOTO_SIDES if side < longest]
    for side in [*sides, min(longest, PHOTO_SIDES[-1])]:
        scale = side / longest
        shape = (max(1, round(width * scale)), max(1, round(height * scale)))
        if sizes and sizes[-1][:2] == shape:
            continue
        small = picture if shape == picture.size else picture.resize(shape, reducing_gap=2.0)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=_JPEG_QUALITY)
        sizes.append((*shape, out.getvalue()))
    return sizes


def on_white(picture: Image.Image) -> Image.Image:
    """The picture without transparency."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return picture.convert("RGB")


class FileStore:
    """Keeps files by id; the oldest go when `max_bytes` is passed."""

    def __init__(self, max_bytes: int = 256 * 2**20) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._files: OrderedDict[str, StoredFile] = OrderedDict()
        self._by_path: dict[str, str] = {}
        self._by_content: dict[tuple[str, ...], str] = {}
        self._content_of: dict[str, tuple[str, ...]] = {}
        self._photos: dict[bytes, list[StoredFile]] = {}
        self._sizes_of: dict[str, tuple[bytes, list[StoredFile]]] = {}
        self._count = 0

    def get(self, file_id: str) -> StoredFile | None:
        """The file of that id, if there is one."""
        return self._files.get(file_id)

    def at_path(self, path: str) -> StoredFile | None:
        """The file that getFile named `path`, if there is one."""
        return self._files.get(self._by_path.get(path, ""))

    def photo(self, file_id: str) -> list[StoredFile]:
        """All sizes of the photo that a file is one size of, smallest first."""
        _, files = self._sizes_of.get(file_id, (b"", []))
        return files

    async def add_photo(self, data: bytes) -> list[StoredFile]:
        """Stores a picture in Telegram's sizes, smallest first, without blocking the loop."""
        key = hashlib.sha256(data).digest()
        known = self._photos.get(key)
        if known is not None:
            return known
        sizes = await asyncio.get_running_loop().run_in_executor(None, photo_sizes, data)
        files = [
            self.add("photo", jpeg, mime="image/jpeg", size=(width, height))
            for width, height, jpeg in sizes
        ]
        self._photos[key] = files
        for file in files:
            self._sizes_of[file.file_id] = key, files
        return files

    def add(
        self,
        kind: str,
        data: bytes,
        *,
        mime: str | None = None,
        name: str | None = None,
        size: tuple[int, int] = (0, 0),
        length: int | None = None,
    ) -> StoredFile:
        """Stores a file byte for byte.

        Args:
            kind: `photo`, `document`, `sticker` or `voice`.
            data: its content, or its beginning where `length` tells that there was more of it.
            mime: media type as given by the sender.
            name: file name as given by the sender.
            size: width and height of a picture in pixels.
            length: bytes of the whole file, where `data` is not all of it.
        """
        total = len(data) if length is None else length
        digest = hashlib.sha256(data).hexdigest()
        key = (kind, digest, str(total), mime or "", name or "")
        known = self._files.get(self._by_content.get(key, ""))
        if known is not None:
            return known
        self._count += 1
        suffix = PurePosixPath(name).suffix if name else {"photo": ".jpg"}.get(kind, "")
        file = StoredFile(
            file_id=f"{'AgAC' if kind == 'photo' else 'BQAC'}{secrets.token_urlsafe(39)}",
            unique_id=f"AQAD{digest[:12]}",
            kind=kind,
            path=f"{_FOLDERS[kind]}/file_{self._count}{suffix}",
            size=total,
            mime=mime,
            name=name,
            width=size[0],
            height=size[1],
            data=data if total == len(data) else None,
        )
        self._files[file.file_id] = file
        self._by_path[file.path] = file.file_id
        self._by_content[key] = file.file_id
        self._content_of[file.file_id] = key
        self._bytes += len(file.data or b"")
        self._shrink()
        return file

    def _shrink(self) -> None:
        while self._bytes > self._max_bytes and len(self._files) > 1:
            _, old = self._files.popitem(last=False)
            self._bytes -= len(old.data or b"")
            self._by_path.pop(old.path, None)
            del self._by_content[self._content_of.pop(old.file_id)]
            key, _ = self._sizes_of.pop(old.file_id, (b"", []))
            self._photos.pop(key, None)
