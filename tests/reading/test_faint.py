"""A pen that is as light as what it writes on is seen by its colour."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image
from reading.scenes import draw


def coloured(text, ground, ink):
    """A number in a colour on another, as a JPEG."""
    cover = (225 - draw(text, height=110).astype(np.float32))[..., None] / 185
    page = np.array(ground) * (1 - cover) + np.array(ink) * cover
    file = io.BytesIO()
    Image.fromarray(page.clip(0, 255).astype(np.uint8)).save(file, "JPEG", quality=90)
    return file.getvalue()


def luminance(colour):
    return cv2.cvtColor(np.array([[colour]], np.uint8), cv2.COLOR_RGB2GRAY)[0, 0]


@pytest.mark.parametrize(
    ("ground", "ink"),
    [
        ((235, 235, 230), (250, 230, 120)),
        ((60, 90, 160), (190, 50, 60)),
        ((120, 170, 120), (200, 130, 160)),
    ],
    ids=["yellow on white", "red on blue", "pink on green"],
)
def test_a_number_in_another_colour_of_the_same_lightness_is_read(reader, ground, ink):
    assert abs(int(luminance(ground)) - int(luminance(ink))) < 25
    assert reader.read(coloured("2384", ground, ink)).text == "2384"


@pytest.mark.parametrize("ground", [(235, 235, 230), (250, 230, 120), (60, 90, 160)])
def test_coloured_paper_is_no_number(reader, ground):
    assert reader.read(coloured("2384", ground, ground)).text == ""
