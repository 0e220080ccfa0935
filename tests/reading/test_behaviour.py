"""What the reading promises, as properties of pictures that the tests draw themselves."""

import re

import cv2
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont
from reading.scenes import draw, encoded, noisy, ruled, shaded, squared, turned

from bot.reading import Reader, Reason

NUMBERS = st.text("0123456789", min_size=1, max_size=6)
SEEN = settings(max_examples=25, deadline=None)


@given(digit=st.integers(0, 9), x=st.integers(0, 300), y=st.integers(0, 200))
@SEEN
def test_where_a_digit_stands_does_not_matter(reader: Reader, digit, x, y):
    picture = np.full((400, 480), 225, np.uint8)
    small = draw(str(digit), margin=0.3)
    picture[y : y + small.shape[0], x : x + small.shape[1]] = small
    reading = reader.read_gray(picture)
    assert reading.text == str(digit)
    box = reading.digits[0].box
    assert abs(box.x + box.w / 2 - (x + small.shape[1] / 2)) < 25
    assert abs(box.y + box.h / 2 - (y + small.shape[0] / 2)) < 12


@given(text=NUMBERS, height=st.integers(22, 420))
@SEEN
def test_size_does_not_matter(reader, text, height):
    assert reader.read_gray(draw(text, height=height)).text == text


@given(text=NUMBERS, pen=st.floats(0.02, 0.2))
@SEEN
def test_the_pen_does_not_matter(reader, text, pen):
    assert reader.read_gray(draw(text, pen=pen)).text == text


@given(text=NUMBERS, shear=st.floats(-0.15, 0.35))
@SEEN
def test_slant_does_not_matter(reader, text, shear):
    assert reader.read_gray(draw(text, shear=shear)).text == text


@given(text=NUMBERS, degrees=st.floats(-8, 8))
@SEEN
def test_a_little_rotation_does_not_matter(reader, text, degrees):
    assert reader.read_gray(turned(draw(text, margin=1.2), degrees)).text == text


@given(text=NUMBERS)
@SEEN
def test_light_on_dark_reads_like_dark_on_light(reader, text):
    picture = draw(text)
    assert reader.read_gray(picture).text == reader.read_gray(255 - picture).text == text


@given(text=NUMBERS, paper=st.integers(90, 255), contrast=st.floats(0.25, 0.9))
@SEEN
def test_paper_and_ink_do_not_matter(reader, text, paper, contrast):
    picture = noisy(draw(text, paper=paper, ink=int(paper * (1 - contrast))), 2)
    assert reader.read_gray(picture).text == text


@given(text=NUMBERS, quality=st.integers(20, 95))
@SEEN
def test_jpeg_does_not_matter(reader, text, quality):
    assert reader.read(encoded(draw(text), ".jpg", quality)).text == text


@given(text=NUMBERS, darkest=st.floats(0.4, 0.9))
@SEEN
def test_a_shadow_does_not_matter(reader, text, darkest):
    assert reader.read_gray(noisy(shaded(draw(text), darkest), 2)).text == text


@given(text=NUMBERS, pitch=st.integers(40, 110), line=st.integers(130, 190))
@example(text="00000", pitch=40, line=147)  # strokes along a line hide more than its half
@example(text="44746", pitch=42, line=150)
@SEEN
def test_printed_lines_do_not_matter(reader, text, pitch, line):
    picture = draw(text)
    assert reader.read_gray(noisy(ruled(picture, pitch, line), 2)).text == text
    assert reader.read_gray(noisy(squared(picture, pitch, line), 2)).text == text


@given(text=st.text("234", min_size=3, max_size=6), quarter=st.sampled_from([1, 2, 3]))
@settings(max_examples=12, deadline=None)
def test_a_page_on_its_side_is_turned_where_it_is_clear(reader, text, quarter):
    picture = np.rot90(draw(text), quarter)
    reading = reader.read_gray(np.ascontiguousarray(picture))
    assert reading.text == text
    assert reading.turned == quarter * 90


@pytest.mark.parametrize("word", ["sizzle", "shells", "title", "hobbies", "eagle"])
def test_a_word_is_not_turned_until_it_looks_like_a_number(reader, word):
    picture = Image.new("L", (600, 220), 235)
    ImageDraw.Draw(picture).text((60, 60), word, 25, ImageFont.load_default(90))
    reading = reader.read_gray(np.array(picture))
    assert (reading.text, reading.reason) == ("", Reason.NOT_A_DIGIT)


@pytest.mark.parametrize("digit", ["6", "9"])
def test_six_and_nine_stay_as_they_are_sent(reader, digit):
    upside_down = np.ascontiguousarray(np.rot90(draw(digit), 2))
    reading = reader.read_gray(upside_down)
    assert reading.text == {"6": "9", "9": "6"}[digit]
    assert reading.turned == 0


