"""What decoding can cost at worst: `python -m benchmarks.decode`.

Makes the most expensive files of at most 20 MB that come to mind, honest and hostile, decodes each
in a process of its own, and prints a table: what became of it, time, and peak memory. HEIC needs an
encoder, which only `uv run --with pillow-heif` brings.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import itertools
import json
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from bot.reading.open.errors import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

Case = tuple[str, "Callable[[], bytes]"]


def saved(pixels: NDArray[Any] | Image.Image, kind: str, **options: object) -> bytes:
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def flat(width: int, height: int, mode: str = "RGB") -> Image.Image:
    return Image.new(mode, (width, height), "white")


def noise(width: int, height: int, spread: int = 255, bands: int = 3) -> NDArray[np.uint8]:
    """Noise, which compresses worst: `[height, width, bands]`."""
    tile = np.random.default_rng(0).integers(255 - spread, 256, (256, 509, bands), np.uint8)
    return np.tile(tile, (height // 256 + 1, width // 509 + 1, 1))[:height, :width].squeeze()


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def with_chunks(chunks: bytes) -> bytes:
    """A small PNG with more chunks after its header."""
    png = saved(flat(64, 64), "PNG")
    return png[:33] + chunks + png[33:]


def with_scans(width: int, height: int, times: int) -> bytes:
    """A progressive JPEG whose last scan comes many times."""
    jpeg = saved(flat(width, height), "JPEG", progressive=True, subsampling=0)
    last = jpeg.rindex(b"\xff\xda")
    return jpeg[:last] + jpeg[last:-2] * times + jpeg[-2:]


def strips_of_one(width: int, height: int) -> bytes:
    """A TIFF all of whose strips are the same long run of empty deflate blocks."""
    body = zlib.compress(b"", 0)[:2] + b"\0\0\0\xff\xff" * 1_000_000
    tags = [(256, 4, [width]), (257, 4, [height]), (258, 3, [8]), (259, 3, [8]), (262, 3, [1])]
    tags += [(273, 4, [8] * height), (277, 3, [1]), (278, 4, [1]), (279, 4, [len(body)] * height)]
    start = 8 + len(body)
    table, values = b"", b""
    after = start + 2 + 12 * len(tags) + 4
    for tag, kind, numbers in tags:
        packed = struct.pack(f"<{len(numbers)}{'HI'[kind - 3]}", *numbers)
        if len(packed) > 4:
            place = struct.pack("<I", after + len(values))
            values += packed
        else:
            place = packed.ljust(4, b"\0")
        table += struct.pack("<HHI", tag, kind, len(numbers)) + place
    head = b"II*\0" + struct.pack("<I", start)
    return head + body + struct.pack("<H", len(tags)) + table + bytes(4) + values


def cases() -> Iterator[Case]:
    yield "JPEG 1280x960", lambda: saved(noise(1280, 960, 60), "JPEG", quality=87)
    yield "JPEG 12 MP, noisy", lambda: saved(noise(4000, 3000, 90), "JPEG", quality=90)
    yield "JPEG 100 MP", lambda: saved(flat(10_000, 10_000), "JPEG", subsampling=0)
    yield "JPEG 20 MB", lambda: saved(noise(3500, 3400), "JPEG", quality=88, subsampling=0)
    yield "JPEG 65500x1500", lambda: saved(flat(65_500, 1500), "JPEG", subsampling=0)
    yield (
        "JPEG progressive 27 MP, noisy",
        lambda: saved(noise(5200, 5200, 90), "JPEG", quality=80, progressive=True),
    )
    yield "JPEG 1000 scans", lambda: with_scans(2000, 2000, 1000)
    yield "JPEG 100 scans", lambda: with_scans(2000, 2000, 100)
    yield "JPEG CMYK 40 MP", lambda: saved(Image.new("CMYK", (8000, 5000)), "JPEG")
    yield "JPEG junk", lambda: saved(flat(9, 9), "JPEG").replace(b"\xff\xdb", b"\0" * 20_000_000, 1)
    yield (
        "JPEG fill",
        lambda: saved(flat(9, 9), "JPEG").replace(b"\xff\xdb", b"\xff" * 20_000_000 + b"\xdb", 1),
    )
    yield "PNG 48 MP", lambda: saved(flat(8000, 6000), "PNG", compress_level=1)
    yield "PNG 48 MP alpha", lambda: saved(flat(8000, 6000, "RGBA"), "PNG", compress_level=1)
    yield "PNG 22 MP noise", lambda: saved(noise(5500, 4000, 1), "PNG", compress_level=1)
    yield "PNG 99 MP palette", lambda: saved(flat(11_000, 9000, "P"), "PNG", compress_level=1)
    yield "PNG 99 MP 1-bit", lambda: saved(flat(11_000, 9000, "1"), "PNG", compress_level=1)
    yield "PNG 65535x2500", lambda: saved(flat(65_535, 2500, "L"), "PNG", compress_level=1)
    yield (
        "PNG 95 MP 16-bit",
        lambda: saved(np.full((9500, 10_000), 65_535, np.uint16), "PNG", compress_level=1),
    )
    yield (
        "PNG texts",
        lambda: with_chunks(chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(1_000_000))) * 15_000),
    )
    yield "PNG 1.7 M chunks", lambda: with_chunks(chunk(b"juNk") * 1_700_000)
    yield "GIF 48 MP", lambda: saved(flat(8000, 6000, "P"), "GIF")
    yield "GIF 20 MB", lambda: saved(noise(5000, 5000, bands=1), "GIF")
    yield (
        "GIF comments",
        lambda: saved(flat(9, 9), "GIF").replace(b",", b"!\xfe" + b"\1a" * 10_000_000 + b"\0,", 1),
    )
    yield "WebP 12 MP", lambda: saved(noise(4000, 3000, 60), "WEBP", quality=80, method=0)
    yield (
        "WebP 12 MP lossless",
        lambda: saved(noise(4000, 3000, 127), "WEBP", lossless=True, quality=0, method=0),
    )
    yield (
        "WebP 268 MP",
        lambda: b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\xff\x3f\0\xff\x3f\0" + bytes(20),
    )
    yield "BMP 20 MB", lambda: saved(noise(2700, 2500), "BMP")
    yield "BMP 1-bit 48 MP", lambda: saved(flat(8000, 6000, "1"), "BMP")
    yield "BMP runs", lambda: run_lengths(2000, 2000, b"\1\7" * 495_000)
    yield "BMP 4 MB of runs", lambda: run_lengths(2000, 2000, b"\0\2\0\0" * 1_000_000)
    yield (
        "TIFF 27 MP deflate, one strip",
        lambda: saved(
            flat(6000, 4500), "TIFF", compression="tiff_adobe_deflate", strip_size=1 << 30
        ),
    )
    yield "TIFF 47 MP LZW", lambda: saved(flat(6900, 6900), "TIFF", compression="tiff_lzw")
    yield "TIFF 80 MP fax", lambda: saved(flat(10_000, 8000, "1"), "TIFF", compression="group4")
    yield (
        "TIFF 47 MP float",
        lambda: saved(Image.new("F", (6900, 6900), 0.5), "TIFF", compression="tiff_adobe_deflate"),
    )
    yield "TIFF JPEG noise", lambda: saved(noise(4000, 4000, 90), "TIFF", compression="jpeg")
    yield "TIFF of one strip many times", lambda: strips_of_one(50, 60_000)
    yield "AVIF 19 MP", lambda: saved(flat(4350, 4350), "AVIF", speed=10)
    yield "AVIF noise", lambda: saved(noise(4096, 4000, 120), "AVIF", speed=10, quality=90)
    yield "AVIF that lies", lambda: lying(saved(flat(12_000, 12_000), "AVIF", speed=10))
    if importlib.util.find_spec("pillow_heif") is None:
        return
    importlib.import_module("pillow_heif").register_heif_opener()
    yield "HEIC 24 MP", lambda: saved(noise(5712, 4284, 60), "HEIF", quality=45)
    yield "HEIC 48 MP", lambda: saved(flat(8064, 6048), "HEIF", quality=50)


def run_lengths(width: int, height: int, runs: bytes) -> bytes:
    """A BMP with 8 bits a pixel, compressed by run lengths."""
    palette = bytes(1024)
    head = struct.pack("<IiiHHIIIIII", 40, width, height, 1, 8, 1, len(runs), 0, 0, 256, 0)
    start = 14 + len(head) + len(palette)
    return b"BM" + struct.pack("<IHHI", start + len(runs), 0, 0, start) + head + palette + runs


def lying(avif: bytes) -> bytes:
    """The same file, with 64 by 64 pixels in its header."""
    at = avif.index(b"ispe") + 8
    return avif[:at] + struct.pack(">II", 64, 64) + avif[at + 8 :]


def one(path: Path) -> dict[str, object]:
    """Decodes a file in this process."""
    from bot.reading.open.decode import decode
    from bot.reading.open.errors import PictureError

    data = path.read_bytes()
    before = resident("VmRSS")
    start, start_cpu = time.perf_counter(), time.process_time()
    try:
        height, width = decode(data).gray.shape
        outcome = f"{width}x{height}"
    except PictureError as error:
        outcome = type(error).__name__
    seconds, cpu = time.perf_counter() - start, time.process_time() - start_cpu
    peak = resident("VmHWM")
    return {
        "outcome": outcome,
        "seconds": seconds,
        "cpu": cpu,
        "more": peak - before,
        "peak": peak,
    }


def resident(field: str) -> float:
    """Memory of this process in MB, by the name that Linux gives it."""
    status = Path("/proc/self/status").read_text()
    return int(status.split(field + ":")[1].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--file", type=Path, help="decode this file alone, print JSON")
    arguments = parser.parse_args()
    if arguments.file:
        print(json.dumps(one(arguments.file)))
        return
    print(
        f"{'case':34}{'MB':>6}  {'outcome':16}{'s':>7}{'CPU s':>7}{'MB more':>9}{'MB in all':>11}"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture"
        for name, make in itertools.filterfalse(lambda c: arguments.only not in c[0], cases()):
            data = make()
            if len(data) > MAX_BYTES:
                print(f"{name:34}{len(data) / 1e6:6.1f}  too long to be tried")
                continue
            path.write_bytes(data)
            del data
            command = [sys.executable, "-m", "benchmarks.decode", "--file", str(path)]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            row = json.loads(done.stdout)
            print(
                f"{name:34}{path.stat().st_size / 1e6:6.1f}  {row['outcome']:16}"
                f"{row['seconds']:7.2f}{row['cpu']:7.2f}{row['more']:9.0f}{row['peak']:11.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
