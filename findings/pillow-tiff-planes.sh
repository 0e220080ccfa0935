#!/usr/bin/env bash
# Pillow 13.0.0
#
# A TIFF may store red, green and blue in a plane each (PlanarConfiguration 2) instead of pixel by
# pixel, and gray and its alpha likewise.
#
# What one would guess: what opens and loads without an error has the values of the file, however
# the planes are compressed.
#
# What happens: planes of 16 bits that are not compressed load without an error, and wrongly: each
# byte is taken for a value, so that a row shows the low and high bytes of its left half in turn.
# The same planes with deflate are right. With gray and alpha it is the other way round: without
# compression there is an error, and with deflate none, but the alpha is lost, and everything is
# transparent.
#
# Output seen, of a row of four pixels 0x4001, 0x5002, 0x6003, 0x7004 in each plane:
#   RGB of 16 bits, not compressed, II: [1, 64, 2, 80] MM: [64, 1, 80, 2]
#   RGB of 16 bits, with deflate, II: [64, 80, 96, 112] MM: [64, 80, 96, 112]
# and of gray 10 and alpha 200, 8 bits each:
#   LA, not compressed: ValueError
#   LA, with deflate: (10, 0)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" pillow==13.0.0
PYTHONPATH=$folder python3 - <<'PYTHON'
import io
import struct
import zlib

from PIL import Image

NONE, DEFLATE = 1, 8
SHORT, LONG = 3, 4


def tiff(order, bits, rows, photometric, compression, extra=()):
    """A TIFF of one row of pixels, with a plane, and a strip, for each of `rows`."""
    strips = [struct.pack(f"{order}{len(row)}{'BH'[bits // 16]}", *row) for row in rows]
    strips = [zlib.compress(strip) if compression == DEFLATE else strip for strip in strips]
    strips = [strip + bytes(len(strip) % 2) for strip in strips]
    places = [8 + sum(map(len, strips[:number])) for number in range(len(strips))]
    tags = [
        (256, LONG, [len(rows[0])]),
        (257, LONG, [1]),
        (258, SHORT, [bits] * len(rows)),
        (259, SHORT, [compression]),
        (262, SHORT, [photometric]),
        (273, LONG, places),
        (277, SHORT, [len(rows)]),
        (278, LONG, [1]),
        (279, LONG, [len(strip) for strip in strips]),
        (284, SHORT, [2]),
        *([(338, SHORT, [*extra])] if extra else []),
    ]
    start = 8 + sum(map(len, strips))
    after, table, values = start + 2 + 12 * len(tags) + 4, b"", b""
    for tag, kind, numbers in tags:
        value = struct.pack(f"{order}{len(numbers)}{'HI'[kind - SHORT]}", *numbers)
        if len(value) > 4:
            value, values = struct.pack(order + "I", after + len(values)), values + value
        table += struct.pack(order + "HHI", tag, kind, len(numbers)) + value.ljust(4, b"\0")
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, start)
    return head + b"".join(strips) + struct.pack(order + "H", len(tags)) + table + bytes(4) + values


def red(order, compression):
    row = [0x4001, 0x5002, 0x6003, 0x7004]
    with Image.open(io.BytesIO(tiff(order, 16, [row] * 3, 2, compression))) as image:
        image.load()
        return list(image.getchannel("R").tobytes())


def gray(compression):
    try:
        data = tiff("<", 8, [[10], [200]], 1, compression, extra=[2])
        with Image.open(io.BytesIO(data)) as image:
            return image.getpixel((0, 0))
    except ValueError as error:
        return type(error).__name__


raw, deflated = ([red(order, compression) for order in "<>"] for compression in (NONE, DEFLATE))
print("RGB of 16 bits, not compressed, II:", raw[0], "MM:", raw[1])
print("RGB of 16 bits, with deflate, II:", deflated[0], "MM:", deflated[1])
alpha = gray(NONE), gray(DEFLATE)
print("LA, not compressed:", alpha[0])
print("LA, with deflate:", alpha[1])
assert raw == [[1, 64, 2, 80], [64, 1, 80, 2]], "this has changed"
assert deflated == [[64, 80, 96, 112]] * 2, "this has changed"
assert alpha == ("ValueError", (10, 0)), "this has changed"
PYTHON
