"""What a file says of itself before its pixels: size, orientation, shape of a pixel, cost.

Each function walks one container, and hands back only the parts that carry pixels. So metadata,
broken or hostile, never reaches a decoder, and a limit is checked before anything is decoded.
"""

from __future__ import annotations

import re
import struct
from typing import NamedTuple

from bot.reading.open.errors import BrokenPicture, RareKind, TooManyPixels, check_size
from bot.reading.open.formats.aspect import SQUARE, aspect_of, aspect_of_jfif
from bot.reading.open.formats.tiff_directory import Exif, exif_of
from bot.speech import N_

_MAX_PARTS = 100_000
"""More chunks, segments or blocks than this are no honest picture."""

_MAX_SCAN_PIXELS = 1_500_000_000
"""Scans of a progressive JPEG times its pixels: each scan visits every block once more."""

_JPEG_MARKER = re.compile(rb"\xff([\xc0-\xfe])")
_JPEG_KEPT = frozenset({0xC4, 0xDB, 0xDD, 0xE0, 0xEE})
"""Huffman and quantisation tables, restart interval, JFIF's and Adobe's note on the colours."""

_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PNG_STORED = {0: 1, 2: 4, 3: 1, 4: 4, 6: 4}


class Parts(NamedTuple):
    """The parts of a file that carry pixels.

    Attributes:
        data: a file of the same format, without the rest.
        orientation: as in EXIF, 1 to 8.
        aspect: how many times as high as wide a pixel is, as the file is stored.
    """

    data: bytes
    orientation: int = 1
    aspect: float = SQUARE


def jpeg(data: bytes) -> Parts:
    """A JPEG's tables, frame and scans (ITU-T T.81, annex B).

    Raises:
        BrokenPicture: no frame.
        RareKind: a frame that is neither baseline nor progressive with 8 bits.
        TooManyPixels: see `check_size`; coefficients count where they are kept until the end.
    """
    kept = [data[:2]]
    exif, aspect = Exif(), 0.0  # where a density of the format's own is missing, EXIF's counts
    frame: tuple[int, ...] = ()
    at = 2
    for _ in range(_MAX_PARTS):
        found = _JPEG_MARKER.search(data, at)
        if found is None or found.end() + 2 > len(data):
            break
        marker, start = found[1][0], found.start()
        if 0xD0 <= marker <= 0xD8:  # these stand alone
            at = found.end()
            continue
        at = found.end() + int.from_bytes(data[found.end() : found.end() + 2], "big")
        segment = data[start:at]
        if marker in {0xC0, 0xC1, 0xC2} and not frame:
            frame = tuple(segment[4:])
            progressive = marker == 0xC2
            kept.append(segment)
        elif marker == 0xDA and len(frame) >= 6 and len(segment) > 4:
            buffered = progressive or segment[4] < frame[5]
            _check_jpeg(frame, data.count(b"\xff\xda", start) if buffered else 0)
            head = b"".join(kept)
            # A photo from a messenger has nothing to leave out.
            whole = data if len(head) == start else head + memoryview(data)[start:]
            return Parts(whole, exif.orientation, aspect or exif.aspect)
        elif marker == 0xE1 and segment[4:10] == b"Exif\0\0" and exif == Exif():
            exif = exif_of(segment[4:])
        elif marker in _JPEG_KEPT:
            kept.append(segment)
            if marker == 0xE0 and segment[4:9] == b"JFIF\0" and len(segment) >= 16:
                aspect = aspect_of_jfif(*struct.unpack_from(">BHH", segment, 11))
        elif 0xC0 <= marker <= 0xCF and not frame:
            raise RareKind(N_("a JPEG that is lossless or coded arithmetically"))
        elif 0xC0 <= marker <= 0xCF or marker in {0xD9, 0xDA}:
            break
    raise BrokenPicture


