"""Transparent pictures get a ground on which their ink shows."""

import numpy as np
import pytest
from PIL import Image
from reading.files import saved

from bot.reading.open.decode import (
    decode,
)


def drawn(ink, ground_alpha=0):
    """A stroke on a transparent ground; what is under the transparency is of the other gray."""
    gray, alpha = np.full((40, 40), 255 - ink, np.uint8), np.full((40, 40), ground_alpha, np.uint8)
    gray[10:30, 18:22], alpha[10:30, 18:22] = ink, 255
    return Image.merge("LA", [Image.fromarray(gray), Image.fromarray(alpha)])


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("ink", [0, 70, 200, 255])
def test_transparency_becomes_a_ground_that_shows_the_ink(kind, mode, ink):
    options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
    gray = decode(saved(drawn(ink).convert(mode), kind, **options)).gray
    assert gray[20, 20] == pytest.approx(ink, abs=1)
    assert gray[5, 5] == (255 if ink < 128 else 0)


def test_a_large_transparent_picture_is_laid_on_its_ground_before_it_is_reduced():
    large = drawn(0).resize((4000, 3000), Image.Resampling.NEAREST)
    picture = decode(saved(large, "PNG", compress_level=1))
    assert picture.gray.shape == (1200, 1600)
    assert picture.gray[600, 800] == 0
    assert picture.gray[100, 100] == 255


@pytest.mark.parametrize("rim", [255, 20])
def test_a_sticker_keeps_the_colour_of_its_outline(rim):
    gray, alpha = np.full((64, 64), rim, np.uint8), np.zeros((64, 64), np.uint8)
    alpha[8:56, 8:56] = 255
    gray[16:48, 24:40] = 255 - rim
    sticker = Image.merge("LA", [Image.fromarray(gray), Image.fromarray(alpha)])
    seen = decode(saved(sticker, "PNG")).gray
    assert seen[2, 2] == seen[12, 12] == rim
    assert seen[32, 32] == 255 - rim


def test_a_fully_transparent_picture_is_blank():
    assert (decode(saved(Image.new("RGBA", (9, 9)), "PNG")).gray == 255).all()


def test_a_transparent_colour_or_index_counts():
    image = Image.new("P", (40, 40), 0)
    image.putpalette([0, 0, 0, 20, 20, 20])
    image.paste(1, (10, 10, 30, 14))
    for kind in ("PNG", "GIF"):
        gray = decode(saved(image, kind, transparency=0)).gray
        assert (gray[0, 0], gray[12, 12]) == (255, 20)
    keyed = saved(image.convert("RGB"), "PNG", transparency=(0, 0, 0))
    assert decode(keyed).gray[0, 0] == 255
