"""The child process that renders pages: `python -m bot.pdf.render FIRST MOST AREA SIDE`.

The file comes in on standard input. What goes out is, for each part, a line of JSON: first
`{"pages": 3}` or `{"error": "locked"}`; then for each page `{"page": 1, "width": 1240, "height":
1754}` and as many bytes of gray, or `{"page": 2, "error": "broken"}`.

It is a process of its own because PDFium parses what strangers send, in C++: the child is limited
in memory and time, and where it falls, only it falls. It imports nothing else that is large.
"""

from __future__ import annotations

import contextlib
import json
import math
import sys
from typing import TYPE_CHECKING, Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw

from bot.pdf.annotations import draw_missing
from bot.pdf.mended import mended

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY: Final = 320 * 1024 * 1024
"""Of data. An A4 page scanned in colour at 600 dots an inch takes 150 MiB while it is rendered."""
_FILE: Final = 20 * 1024 * 1024
"""Bytes of a file for which there is room in that; a longer one gets more room, for two copies."""
_MOST_UNPACKED: Final = 128 * 1024 * 1024
"""Bytes of a page's pictures, unpacked; PDFium leaves out without a word what has no room."""
_DEEP: Final = 5
"""Forms in forms, in which pictures are looked for."""
CPU_SECONDS: Final = 30
_SHARPEST: Final = 300 / 72
"""Pixels a point of 1/72 inch: a small sheet is rendered no finer than it would be scanned."""


class _TooMuch(Exception):
    """A page's pictures are larger than there is room for."""


def main() -> None:
    """Render what the command line says."""
    first, most, area, side = (int(word) for word in sys.argv[1:5])
    data = sys.stdin.buffer.read()
    _limit(MEMORY + 2 * max(0, len(data) - _FILE))
    data = mended(data)
    try:
        document = pdfium.PdfDocument(data)
        document.init_forms()  # before a page is got, or what is filled in is not drawn
        count = len(document)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
        _tell({"error": "locked" if locked else "broken"})
        return
    _tell({"pages": count})
    for place in range(first - 1, min(count, first - 1 + most)):
        try:
            for part in _rendered(document, place, area, side):
                _tell({"page": place + 1} | part[0], part[1])
        except _TooMuch:
            _tell({"page": place + 1, "error": "costly"})
        except (pdfium.PdfiumError, MemoryError, ValueError, OverflowError):
            _tell({"page": place + 1, "error": "broken"})


def _rendered(
    document: pdfium.PdfDocument, place: int, area: int, side: int
) -> Iterator[tuple[dict[str, Any], bytes]]:
    page = document[place]
    try:
        if _unpacked(page) > _MOST_UNPACKED:
            raise _TooMuch
        draw_missing(page.raw)
        width, height = page.get_size()
        scale = min(_SHARPEST, math.sqrt(area / (width * height)), side / max(width, height))
        bitmap = page.render(scale=scale, grayscale=True, rev_byteorder=False)
        rows, step = bytes(bitmap.buffer), bitmap.stride
        gray = b"".join(rows[y * step : y * step + bitmap.width] for y in range(bitmap.height))
        yield {"width": bitmap.width, "height": bitmap.height}, gray
    finally:
        page.close()


def _unpacked(page: pdfium.PdfPage) -> int:
    """Bytes that the page's pictures take once they are unpacked."""
    total = 0
    for picture in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEP):
        about = picture.get_metadata()
        total += about.width * about.height * max(1, about.bits_per_pixel) // 8
    return total


def _tell(part: dict[str, Any], gray: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(part).encode() + b"\n" + gray)
    sys.stdout.buffer.flush()


def _limit(memory: int) -> None:
    """Bounds this process; Windows has no such limits, and there the parent's clock is left."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


if __name__ == "__main__":
    main()
