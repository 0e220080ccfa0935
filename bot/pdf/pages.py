"""A PDF's pages, one by one, as the child process renders them."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np

from bot.pdf.errors import BrokenPage, BrokenPdf, CostlyPage, IncompletePdf, LargePdf, LockedPdf
from bot.reading.open.decode import MAX_AREA, MAX_SIDE, Picture
from bot.reading.open.errors import MAX_BYTES, PictureError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_PAGES: Final = 20
"""As many are read of one PDF that somebody sends."""
SECONDS: Final = 20.0
"""Within which all of them have to be rendered."""
_LOOK_SECONDS: Final = 0.1
"""Between two looks whether a child may go on."""
_MOST_FALLS: Final = 3
"""A child that fell over a page is replaced by one that begins with the next, so often."""
_NEAR_START: Final = 1024
"""Where the mark may stand, in bytes: some programs write something before it."""
_END: Final = b"%%EOF"
"""Closes the file, and each of its earlier revisions (ISO 32000-1, 7.5.5 and 7.5.6)."""
_OBJECT: Final = re.compile(rb"(?<![0-9])[0-9]{1,9}\s+[0-9]{1,5}\s+obj\b")
_ROOT: Final = Path(__file__).parents[2]
_PROGRAM: Final = ("-m", "bot.pdf.render")
_ENVIRONMENT: Final = (
    *("PATH", "HOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "VIRTUAL_ENV"),
    *("SYSTEMROOT", "TEMP", "TMP"),
)
"""All that the child needs to know: the bot's token is none of it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was rendered, or was not.

    Attributes:
        number: from 1.
        of: how many pages there are.
        picture: the page, or why there is none.
    """

    number: int
    of: int
    picture: Picture | PictureError


def is_pdf(data: bytes) -> bool:
    """Whether a file says of itself that it is a PDF."""
    return b"%PDF-" in data[:_NEAR_START]


def pages(
    data: bytes,
    most: int = MOST_PAGES,
    seconds: float = SECONDS,
    largest: int = MAX_BYTES,
    stop: threading.Event | None = None,
) -> Iterator[Page]:
    """Renders the first pages of a PDF.

    Args:
        data: the whole file.
        most: how many pages are rendered; all have a number in `of`.
        seconds: after which no more pages are, by the clock.
        largest: bytes of a file that is opened.
        stop: once it is set, no more pages are rendered either.

    Raises:
        PictureError: nothing of it can be shown, or its latest revision is lost; its text is for
            the person who sent it.
    """
    if len(data) > largest:
        raise LargePdf(largest)
    if _is_cut(data):
        raise IncompletePdf
    until, number, count = time.monotonic() + seconds, 1, 0

    def ended() -> bool:
        return time.monotonic() >= until or (stop is not None and stop.is_set())

    for _ in range(_MOST_FALLS):
        with _child(data, number, most - number + 1, ended) as out:
            head = _line(out)
            if "error" in head:
                raise _reason(data, head["error"])
            if "pages" not in head:
                raise CostlyPage(whole=True)
            count = head["pages"]
            while (part := _line(out)) and "page" in part:
                number = part["page"] + 1
                yield Page(part["page"], count, _picture(part, out))
        if number > min(most, count):
            break
        yield Page(number, count, CostlyPage())
        number += 1
        if ended() or number > min(most, count):
            return
    if not count:
        raise BrokenPdf


def _is_cut(data: bytes) -> bool:
    """Whether a revision was begun after the last that is complete.

    PDFium opens the complete one without a word, and shows none of the notes that were added.
    """
    last = data.rfind(_END)
    return last >= 0 and _OBJECT.search(data, last) is not None


def _reason(data: bytes, error: str) -> PictureError:
    if error == "locked":
        return LockedPdf()
    return BrokenPdf() if _END in data[-_NEAR_START:] else IncompletePdf()


def _picture(part: dict[str, Any], out: IO[bytes]) -> Picture | PictureError:
    if "error" in part:
        return CostlyPage() if part["error"] == "costly" else BrokenPage()
    width, height = part["width"], part["height"]
    gray = np.frombuffer(out.read(width * height), np.uint8)
    if gray.size < width * height:
        return CostlyPage()
    return Picture(gray.reshape(height, width), 1.0, (width, height))


def _line(out: IO[bytes]) -> dict[str, Any]:
    line = out.readline()
    part: dict[str, Any] = json.loads(line) if line.endswith(b"\n") else {}
    return part


@contextlib.contextmanager
def _child(data: bytes, first: int, most: int, ended: Callable[[], bool]) -> Iterator[IO[bytes]]:
    """A child that renders; it is gone when this ends, and soon after `ended` says so."""
    numbers = [str(number) for number in (first, most, MAX_AREA, MAX_SIDE)]
    command = [sys.executable, *_PROGRAM, *numbers]
    process = subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
        command,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_LOOK_SECONDS):
            if ended():
                process.kill()
                return

    threading.Thread(target=watch, daemon=True).start()
    try:
        with contextlib.suppress(BrokenPipeError), process.stdin as stdin:
            stdin.write(data)
        yield process.stdout
    finally:
        done.set()
        process.kill()
        process.stdout.close()
        process.wait()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    path = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return kept | {"PYTHONPATH": os.pathsep.join(path)}
