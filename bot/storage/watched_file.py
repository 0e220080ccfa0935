"""The file of an SQLite database, which may be deleted or replaced while it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class WatchedFile:
    """Knows whether the file is still the one that was opened.

    Args:
        path: where it is; `None` for a database on a server, which has none.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None

    def make_folder(self) -> None:
        """Makes the folder that it is in."""
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)

    def look(self) -> None:
        """Takes it for the one that was opened, as it is now."""
        self._seen = self._now()

    def vanished(self) -> bool:
        """Whether it is no longer that one; what is written would be lost."""
        return self._path is not None and self._now() != self._seen

    def _now(self) -> tuple[int, int] | None:
        if self._path is None:
            return None
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
