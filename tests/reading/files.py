"""Picture files for tests, made on the fly."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

DATA = Path(__file__).parent / "data"
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""EXIF orientation to what was done to the upright picture before it was stored."""


def scene(width=96, height=72):
    """A gray picture in which no turn and no mirroring looks like another."""
    gray = np.full((height, width), 255, np.uint8)
    gray[height // 8 : height // 2, width // 8 : width // 6] = 0
    gray[height // 2 - height // 8 : height // 2, width // 8 : width // 2] = 60
    gray[-height // 4 :, -width // 4 :] = 150
    return gray


def saved(image, kind, **options):
    """An image or array as a file of a format, by Pillow's name of it."""
    if isinstance(image, np.ndarray):
        image = Image.fromarray(image)
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def turned(gray, kind, orientation, **options):
    """The picture stored as a camera held that way stores it."""
    image = Image.fromarray(gray)
    if STORED[orientation] is not None:
        image = image.transpose(STORED[orientation])
    exif = Image.Exif()
    exif[274] = orientation
    return saved(image, kind, exif=exif, **options)


def chunk(kind, body=b""):
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_that_says(width, height, depth=8, colour=0):
    """A PNG whose header gives a size that its pixels do not have."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    pixels = zlib.compress(bytes(100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND")


def tiff_of(
    pixels,
    order="<",
    *,
    big=False,
    colour=None,
    extra=None,
    orientation=1,
    compression=1,
    planes=False,
):
    """A TIFF of `[H, W, samples]`, of kinds that Pillow opens and cannot save.

    Args:
        pixels: 8 or 16 bits each.
        order: `<` or `>`.
        big: with offsets of 64 bits.
        colour: as TIFF numbers it; by default gray or RGB.
        extra: what the last sample is, as TIFF numbers it: 1 alpha multiplied in, 2 alpha.
        orientation: as EXIF numbers it.
        compression: as TIFF numbers it; 8 is done, any other only said.
        planes: each sample is in a plane of its own.
    """
    height, width, samples = pixels.shape
    stored = pixels.astype(pixels.dtype.newbyteorder(order))
    strips = [stored[..., n].tobytes() for n in range(samples)] if planes else [stored.tobytes()]
    strips = [zlib.compress(strip) if compression == 8 else strip for strip in strips]
    body = b"".join(strips)
    head, word, number = (16, "Q", "Q") if big else (8, "I", "H")
    start = head + len(body) + len(body) % 2
    size = struct.calcsize(word)
    tags = {
        256: (4, [width]),
        257: (4, [height]),
        258: (3, [8 * pixels.itemsize] * samples),
        259: (3, [compression]),
        262: (3, [colour or (2 if samples > 2 else 1)]),
        273: (4, [head + sum(map(len, strips[:n])) for n in range(len(strips))]),
        274: (3, [orientation]),
        277: (3, [samples]),
        278: (4, [height]),
        279: (4, [len(strip) for strip in strips]),
        284: (3, [2 if planes else 1]),
    }
    if extra is not None:
        tags[338] = (3, [extra])
    table, after = b"", start + struct.calcsize(number) + len(tags) * (4 + 2 * size) + size
    values = b""
    for tag, (kind, numbers) in tags.items():
        value = struct.pack(f"{order}{len(numbers)}{'HI'[kind - 3]}", *numbers)
        if len(value) > size:
            value, values = struct.pack(order + word, after + len(values)), values + value
        table += struct.pack(f"{order}HH{word}", tag, kind, len(numbers)) + value.ljust(size, b"\0")
    mark = (b"II" if order == "<" else b"MM") + struct.pack(order + "H", 43 if big else 42)
    mark += struct.pack(order + "HHQ", 8, 0, start) if big else struct.pack(order + "I", start)
    table = struct.pack(order + number, len(tags)) + table + bytes(size)
    return mark + body + bytes(len(body) % 2) + table + values


def small_files():
    """A sound small file of each format, and of each way to compress that takes another path."""
    gray = scene()
    colour = Image.fromarray(gray).convert("RGB")
    clear = colour.convert("RGBA")
    clear.putalpha(Image.fromarray(255 - gray // 2))
    return {
        "jpeg": saved(colour, "JPEG"),
        "jpeg-progressive": saved(colour, "JPEG", progressive=True),
        "jpeg-exif": turned(gray, "JPEG", 6),
        "png": saved(gray, "PNG"),
        "png-alpha": saved(clear, "PNG"),
        "png-palette": saved(colour.quantize(4), "PNG"),
        "png-16": saved(gray.astype(np.uint16) * 257, "PNG"),
        "webp": saved(colour, "WEBP"),
        "webp-lossless": saved(clear, "WEBP", lossless=True),
        "webp-exif": turned(gray, "WEBP", 3),
        "webp-moving": saved(clear, "WEBP", save_all=True, append_images=[colour]),
        "gif": saved(gray, "GIF"),
        "gif-moving": saved(colour, "GIF", save_all=True, append_images=[clear]),
        "bmp": saved(colour, "BMP"),
        "bmp-1-bit": saved(Image.fromarray(gray).convert("1"), "BMP"),
        "tiff": saved(gray, "TIFF"),
        "tiff-lzw": saved(colour, "TIFF", compression="tiff_lzw"),
        "tiff-deflate": saved(clear, "TIFF", compression="tiff_adobe_deflate"),
        "tiff-zstd": saved(colour, "TIFF", compression="zstd"),
        "tiff-lzma": saved(clear, "TIFF", compression="lzma"),
        "tiff-planes": tiff_of(np.stack([gray] * 3, axis=-1) * np.uint16(257), planes=True),
        "tiff-jpeg": saved(colour, "TIFF", compression="jpeg"),
        "tiff-fax": saved(Image.fromarray(gray).convert("1"), "TIFF", compression="group4"),
        "tiff-big": saved(gray, "TIFF", big_tiff=True),
        "tiff-premultiplied": tiff_of(np.stack([gray // 2, gray], axis=-1), extra=1),
        "tiff-wide-pixels": saved(gray, "TIFF", x_resolution=98, y_resolution=204),
        "avif": saved(colour, "AVIF", speed=10),
        "avif-alpha": saved(clear, "AVIF", speed=10),
        "avif-moving": saved(colour, "AVIF", speed=10, save_all=True, append_images=[colour]),
        "heic": (DATA / "seven.heic").read_bytes(),
        "heic-turned": (DATA / "seven-turned.heic").read_bytes(),
    }


def off(picture, expected):
    """The largest difference between two gray pictures of the same size."""
    assert picture.gray.dtype == np.uint8
    assert picture.gray.flags.c_contiguous
    assert picture.gray.shape == expected.shape
    return int(np.abs(picture.gray.astype(int) - expected).max())
