"""Pixels that are not square: what is read, and where it is said to be."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image
from reading.files import saved
from reading.scenes import draw

from bot.drawing.explain import explain
from bot.drawing.photo import view_of
from bot.reading.open.decode import decode


def fax(gray, orientation=1):
    """A picture as a fax machine in standard mode sends it: 204 dots an inch across, 98 down."""
    height, width = gray.shape
    squashed = cv2.resize(gray, (width, round(height * 98 / 204)), interpolation=cv2.INTER_AREA)
    exif = Image.Exif()
    exif[274] = orientation
    page = Image.fromarray(squashed).point(lambda light: 255 * (light > 128)).convert("1")
    resolution = {"x_resolution": 204, "y_resolution": 98, "resolution_unit": 2}
    return saved(page, "TIFF", compression="group3", exif=exif, **resolution)


@pytest.mark.parametrize("text", ["0", "3", "8", "4079", "152638"])
def test_a_fax_is_read_and_its_boxes_are_in_pixels_of_the_file(reader, text):
    whole = draw(text, height=110)
    reading = reader.read(fax(whole))
    assert reading.text == text
    assert reading.size == (whole.shape[1], round(whole.shape[0] * 98 / 204))
    for seen, square in zip(reading.digits, reader.read_gray(whole).digits, strict=True):
        expected = np.array(square.box) * (1, 98 / 204, 1, 98 / 204)
        assert np.array(seen.box) == pytest.approx(expected, abs=6)


def test_a_fax_that_came_in_upside_down_has_its_boxes_where_the_turned_page_has_them(reader):
    reading = reader.read(fax(np.rot90(draw("4275", height=110), 2)))
    assert (reading.text, reading.turned) == ("4275", 180)
    upright = reader.read(fax(draw("4275", height=110)))
    for seen, expected in zip(reading.digits, upright.digits, strict=True):
        assert np.array(seen.box) == pytest.approx(np.array(expected.box), abs=4)


def test_a_fax_on_its_side_has_width_and_height_of_the_turned_page(reader):
    lying = np.ascontiguousarray(np.rot90(draw("4275", height=110)))
    reading = reader.read(fax(lying))
    assert (reading.text, reading.turned) == ("4275", 90)
    assert reading.size == (round(lying.shape[0] * 98 / 204), lying.shape[1])
    for seen in reading.digits:
        assert seen.box.h == pytest.approx(110, abs=20)
        assert seen.box.w < 80 * 98 / 204 + 8


def test_what_is_drawn_of_a_fax_frames_its_digits(reader):
    data = fax(draw("407", height=110))
    picture, reading = decode(data), reader.read(data)
    view = view_of(picture, reading, 1000)
    for _, box in view.digits:
        inside = view.gray[box.y : box.y + box.h, box.x : box.x + box.w] < 128
        assert inside[: box.h // 8].any()
        assert inside[-box.h // 8 :].any()
        assert 0.3 < box.w / box.h < 1.3
    with Image.open(io.BytesIO(explain(picture, reading))) as drawn:
        assert drawn.width == 1080