def test_lines_are_read_from_top_to_bottom(reader):
    assert reader.read_gray(draw("407\n1923\n58")).text == "407\n1923\n58"


def test_a_broken_stroke_is_still_one_digit(reader):
    picture = draw("50")
    picture[80:84] = 225
    assert reader.read_gray(picture).text == "50"


def test_specks_are_not_digits(reader):
    picture = draw("407")
    for x, y in np.random.default_rng(1).integers(5, 200, (25, 2)):
        cv2.circle(picture, (int(x), int(y) % picture.shape[0]), 2, 60, -1)
    assert reader.read_gray(picture).text == "407"


def test_a_frame_around_the_number_is_not_a_digit(reader):
    picture = draw("407")
    cv2.rectangle(picture, (6, 6), (picture.shape[1] - 7, picture.shape[0] - 7), 40, 4)
    assert reader.read_gray(picture).text == "407"


def test_a_sheet_on_a_dark_table(reader):
    picture = draw("407", margin=1.0)
    corners = np.float32([[60, 40], [520, 70], [500, 330], [40, 300]])
    height, width = picture.shape
    source = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    table = np.full((380, 560), 60, np.uint8)
    matrix = cv2.getPerspectiveTransform(source, corners)
    cv2.warpPerspective(picture, matrix, (560, 380), table, borderMode=cv2.BORDER_TRANSPARENT)
    assert reader.read_gray(noisy(table, 2)).text == "407"


@pytest.mark.parametrize(
    "picture",
    [
        np.full((300, 400), 255, np.uint8),
        np.zeros((300, 400), np.uint8),
        noisy(np.full((300, 400), 190, np.uint8), 5),
        noisy(shaded(np.full((300, 400), 190, np.uint8)), 3),
        np.full((1, 1), 200, np.uint8),
        np.full((1, 1600), 200, np.uint8),
    ],
    ids=["white", "black", "grain", "shadow", "one pixel", "one row"],
)
def test_blank_pictures_have_no_ink(reader, picture):
    reading = reader.read_gray(picture)
    assert reading.text == ""
    assert reading.reason is Reason.NO_INK


@pytest.mark.parametrize("letters", ["A", "HK", "EMR", "xyz"])
def test_letters_are_refused(reader, letters):
    picture = np.full((200, 150 + 110 * len(letters)), 225, np.uint8)
    cv2.putText(picture, letters, (60, 150), cv2.FONT_HERSHEY_SIMPLEX, 4, 40, 10, cv2.LINE_AA)
    reading = reader.read_gray(picture)
    assert reading.text == ""
    assert reading.reason is Reason.NOT_A_DIGIT


def test_texture_is_refused(reader):
    rng = np.random.default_rng(3)
    blobs = cv2.GaussianBlur(rng.normal(0, 1, (480, 640)).astype(np.float32), (0, 0), 6)
    picture = cv2.normalize(blobs, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8)
    assert reader.read_gray(picture).text == ""


@pytest.mark.parametrize("long", [0.5, 1.0, 1.5, 2.0, 2.5])
@pytest.mark.parametrize(("before", "after"), [("25", "63"), ("407", "382")])
def test_a_dash_of_any_length_is_not_dropped(reader, before, after, long):
    """Lengths are in heights of a digit."""
    left, right = draw(before)[:, :-40], draw(after)[:, 40:]
    middle = np.full((left.shape[0], int(90 * long)), 225, np.uint8)
    picture = np.hstack([left, middle, right])
    y, x = picture.shape[0] // 2, left.shape[1] - 22
    cv2.line(picture, (x, y), (x + int(90 * long) + 30, y - 3), 40, 8, cv2.LINE_AA)
    text = reader.read_gray(picture).text
    assert re.fullmatch(f"{before}-+{after}", text), f"{text} (a long one may be read as two)"


@pytest.mark.parametrize(("rows", "columns"), [(15, 5), (25, 11)])
def test_a_page_of_many_numbers_is_read(reader, rows, columns):
    numbers = [
        [str((37 * row + 53 * column) % 90 + 10) for column in range(columns)]
        for row in range(rows)
    ]
    page = np.full((20 + 50 * rows, 20 + 130 * columns), 235, np.uint8)
    for row, column in np.ndindex(rows, columns):
        digits = draw(numbers[row][column], height=26, margin=0.1, gap=0.25, paper=235)
        top, left = 12 + 50 * row, 12 + 130 * column
        page[top : top + digits.shape[0], left : left + digits.shape[1]] = digits
    assert reader.read_gray(page).text == "\n".join(" ".join(row) for row in numbers)
