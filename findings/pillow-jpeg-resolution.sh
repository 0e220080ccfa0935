#!/usr/bin/env bash
# Pillow 13.0.0
#
# A JPEG's JFIF header may give the density of its pixels: per inch, per centimetre, or, with unit 0,
# only how both axes compare. Its EXIF may give XResolution and YResolution.
#
# What one would guess: `info["dpi"]` is what the file says of both axes, and is missing where the
# file gives no dots per inch.
# What happens: with unit 0 and any EXIF at all, if only an orientation, it is (72, 72), which stands
# nowhere in the file, and says that pixels are square where the header says that they are twice as
# wide as tall. With EXIF of 300 across and 150 down it is (300, 300): only XResolution is looked at.
# `info["jfif_density"]` and `getexif()` have the truth in all three.
#
# Output seen:
#   unit 0, density 1:2, without EXIF: dpi None, density (1, 2)
#   the same with an orientation in EXIF: dpi (72, 72), density (1, 2)
#   EXIF of 300 across, 150 down: dpi (300.0, 300.0), YResolution 150.0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" pillow==13.0.0
PYTHONPATH=$folder python3 - <<'PYTHON'
import io

from PIL import Image

ORIENTATION, ACROSS, DOWN, UNIT, INCH = 0x112, 0x11A, 0x11B, 0x128, 2


def jpeg(across, down, tags):
    """A JPEG whose JFIF header has unit 0."""
    exif = Image.Exif()
    exif.update(tags)
    stream = io.BytesIO()
    Image.new("L", (8, 8)).save(stream, "JPEG", exif=exif if tags else b"")
    data = bytearray(stream.getvalue())
    unit = data.index(b"JFIF\0") + 7
    data[unit : unit + 5] = bytes([0, 0, across, 0, down])
    return Image.open(io.BytesIO(bytes(data)))


plain = jpeg(1, 2, {}).info
turned = jpeg(1, 2, {ORIENTATION: 1}).info
other = jpeg(1, 1, {ACROSS: 300.0, DOWN: 150.0, UNIT: INCH})
down = float(other.getexif()[DOWN])
print(f"unit 0, density 1:2, without EXIF: dpi {plain.get('dpi')}, density {plain['jfif_density']}")
print(f"the same with an orientation in EXIF: dpi {turned['dpi']}, density {turned['jfif_density']}")
print(f"EXIF of 300 across, 150 down: dpi {other.info['dpi']}, YResolution {down}")
assert plain.get("dpi") is None and plain["jfif_density"] == turned["jfif_density"] == (1, 2)
assert turned["dpi"] == (72, 72), "this has changed"
assert other.info["dpi"] == (300, 300) and down == 150, "this has changed"
PYTHON
