"""Where a file says that its pixels are not square, beside what its format has for that."""

import pytest
from PIL import Image
from reading.files import saved, scene

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


@pytest.mark.parametrize("tags", [{282: 200.0}, {282: 200.0, 283: 0.0}, {282: 500.0, 283: 100.0}])
def test_a_density_in_exif_that_nobody_means_does_not_stretch(tags):
    exif = Image.Exif()
    exif.update(tags)
    assert decode(without_jfif(saved(scene(), "JPEG", exif=exif))).stretch == (1.0, 1.0)
