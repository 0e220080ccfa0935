"""What an AVIF's coded frames really are, whatever its headers say.

libavif believes the size in the file's boxes until it has decoded the AV1 data, whose own size may
be 16384 by 16384. So the sequence headers in that data are looked up first.

Sources: ISO/IEC 14496-12 (boxes), ISO/IEC 23008-12 (items), AV1 Bitstream & Decoding Process
Specification, sections 5.3 (OBUs) and 5.5 (sequence header).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from bot.reading.errors import BrokenPicture, check_size

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_BOXES = 10_000
_MAX_FRAMES = 8
"""Coded frames in one item: a still has one, or up to four layers."""

_BYTES_A_PIXEL = 10
"""What libavif and Pillow together take, measured."""

_SEQUENCE_HEADER, _FRAME_HEADER, _FRAME = 1, 3, 6


def check_avif(data: bytes) -> bytes:
    """Refuses an AVIF whose coded frames, taken together, are too large.

    Args:
        data: the whole file.

    Returns:
        The file, marked as a still picture, so that tracks of moving ones are not looked at.

    Raises:
        BrokenPicture: no still picture in it, or not AV1.
        TooManyPixels: see `check_size`.
    """
    meta: tuple[int, int] | None = None
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind == b"meta" and meta is None:
            meta = start + 4, end
        elif kind == b"ftyp":
            data = data[:start] + data[start:end].replace(b"avis", b"avif") + data[end:]
    if meta is None:
        raise BrokenPicture
    inner = {kind: (start, end) for kind, start, end in _boxes(data, *meta)}
    if not {b"iinf", b"iloc"} <= inner.keys():
        raise BrokenPicture
    coded = _coded_items(data, *inner[b"iinf"])
    idat = inner.get(b"idat", (0, 0))[0]
    pixels = total = 0
    for item, spans in _locations(data, inner[b"iloc"][0], idat):
        if item not in coded:
            continue
        total += sum(length for _, length in spans)
        if total > 2 * len(data):
            raise BrokenPicture
        width, height = _frame_size(b"".join(data[at : at + size] for at, size in spans))
        pixels += width * height
        check_size(width, height, _BYTES_A_PIXEL * pixels)
    return data


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start of the content and end of each box."""
    for _ in range(_MAX_BOXES):
        if at + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, start)
            start += 8
        stop = end if size == 0 else at + size
        if not start <= stop <= end:
            return
        yield kind, start, stop
        at = stop
    raise BrokenPicture


def _coded_items(data: bytes, start: int, end: int) -> set[int]:
    """The items that are AV1, from the content of `iinf`."""
    coded = set()
    first = start + (8 if data[start] else 6)
    for kind, entry, _ in _boxes(data, first, end):
        if kind == b"infe" and data[entry] in {2, 3}:
            item, _, coding = struct.unpack_from(
                ">HH4s" if data[entry] == 2 else ">IH4s", data, entry + 4
            )
            if coding == b"av01":
                coded.add(item)
    return coded


def _locations(data: bytes, at: int, idat: int) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Item and its (offset, length) in the file, from the content of `iloc`."""
    version, sizes, more = data[at], data[at + 4], data[at + 5]
    wide = version == 2
    number = _number(data, at + 6, 4 if wide else 2)
    at += 10 if wide else 8
    offset_size, length_size, base_size = sizes >> 4, sizes & 15, more >> 4
    index_size = more & 15 if version else 0
    for _ in range(min(number, _MAX_BOXES)):
        item = _number(data, at, 4 if wide else 2)
        at += 4 if wide else 2
        method = data[at + 1] & 15 if version else 0
        at += 4 if version else 2
        base = _number(data, at, base_size) + (idat if method == 1 else 0)
        at += base_size
        spans = []
        extents = _number(data, at, 2)
        at += 2
        for _ in range(extents):
            at += index_size
            offset, length = (
                _number(data, at, offset_size),
                _number(data, at + offset_size, length_size),
            )
            at += offset_size + length_size
            spans.append((base + offset, length or len(data)))
        yield item, spans


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big")


def _frame_size(item: bytes) -> tuple[int, int]:
    """The largest width and height that an item's sequence headers allow."""
    width = height = frames = at = 0
    while at < len(item):
        head = item[at]
        kind = head >> 3 & 15
        at += 2 if head & 4 else 1
        size = len(item) - at
        if head & 2:
            size, at = _leb128(item, at)
        if kind == _SEQUENCE_HEADER:
            w, h = _sequence_size(item[at : at + min(size, 200)])
            width, height = max(width, w), max(height, h)
        elif kind in {_FRAME_HEADER, _FRAME}:
            frames += 1
        at += size
        if frames > _MAX_FRAMES:
            raise BrokenPicture
    return width, height


def _leb128(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and the offset after it."""
    value = 0
    for shift in range(0, 56, 7):
        value |= (data[at] & 127) << shift
        at += 1
        if data[at - 1] < 128:
            break
    return value, at


class _Bits:
    """Reads whole numbers, most significant bit first."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = 8 * len(data)

    def __call__(self, number: int = 1) -> int:
        self._left -= number
        if self._left < 0:
            raise BrokenPicture
        return self._value >> self._left & (1 << number) - 1


def _sequence_size(header: bytes) -> tuple[int, int]:
    bits = _Bits(header)
    bits(4)
    if bits():  # the short form, of stills
        bits(5)
    else:
        _skip_operating_points(bits)
    width_bits, height_bits = bits(4) + 1, bits(4) + 1
    return bits(width_bits) + 1, bits(height_bits) + 1


def _skip_operating_points(bits: _Bits) -> None:
    delay_bits = 0
    if bits():  # timing
        bits(64)
        if bits():
            zeros = 0
            while not bits():
                zeros += 1
            bits(min(zeros, 32))
        if bits():
            delay_bits = bits(5) + 1
            bits(42)
    delays = bits()
    for _ in range(bits(5) + 1):
        bits(12)
        if bits(5) > 7:
            bits()
        if delay_bits and bits():
            bits(2 * delay_bits + 1)
        if delays and bits():
            bits(4)
