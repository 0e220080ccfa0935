"""The files that a command line names, folder by folder."""

from __future__ import annotations

import os
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
        what is hidden. And whether every folder has some, and could be looked through.
    """
    names: list[str] = []
    whole = True
    for given in paths:
        path = Path(given)
        # An empty name, as of a shell's variable that is not set, means no folder.
        if given not in {"", STANDARD_INPUT} and path.is_dir():
            files, closed = _files_in(path)
            for folder, why in closed:
                note(f"{folder}: this folder cannot be opened: {why}.")
            shown = [p for p in files if not _is_hidden(p.relative_to(path))]
            found = [p for p in shown if p.suffix.lower() in ENDINGS]
            others = [p.name for p in shown if p.suffix.lower() in PASSED_OVER]
            if not found and not closed:
                none = "there is no picture in this folder" if files else "this folder is empty"
                note(f"{given}: {none}.")
            if others:
                more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
                named = ", ".join(others[:_NAMED])
                note(f"{given}: skipped, as I do not open such files: {named}{more}.")
            names += map(str, found)
            whole = whole and bool(found) and not closed
        else:
            names.append(given)
    return names, whole


def _files_in(folder: Path) -> tuple[list[Path], list[tuple[str, str]]]:
    """All files in a folder and those in it, sorted; and which of these cannot be opened, and why.

    Hidden folders may be closed, as the trash of others on a disk is. Of what may be no file it is
    told when it is read.
    """
    errors: list[OSError] = []
    found = [
        Path(parent, name)
        for parent, _, names in os.walk(folder, onerror=errors.append)
        for name in names
    ]
    closed = [
        (str(error.filename), error.strerror or str(error))
        for error in errors
        if not _is_hidden(Path(error.filename).relative_to(folder))
    ]
    return sorted(filter(_may_be_file, found)), closed


def _may_be_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # of a folder that may be listed, and nothing in it opened
        return True


def _is_hidden(path: Path) -> bool:
    """Whether a file is no one's picture: macOS writes `._a.jpg` beside `a.jpg` on other disks."""
    return any(part.startswith(".") for part in path.parts)
