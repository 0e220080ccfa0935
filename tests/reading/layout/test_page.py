"""At which size a picture is looked at."""

import cv2
import numpy as np
import pytest
from reading.scenes import draw, encoded, noisy

from bot.reading.binarise.ink import DETECT_SIDE
from bot.reading.open.decode import decode
from bot.reading.picture.picture_file import PictureFile


def photo(height):
    """A number in the middle of 1280x960, its digits so high, as a JPEG."""
    written = draw("40719", height=height)
    page = np.full((960, 1280), 225, np.uint8)
    h, w = written.shape
    page[(960 - h) // 2 : (960 - h) // 2 + h, (1280 - w) // 2 : (1280 - w) // 2 + w] = written
    return encoded(noisy(page, 2), ".jpg", 87)


def test_a_large_picture_is_decoded_at_half_its_size():
    halved, whole = decode(photo(120), DETECT_SIDE), decode(photo(120))
    assert halved.halved
    assert not whole.halved
    assert halved.gray.shape == (480, 640)
    assert whole.gray.shape == (960, 1280)
    assert halved.scale == 2
    assert whole.scale == 1
    assert halved.size == whole.size == (1280, 960)
    alike = cv2.resize(whole.gray, (640, 480), interpolation=cv2.INTER_AREA)
    assert np.abs(halved.gray.astype(int) - alike).mean() < 2


def test_a_picture_of_the_usual_size_stays_whole():
    small = encoded(draw("7", height=200), ".jpg")
    assert not decode(small, DETECT_SIDE).halved


@pytest.mark.parametrize(("height", "side", "factor"), [(120, 640, 2), (44, 640, 1), (22, 1280, 2)])
def test_the_smaller_the_writing_the_closer_it_is_looked_at(height, side, factor):
    page = PictureFile(photo(height)).page()
    assert page.gray.shape[1] == side
    assert page.ink.factor == factor
    assert page.gray.shape[1] * page.scale == 1280


@pytest.mark.parametrize("height", [150, 120, 60, 40, 22])
def test_the_number_is_read_at_every_size_and_its_boxes_fit_the_full_picture(reader, height):
    reading = reader.read(photo(height))
    assert reading.text == "40719"
    assert reading.size == (1280, 960)
    for digit in reading.digits:
        assert abs(digit.box.h - height) <= 0.2 * height + 4
        assert abs(digit.box.y + digit.box.h / 2 - 480) <= 0.1 * height + 4


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_the_page_of_the_turned_picture(degrees):
    page = PictureFile(photo(120)).page().turned(degrees)
    shape = (480, 640) if degrees == 180 else (640, 480)
    assert page.gray.shape == shape
    assert page.ink.mask.shape == page.ink.strength.shape == (shape[0] // 2, shape[1] // 2)
    turned = np.rot90(PictureFile(photo(120)).page().gray, -degrees // 90)
    assert np.array_equal(page.gray, turned)
    assert page.size == ((1280, 960) if degrees == 180 else (960, 1280))


def test_a_page_that_is_not_turned_stays_as_it_is():
    page = PictureFile(photo(120)).page()
    assert page.turned(0) is page


@pytest.mark.parametrize("degrees", [45, -90, 360])
def test_a_page_is_turned_by_quarters_alone(reader, degrees):
    with pytest.raises(ValueError, match=f"0, 90, 180 or 270 degrees, not {degrees}"):
        PictureFile(photo(120)).page().turned(degrees)
    with pytest.raises(ValueError, match=f"0, 90, 180 or 270 degrees, not {degrees}"):
        reader.read_turned(photo(120), degrees)


def test_a_dot_is_found_where_the_writing_is_looked_at_coarsely():
    page = np.full((720, 1280), 245, np.uint8)
    cv2.ellipse(page, (500, 360), (32, 44), 0, 0, 360, 40, 8, cv2.LINE_AA)
    cv2.ellipse(page, (640, 360), (32, 44), 0, 0, 360, 40, 8, cv2.LINE_AA)
    cv2.circle(page, (570, 400), 5, 40, -1, cv2.LINE_AA)
    seen = PictureFile(encoded(page)).page()
    assert seen.ink.factor > 1
    [line] = seen.segments.text
    assert len(line.pieces) == 3


def test_a_dot_of_small_writing_is_a_dot_and_noise_is_none():
    page = np.full((100, 200), 245, np.uint8)
    for x in (60, 110):
        cv2.ellipse(page, (x, 50), (6, 9), 0, 0, 360, 40, 1, cv2.LINE_AA)
    for x, y, shade in ((85, 58, 60), (140, 20, 215)):
        page[y - 1 : y + 2, x] = page[y, x - 1 : x + 2] = shade
    [line] = PictureFile(encoded(page)).page().segments.text
    assert len(line.pieces) == 3


@pytest.mark.parametrize("number", ["4092", "37"])
def test_a_number_among_much_small_print_is_read(reader, number):
    page = np.full((1400, 1100), 235, np.uint8)
    for y in [*range(40, 560, 24), *range(840, 1380, 24)]:
        cv2.putText(page, "the price of water and light in town since then " * 2, (20, y),
                    cv2.FONT_HERSHEY_COMPLEX, 0.6, 70, 1, cv2.LINE_AA)  # fmt: skip
    written = draw(number, height=90, pen=0.1, margin=0.05)
    page[660 : 660 + written.shape[0], 300 : 300 + written.shape[1]] = np.minimum(written, 235)
    reading = reader.read(cv2.imencode(".png", noisy(page, 2))[1].tobytes())
    assert reading.text == number
