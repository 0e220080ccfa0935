"""A picture seen by its colours: what differs in them is dark, whatever the light."""

import io

import numpy as np
import pytest
from PIL import Image

from bot.reading.open.decode import decode

WHITE, YELLOW = (235, 235, 230), (250, 215, 90)


def picture(ground=WHITE, ink=YELLOW, size=(400, 300)):
    page = Image.new("RGB", size, ground)
    page.paste(ink, (100, 100, 200, 200))
    return page


def saved(page, kind="PNG", **options):
    file = io.BytesIO()
    page.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        saved(picture()),
        saved(picture(), "JPEG", quality=90),
        saved(picture(), "WEBP", lossless=True),
        saved(picture().quantize(16)),
        saved(picture().convert("RGBA")),
        saved(picture().convert("CMYK"), "JPEG", quality=95),
    ],
    ids=["png", "jpeg", "webp", "palette", "alpha", "cmyk"],
)
def test_yellow_on_white_is_dark(data):
    seen = decode(data, by_colour=True).gray
    assert seen.shape == decode(data).gray.shape
    assert seen[150, 150] < 160
    assert seen[50, 50] > 245


def test_light_and_shadow_are_not_seen():
    light = np.linspace(0.5, 1.0, 400)[None, :, None]
    page = (np.array(WHITE) * np.broadcast_to(light, (300, 400, 3))).astype(np.uint8)
    seen = decode(saved(Image.fromarray(page)), by_colour=True).gray
    assert seen.min() > 235


def test_a_gray_picture_has_no_colours():
    data = saved(Image.new("L", (400, 300), 90))
    seen = decode(data, by_colour=True).gray
    assert seen.shape == (300, 400)
    assert (seen == 255).all()


def test_a_large_picture_is_reduced_as_in_gray():
    data = saved(picture(size=(3000, 2000)), "JPEG")
    assert decode(data, 800, by_colour=True)[1:] == decode(data, 800)[1:]
    assert decode(data, 800, by_colour=True).gray.shape == decode(data, 800).gray.shape