def _check_jpeg(frame: tuple[int, ...], scans: int) -> None:
    """Checks precision, size, components, and the memory of coefficients where all are kept.

    Args:
        frame: the bytes of the frame's segment, from its precision on.
        scans: how many there are if all coefficients are kept until the last, else 0.
    """
    precision, components = frame[0], frame[5]
    height, width = frame[1] << 8 | frame[2], frame[3] << 8 | frame[4]
    factors = [(factor >> 4, factor & 15) for factor in frame[7::3]]
    if precision == 12:
        raise RareKind(N_("a JPEG of 12 bits"))
    if (
        precision != 8
        or components not in {1, 3, 4}
        or len(factors) != components
        or not all(1 <= x <= 4 and 1 <= y <= 4 for x, y in factors)
    ):
        raise BrokenPicture
    across, down = max(x for x, _ in factors), max(y for _, y in factors)
    samples = sum(width * x // across * height * y // down for x, y in factors)
    check_size(width, height, 2 * samples if scans else 0)
    if scans * samples > _MAX_SCAN_PIXELS:
        raise TooManyPixels(width, height)


def png(data: bytes) -> Parts:
    """A PNG's header, palette, transparency and pixels (PNG third edition, section 11).

    Raises:
        BrokenPicture: cut short, or its header is not the first chunk.
        TooManyPixels: see `check_size`.
    """
    kept = [data[:8]]
    exif, aspect = Exif(), 0.0  # where a density of the format's own is missing, EXIF's counts
    at = 8
    for _ in range(_MAX_PARTS):
        if at + 12 > len(data):
            break
        length, kind = struct.unpack_from(">I4s", data, at)
        if (kind == b"IHDR") != (at == 8):
            break
        end = at + 12 + length
        if kind == b"IHDR" and length == 13:
            width, height, depth, colour = struct.unpack_from(">IIBB", data, at + 8)
            if depth not in {1, 2, 4, 8, 16} or colour not in _PNG_CHANNELS:
                break
            row = (width * _PNG_CHANNELS[colour] * depth + 7) // 8
            stored = width * _PNG_STORED[colour] * (2 if depth == 16 and colour == 0 else 1)
            # Twice the depth takes twice the time, and no more memory.
            check_size(width, height, height * max(stored, row * 5 // 8))
        elif kind == b"eXIf":
            exif = exif_of(data[at + 8 : end - 4])
        elif kind == b"pHYs" and length == 9:
            aspect = aspect_of(*struct.unpack_from(">II", data, at + 8))
        if kind in _PNG_KEPT:
            kept.append(data[at:end])
        if kind == b"IEND":
            break
        at = end
    if len(kept) < 3 or len(kept[-1]) < 12:
        raise BrokenPicture
    return Parts(b"".join(kept), exif.orientation, aspect or exif.aspect)


def gif(data: bytes) -> Parts:
    """A GIF's first frame (GIF89a, sections 18 to 23): screen, palettes, transparency, pixels.

    Raises:
        BrokenPicture: no frame.
        TooManyPixels: see `check_size`.
    """
    if len(data) < 13:
        raise BrokenPicture
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    screen, control = data[:at], b""
    # Section 18: width of a pixel to its height.
    wide = (data[12] + 15) / 64 if data[12] else SQUARE
    for _ in range(_MAX_PARTS):
        if data[at : at + 1] == b"," and at + 10 <= len(data):
            left, top, w, h = struct.unpack_from("<HHHH", data, at + 1)
            width, height = max(width, left + w), max(height, top + h)
            check_size(width, height, 4 * width * height)
            return Parts(screen + control + data[at:], aspect=aspect_of(1, wide))
        if data[at : at + 2] == b"!\xf9":
            control = data[at : at + 8]
        elif data[at : at + 1] != b"!":
            break
        at += 2
        for _ in range(_MAX_PARTS):
            size = data[at] if at < len(data) else 0
            at += 1 + size
            if not size:
                break
    raise BrokenPicture


def webp(data: bytes) -> Parts:
    """A WebP's size, and what its EXIF says (RFC 9649, section 2); the file stays as it is.

    Raises:
        BrokenPicture: not one of its three kinds.
        TooManyPixels: see `check_size`.
    """
    kind, head = data[12:16], data[20:30]
    if len(head) < 10:
        raise BrokenPicture
    if kind == b"VP8 ":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", head, 6))
    elif kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", head, 1)
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8X":
        width = int.from_bytes(head[4:7], "little") + 1
        height = int.from_bytes(head[7:10], "little") + 1
    else:
        raise BrokenPicture
    check_size(width, height, 16 * width * height)  # four copies, two of them the decoder's
    return Parts(data, *(_webp_exif(data) if kind == b"VP8X" else Exif()))


def _webp_exif(data: bytes) -> Exif:
    at = 12
    for _ in range(_MAX_PARTS):
        if at + 8 > len(data):
            break
        kind, length = struct.unpack_from("<4sI", data, at)
        if kind == b"EXIF":
            return exif_of(data[at + 8 : at + 8 + length])
        at += 8 + length + length % 2
    return Exif()


def bmp(data: bytes) -> Parts:
    """A BMP, whose header is checked (Windows GDI, BITMAPINFOHEADER and BITMAPCOREHEADER).

    Raises:
        BrokenPicture: no such header, or run lengths that are too long for Pillow's slow decoder.
        TooManyPixels: see `check_size`.
    """
    if len(data) < 26:
        raise BrokenPicture
    (size,) = struct.unpack_from("<I", data, 14)
    compression, aspect = 0, SQUARE
    if size == 12:
        width, height = struct.unpack_from("<HH", data, 18)
    elif len(data) >= 34:
        width, height, _, compression = struct.unpack_from("<iiII", data, 18)
        if size >= 40 and len(data) >= 46:
            aspect = aspect_of(*struct.unpack_from("<ii", data, 38))
    else:
        raise BrokenPicture
    width, height = abs(width), abs(height)
    check_size(width, height, 4 * width * height)
    if compression in {1, 2} and (len(data) > 1_000_000 or width * height > 4_000_000):
        raise BrokenPicture
    return Parts(data, aspect=aspect)
