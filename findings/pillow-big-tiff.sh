#!/usr/bin/env bash
# Pillow 13.0.0
#
# What one would guess: `save(..., big_tiff=True)` writes a BigTIFF (magic number 43), and what
# Pillow lists among the headers that it opens, it opens.
#
# What happens: with any compression `big_tiff=True` is silently dropped, and a classic TIFF (42) is
# written, which ends at 4 GB. And of the two BigTIFF headers that it accepts, that in big-endian byte
# order (MM, 00 2B) is read with the classic layout: it looks for the number 43 in the byte that is
# zero in this order, so a sound file is said to be none.
#
# Seen:
#   magic number without compression 43, with tiff_lzw 42, tiff_adobe_deflate 42, packbits 42
#   little-endian BigTIFF: (4, 2) pixels; big-endian: UnidentifiedImageError
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" pillow==13.0.0
PYTHONPATH=$folder python3 - <<'PYTHON'
import io
import struct

from PIL import Image, UnidentifiedImageError


def number(**options):
    stream = io.BytesIO()
    Image.new("L", (4, 2), 200).save(stream, "TIFF", big_tiff=True, **options)
    return stream.getvalue()[2]


def by_hand(order):
    """A BigTIFF of 4 x 2 gray pixels, by its specification."""
    mark = b"II" if order == "<" else b"MM"
    tags = [(256, 4), (257, 2), (258, 8), (259, 1), (262, 1), (273, 16), (277, 1), (278, 2), (279, 8)]
    entries = b"".join(
        struct.pack(order + "HHQH6x", tag, 3, 1, value) for tag, value in tags
    )
    head = mark + struct.pack(order + "HHHQ", 43, 8, 0, 24)
    return head + bytes([200] * 8) + struct.pack(order + "Q", len(tags)) + entries + bytes(8)


def opened(data):
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            return f"{image.size} pixels"
    except UnidentifiedImageError as error:
        return type(error).__name__


plain = number()
packed = {name: number(compression=name) for name in ("tiff_lzw", "tiff_adobe_deflate", "packbits")}
print(f"magic number without compression {plain}, with " + ", ".join(f"{k} {v}" for k, v in packed.items()))
little, big = opened(by_hand("<")), opened(by_hand(">"))
print(f"little-endian BigTIFF: {little}; big-endian: {big}")
assert plain == 43 and set(packed.values()) == {42}, "this has changed"
assert little == "(4, 2) pixels" and big == "UnidentifiedImageError", "this has changed"
PYTHON
