"""The files that a command line names, folder by folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from bot.cli.items import STANDARD_INPUT

ENDINGS: Final = {
    *(".jpg", ".jpeg", ".jfif", ".png", ".webp", ".gif"),
    *(".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".pdf"),
}
"""What counts as a picture in a folder; a file that is named is read whatever it is called."""
PASSED_OVER: Final = {
    *(".jxl", ".jp2", ".svg", ".psd", ".xcf", ".dng", ".cr2", ".nef", ".arw", ".eps", ".ps"),
    *(".djvu", ".doc", ".docx", ".odt", ".ppt", ".pptx", ".odp", ".zip"),
}
"""What may hold pictures and is not opened: somebody may wait for what is in it."""
_NAMED: Final = 5
"""Files of a folder that were passed over are named up to this many."""


def expand(paths: Iterable[str], note: Callable[[str], None]) -> tuple[list[str], bool]:
    """The files that paths mean.

    Args:
        paths: files, folders, or `-` for standard input.
        note: is told of folders without pictures, and of what is passed over.

    Returns:
        Files in the order given; a folder's pictures, and those of folders in it, sorted, but for
        what is hidden. And whether every folder has some.
    """
    names: list[str] = []
    whole = True
    for given in paths:
        path = Path(given)
        if given != STANDARD_INPUT and path.is_dir():
            files = sorted(p for p in path.rglob("*") if p.is_file())
            shown = [p for p in files if not _is_hidden(p.relative_to(path))]
            found = [p for p in shown if p.suffix.lower() in ENDINGS]
            others = [p.name for p in shown if p.suffix.lower() in PASSED_OVER]
            if not files:
                note(f"{given}: this folder is empty.")
            elif not found:
                note(f"{given}: there is no picture in this folder.")
            if others:
                more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
                named = ", ".join(others[:_NAMED])
                note(f"{given}: skipped, as I do not open such files: {named}{more}.")
            names += map(str, found)
            whole = whole and bool(found)
        else:
            names.append(given)
    return names, whole


def _is_hidden(path: Path) -> bool:
    """Whether a file is no one's picture: macOS writes `._a.jpg` beside `a.jpg` on other disks."""
    return any(part.startswith(".") for part in path.parts)
