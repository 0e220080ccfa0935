"""Pictures whose pixels are not square, by what they say of their resolution."""

import struct

import numpy as np
import pytest
from PIL import Image
from reading.files import saved, scene

from bot.reading.open.decode import (
    MAX_AREA,
    decode,
)


def squashed(gray, kind, across, down):
    """A file that says so many pixels an inch across and down, made of a picture that is square."""
    image = Image.fromarray(gray)
    width, height = image.size
    image = image.resize((width, round(height * down / across)), Image.Resampling.BOX)
    if kind == "TIFF":
        return saved(image, kind, x_resolution=across, y_resolution=down, resolution_unit=2)
    return saved(image, kind, dpi=(across, down), **({"quality": 95} if kind == "JPEG" else {}))


@pytest.mark.parametrize("kind", ["TIFF", "PNG", "JPEG"])
@pytest.mark.parametrize(("across", "down"), [(204, 98), (100, 200)])
def test_pixels_that_are_not_square_are_made_so(kind, across, down):
    gray = np.full((300, 200), 255, np.uint8)
    gray[60:140, 80:160] = 0  # a square on paper
    picture = decode(squashed(gray, kind, across, down))
    assert picture.size == (200, round(300 * down / across))
    rows, columns = np.nonzero(picture.gray < 128)
    wide, tall = np.ptp(columns) + 1, np.ptp(rows) + 1
    assert wide == pytest.approx(tall, abs=3)
    assert wide * picture.scale == pytest.approx(80 * max(1, down / across), abs=3)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_turned_fax_is_stretched_before_it_is_turned(orientation):
    gray = np.full((600, 2000), 255, np.uint8)
    gray[100:200, 500:708] = 0  # at 204 by 98 dots an inch it is a square
    exif = Image.Exif()
    exif[274] = orientation
    tiff = saved(gray, "TIFF", x_resolution=204, y_resolution=98, resolution_unit=2, exif=exif)
    picture = decode(tiff)
    assert picture.size == ((2000, 600) if orientation == 1 else (600, 2000))
    rows, columns = np.nonzero(picture.gray < 128)
    assert np.ptp(columns) == pytest.approx(np.ptp(rows), abs=3)
    assert np.ptp(columns) * picture.scale == pytest.approx(207, abs=3)


def test_a_large_fax_stays_within_bounds_whichever_axis_is_short():
    for across, down in [(400, 100), (100, 400)]:
        picture = decode(squashed(np.full((3000, 3000), 200, np.uint8), "PNG", across, down))
        assert picture.gray.size <= MAX_AREA * 1.01
        assert picture.gray.shape[0] == pytest.approx(picture.gray.shape[1], abs=2)


@pytest.mark.parametrize(("across", "down"), [(0, 0), (72, 0), (300, 3), (204, 203), (96, 96)])
def test_resolutions_that_nobody_means_do_not_stretch(across, down):
    gray, head = scene(), struct.pack(">HH", across, down)
    jpeg = saved(gray, "JPEG", dpi=(50, 100), quality=95).replace(b"\0\x32\0\x64", head, 1)
    assert decode(jpeg).gray.shape == gray.shape


def test_a_gif_and_a_bmp_say_it_too():
    gif = bytearray(saved(scene(), "GIF"))
    gif[12] = 17  # a pixel is (17 + 15) / 64 as wide as high
    bmp = bytearray(saved(scene(), "BMP"))
    struct.pack_into("<ii", bmp, 38, 8000, 4000)
    for data in (gif, bmp):
        assert decode(bytes(data)).gray.shape == (144, 96)
