"""What an AVIF's coded frames really are, whatever its headers say.

libavif believes the size in the file's boxes until it has decoded the AV1 data, whose own size may
be 16384 by 16384: a file of 2,340 bytes takes 520 MiB, where an honest one of 12 megapixels takes
109. Pillow hands out none of libavif's limits, and a child process with a limit on its memory would
cost 0.15 s a picture and a second interpreter. So the sequence headers in that data are looked up
first.

Source: AV1 Bitstream and Decoding Process Specification, 5.3 (OBUs) and 5.5 (sequence header).
"""

from __future__ import annotations

from bot.reading.open.errors import BrokenPicture, check_size
from bot.reading.open.formats.heif_items import Items, boxes

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
    items = Items(data)
    coded = {item for item, kind in items.kinds().items() if kind == b"av01"}
    pixels = total = 0
    for item, parts in items.places():
        if item not in coded:
            continue
        total += sum(length for _, length in parts)
        if total > 2 * len(data):
            raise BrokenPicture
        width, height = _frame_size(b"".join(data[at : at + size] for at, size in parts))
        pixels += width * height
        check_size(width, height, _BYTES_A_PIXEL * pixels)
    for kind, start, end in boxes(data, 0, len(data)):
        if kind == b"ftyp":
            data = data[:start] + data[start:end].replace(b"avis", b"avif") + data[end:]
    return data


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
