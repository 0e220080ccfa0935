"""Where a file says that its pixels are not square: in EXIF, and in HEIC and AVIF."""

import struct

import numpy as np
import pytest
from PIL import Image
from reading.files import DATA, saved, scene, turned

from bot.reading.open.decode import decode


def with_exif(kind, orientation=1, **options):
    """A file whose EXIF says 200 pixels an inch across and 100 down."""
    exif = Image.Exif()
    exif.update({274: orientation, 282: 200.0, 283: 100.0, 296: 2})
    return saved(scene(), kind, exif=exif, **options)


def without_jfif(jpeg):
    """A JPEG as a camera writes it, whose EXIF comes first."""
    assert jpeg[2:4] == b"\xff\xe0"
    return jpeg[:2] + jpeg[4 + int.from_bytes(jpeg[4:6], "big") :]


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_where_only_exif_says_how_dense_pixels_are_it_is_heeded(kind, orientation):
    data = with_exif(kind, orientation)
    picture = decode(without_jfif(data) if kind == "JPEG" else data)
    height, width = scene().shape
    assert picture.gray.shape == ((2 * height, width) if orientation == 1 else (width, 2 * height))
    assert picture.stretch == ((1.0, 2.0) if orientation == 1 else (2.0, 1.0))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_the_format_itself_says_of_density_goes_before_exif(kind):
    assert decode(with_exif(kind, dpi=(300, 300))).stretch == (1.0, 1.0)
    assert decode(with_exif(kind, dpi=(100, 200))).stretch == pytest.approx((2.0, 1.0))


def with_jfif(jpeg, unit, across, down):
    """A JPEG whose JFIF header says another density."""
    assert jpeg[6:11] == b"JFIF\0"
    return jpeg[:13] + struct.pack(">BHH", unit, across, down) + jpeg[18:]


def test_a_jfif_header_that_says_nothing_of_density_leaves_it_to_exif():
    data = with_exif("JPEG")
    assert decode(with_jfif(data, 0, 1, 1)).stretch == (1.0, 2.0)
    assert decode(with_jfif(saved(scene(), "JPEG"), 0, 1, 1)).stretch == (1.0, 1.0)
    assert decode(with_jfif(data, 0, 2, 1)).stretch == (1.0, 2.0)
    assert decode(with_jfif(data, 0, 1, 2)).stretch == (2.0, 1.0)
    for unit in (1, 2):
        assert decode(with_jfif(data, unit, 72, 72)).stretch == (1.0, 1.0)
        assert decode(with_jfif(data, unit, 1, 1)).stretch == (1.0, 1.0)


@pytest.mark.parametrize("tags", [{282: 200.0}, {282: 200.0, 283: 0.0}, {282: 500.0, 283: 100.0}])
def test_a_density_in_exif_that_nobody_means_does_not_stretch(tags):
    exif = Image.Exif()
    exif.update(tags)
    assert decode(without_jfif(saved(scene(), "JPEG", exif=exif))).stretch == (1.0, 1.0)


def with_pasp(data, wide, high):
    """A HEIF file that says how wide and high a pixel is, instead of how many bits it has."""
    at = data.index(b"\0\0\0\x10pixi")
    return data[:at] + struct.pack(">I4sII", 16, b"pasp", wide, high) + data[at + 16 :]


PLAIN = {
    "heic": (DATA / "seven.heic").read_bytes(),
    "avif": turned(np.stack([scene()] * 3, axis=-1), "AVIF", 1),
}
ON_ITS_SIDE = {
    "heic": (DATA / "seven-turned.heic").read_bytes(),
    "avif": turned(np.stack([scene()] * 3, axis=-1), "AVIF", 6),
}


@pytest.mark.parametrize(("wide", "high"), [(1, 2), (2, 1)])
@pytest.mark.parametrize("kind", ["heic", "avif"])
def test_heic_and_avif_say_what_shape_pixels_have_before_they_are_turned(kind, wide, high):
    plain, on_its_side = PLAIN[kind], ON_ITS_SIDE[kind]
    height, width = decode(plain).gray.shape
    assert decode(with_pasp(plain, wide, high)).gray.shape == (height * high, width * wide)
    height, width = decode(on_its_side).gray.shape
    assert decode(with_pasp(on_its_side, wide, high)).gray.shape == (height * wide, width * high)


@pytest.mark.parametrize(("wide", "high"), [(0, 0), (1, 0), (1, 9), (1, 1)])
@pytest.mark.parametrize("kind", ["heic", "avif"])
def test_shapes_that_no_pixel_has_do_not_stretch(kind, wide, high):
    assert decode(with_pasp(PLAIN[kind], wide, high)).stretch == (1.0, 1.0)
