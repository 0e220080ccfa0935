"""Rare kinds of pictures are opened, or named."""

import struct
import zlib

import numpy as np
import pytest
from reading.files import chunk, off, saved, scene, tiff_of

from bot.reading.open.decode import decode
from bot.reading.open.errors import RareKind
from bot.reading.open.formats import tiff_codecs


def test_gray_with_its_alpha_multiplied_in():
    """What Pillow calls `La`: TIFF, ExtraSamples 1. It cannot save one, hence by hand."""
    gray, alpha = np.full((40, 40), 40, np.uint8), np.zeros((40, 40), np.uint8)
    alpha[10:30, 10:30], alpha[20, 20] = 255, 128
    pixels = np.stack([gray.astype(int) * alpha // 255, alpha], axis=-1).astype(np.uint8)
    seen = decode(tiff_of(pixels, extra=1)).gray
    assert seen[0, 0] == 255
    assert seen[15, 15] == 40
    assert seen[20, 20] == pytest.approx((40 * 128 + 255 * 127) / 255, abs=2)


@pytest.mark.parametrize("deflated", [False, True])
@pytest.mark.parametrize("samples", [1, 3])
def test_a_tiff_with_offsets_of_64_bits_is_read(samples, deflated):
    pixels = np.repeat(scene()[..., None], samples, axis=-1)
    tiff = tiff_of(pixels, big=True, compression=8 if deflated else 1)
    assert tiff[2] == 43
    assert off(decode(tiff), scene()) == 0


def test_a_tiff_with_offsets_of_64_bits_in_the_other_order_is_named():
    with pytest.raises(RareKind, match=r"a BigTIFF in big-endian byte order.*save it as PNG"):
        decode(tiff_of(scene()[..., None], order=">", big=True))


def test_a_big_tiff_is_turned_and_stretched_as_any_other():
    turned_by_tag = tiff_of(scene()[..., None], big=True, orientation=3)
    assert off(decode(turned_by_tag), scene()[::-1, ::-1]) == 0


def test_deep_gray_with_transparency_in_a_png():
    gray = np.full((20, 20), 51 * 257, ">u2")
    pixels = np.stack([gray, np.zeros_like(gray)], axis=-1)
    pixels[5:15, 5:15, 1] = 65535
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", 20, 20, 16, 4, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    png += chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND")
    seen = decode(png).gray
    assert seen[10, 10] == 51
    assert seen[0, 0] == 255


@pytest.mark.parametrize("extra", [1, 2])
def test_deep_gray_with_transparency_in_a_tiff_is_named(extra):
    pixels = np.full((8, 8, 2), 9999, np.uint16)
    with pytest.raises(RareKind, match=r"a TIFF of 16-bit gray with transparency.*save it as PNG"):
        decode(tiff_of(pixels, extra=extra))


@pytest.mark.parametrize(
    ("tag", "value", "words"),
    [(259, 34712, "JPEG 2000"), (259, 50001, "WebP"), (259, 999, "method 999")],
)
def test_a_rare_compression_is_named(tag, value, words):
    with pytest.raises(RareKind, match=f"a TIFF compressed with {words}, which I cannot open"):
        decode(tiff_of(np.zeros((8, 8, 1), np.uint8), compression=value))


def test_a_compression_that_the_library_was_built_without_is_named(monkeypatch):
    """Pillow's own builds have no WebP in a TIFF."""
    monkeypatch.setitem(tiff_codecs._PERHAPS, 50001, "webp")
    with pytest.raises(RareKind, match="a TIFF compressed with WebP, which I cannot open"):
        decode(tiff_of(np.zeros((8, 8, 1), np.uint8), compression=50001))


@pytest.mark.parametrize(
    ("marker", "precision", "words"),
    [(0xC3, 8, "lossless or coded arithmetically"), (0xC9, 8, "lossless"), (0xC1, 12, "12 bits")],
)
def test_a_rare_jpeg_is_named(marker, precision, words):
    frame = bytes([0xFF, marker, 0, 11, precision])
    jpeg = saved(scene(), "JPEG").replace(b"\xff\xc0\0\x0b\x08", frame, 1)
    with pytest.raises(RareKind, match=words):
        decode(jpeg)
