"""Whatever the bytes: a picture, or a clear error, and soon."""

import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image
from reading.files import saved, small_files

from bot.reading.open.decode import Picture, decode
from bot.reading.open.errors import PictureError

FILES = small_files()
MAGIC = {
    "jpeg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
    "webp": b"RIFF\xff\0\0\0WEBP",
    "gif": b"GIF89a",
    "bmp": b"BM",
    "tiff": b"II*\0",
    "tiff-big-endian": b"MM\0*",
    "avif": b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf",
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
}
SECONDS = 2.0

some = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
grays = arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=40))


def decoded(data):
    """What decoding gives, `None` after a clear error; anything else fails the test."""
    start = time.process_time()
    try:
        picture = decode(data)
    except PictureError:
        return None
    finally:
        assert time.process_time() - start < SECONDS
    assert isinstance(picture, Picture)
    assert picture.gray.ndim == 2
    assert picture.gray.dtype == np.uint8
    assert picture.gray.size
    assert picture.scale >= 1
    return picture


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "GIF"])
@some
@given(gray=grays)
def test_any_gray_comes_back(kind, gray):
    assert (decode(saved(gray, kind)).gray == gray).all()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
@some
@given(
    pixels=arrays(
        np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=24).map(lambda s: (*s, 3))
    )
)
def test_any_colours_become_their_luminance(kind, pixels):
    options = {"lossless": True} if kind == "WEBP" else {}
    expected = pixels @ np.array([0.299, 0.587, 0.114])
    assert np.abs(decode(saved(pixels, kind, **options)).gray - expected).max() <= 1


@some
@given(values=arrays(np.uint16, array_shapes(min_dims=2, max_dims=2, max_side=24)))
def test_any_deep_gray_keeps_its_order(values):
    gray = decode(saved(values, "PNG")).gray
    order = np.argsort(values, axis=None, kind="stable")
    assert (np.diff(gray.ravel()[order].astype(int)) >= 0).all()


@some
@given(
    gray=grays,
    alpha=st.integers(0, 255),
    mode=st.sampled_from(["LA", "RGBA"]),
)
def test_any_transparency_is_laid_on_some_ground(gray, alpha, mode):
    image = Image.fromarray(gray).convert(mode)
    image.putalpha(alpha)
    seen = decode(saved(image, "PNG")).gray.astype(float)
    share = alpha / 255
    grounds = [np.abs(gray * share + ground * (1 - share) - seen).max() for ground in (0, 255)]
    assert min(grounds) <= 1.5


@pytest.mark.parametrize("name", sorted(FILES))
@some
@given(data=st.data())
def test_a_file_cut_anywhere(name, data):
    whole = FILES[name]
    decoded(whole[: data.draw(st.integers(0, len(whole)))])


@pytest.mark.parametrize("name", sorted(FILES))
@some
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), min_size=1, max_size=8
    ),
    early=st.booleans(),
)
def test_a_file_with_wrong_bytes(name, changes, early):
    broken = bytearray(FILES[name])
    for place, value in changes:
        broken[place % (min(300, len(broken)) if early else len(broken))] = value
    decoded(bytes(broken))


@pytest.mark.parametrize("name", sorted(FILES))
@some
@given(start=st.integers(0, 1 << 16), size=st.integers(1, 4000), again=st.integers(0, 3))
def test_a_file_with_a_part_missing_or_repeated(name, start, size, again):
    whole = FILES[name]
    start %= len(whole)
    decoded(whole[:start] + whole[start : start + size] * again + whole[start + size :])


@pytest.mark.parametrize("name", sorted(MAGIC))
@some
@given(rest=st.binary(max_size=600))
def test_the_first_bytes_of_a_format_and_then_anything(name, rest):
    decoded(MAGIC[name] + rest)


@some
@given(anything=st.binary(max_size=200))
def test_anything(anything):
    decoded(anything)
