"""TIFFs that store each sample of their pixels in a plane of its own."""

import numpy as np
import pytest
from reading.files import scene, tiff_of

from bot.reading.open.decode import decode
from bot.reading.open.errors import RareKind


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("deflated", [False, True])
@pytest.mark.parametrize(("colour", "extra"), [(2, None), (2, 1), (2, 2), (5, None)])
def test_planes_are_read_as_their_pixels_together_are(colour, extra, deflated, deep, order):
    """Planes of RGB, with and without transparency, and of CMYK; none is like another."""
    samples = 3 if extra is None and colour == 2 else 4
    pixels = np.stack([scene() // (1 + n) for n in range(samples)], axis=-1)
    if extra is not None:
        pixels[..., -1] = 255 - scene() // 2
    pixels = pixels * np.uint16(257) if deep else pixels
    options = {"order": order, "colour": colour, "extra": extra, "compression": 8 * deflated or 1}
    together = decode(tiff_of(pixels, **options)).gray
    assert np.unique(together).size > 2
    assert (decode(tiff_of(pixels, planes=True, **options)).gray == together).all()


def test_planes_of_a_rare_kind_are_named():
    pixels = np.repeat(scene()[..., None], 2, axis=-1) * np.uint16(257)
    words = r"a TIFF of 16-bit gray in separate planes, which I cannot open.*save it as PNG"
    with pytest.raises(RareKind, match=words):
        decode(tiff_of(pixels, extra=0, planes=True))


@pytest.mark.parametrize("deflated", [False, True])
@pytest.mark.parametrize("extra", [1, 2])
def test_gray_and_its_transparency_in_planes_are_named(extra, deflated):
    pixels = np.stack([scene(), np.full_like(scene(), 255)], axis=-1)
    words = r"a TIFF of 8-bit gray with transparency in separate planes.*save it as PNG"
    with pytest.raises(RareKind, match=words):
        decode(tiff_of(pixels, extra=extra, planes=True, compression=8 * deflated or 1))
