"""The active model on this machine's disk, so that a start needs no database.

Written so that a process killed at any moment leaves the old model or the new one, whole: the file
first, then the note that names it and its checksum; each takes its place at once. The note
disagrees with a file that a disk has torn.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

NOTE: Final = "active.json"


@dataclass(frozen=True, slots=True)
class Cached:
    """What was active when the bot last knew.

    Attributes:
        version: its number in the database; `None` for the model that ships.
        sha256: of its content, in hexadecimal; empty for the model that ships.
        content: the model file; empty for the model that ships.
    """

    version: int | None
    sha256: str = ""
    content: bytes = field(default=b"", repr=False)


def checksum(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


class ModelCache:
    """A folder with one model file and a note. Several processes may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self) -> Cached | None:
        """What is there; `None` where there is nothing, or nothing whole."""
        try:
            note = json.loads((self._folder / NOTE).read_bytes())
            version, sha256 = note["version"], note["sha256"]
            if version is None:
                return Cached(None)
            if type(version) is not int:  # nor `True`, which is one
                raise TypeError("a version is a number")
            content = self._file(str(sha256)).read_bytes()
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("the model on disk cannot be used", extra={"why": type(error).__name__})
            return None
        if checksum(content) != sha256:
            log.warning("the model on disk is damaged")
            return None
        return Cached(version, sha256, content)

    def store(self, cached: Cached) -> None:
        """Keep `cached` in place of what is there; without room for it, all stays as it is."""
        note = json.dumps({"version": cached.version, "sha256": cached.sha256}).encode()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if cached.version is not None:
                self._put(self._file(cached.sha256), cached.content)
            self._put(self._folder / NOTE, note)
            self._tidy(cached.sha256)
        except OSError as error:
            log.warning("the model cannot be kept on disk", extra={"why": error.strerror})

    def _file(self, sha256: str) -> Path:
        return self._folder / f"{sha256[:16]}.onnx"

    def _put(self, path: Path, content: bytes) -> None:
        """Write a file that appears as a whole, and is there after a power cut."""
        handle, name = tempfile.mkstemp(prefix=".new-", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _tidy(self, sha256: str) -> None:
        """Remove models that are no longer named, and what a killed process has left."""
        for path in [*self._folder.glob("*.onnx"), *self._folder.glob(".new-*")]:
            if path != self._file(sha256):
                with contextlib.suppress(OSError):
                    path.unlink()
