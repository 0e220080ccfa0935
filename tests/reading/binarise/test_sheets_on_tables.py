import cv2
import numpy as np
import pytest
from reading.scenes import draw, noisy, shaded

from bot.reading.binarise.rectify import flattened
from bot.reading.binarise.sheets import find_sheets


def on_table(sheet, border, *, table=70, grain=8, lean=0.1):
    """A sheet on a table with a grain, seen in perspective."""
    height, width = sheet.shape[0] + 2 * border, sheet.shape[1] + 2 * border
    rows = np.arange(height)[:, None] + 0.02 * np.arange(width)[None, :]
    picture = (table + grain * np.sin(rows / 5)).astype(np.uint8)
    h, w = sheet.shape
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    seen = corners + border
    seen[:2, 0] += lean * np.array([w, -w], np.float32) / 2
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    warped = cv2.warpPerspective(sheet, matrix, (width, height))
    mask = cv2.warpPerspective(np.ones_like(sheet), matrix, (width, height)) > 0
    return noisy(np.where(mask, warped, picture), 3)


@pytest.mark.parametrize("border", [30, 80, 200])
@pytest.mark.parametrize("table", [30, 110])
def test_a_number_on_a_sheet_is_read_whatever_there_is_around(reader, border, table):
    picture = on_table(draw("407", height=60, margin=0.8), border, table=table)
    assert reader.read_gray(picture).text == "407"


def test_boxes_are_where_the_digits_are_in_the_whole_picture(reader):
    picture = on_table(draw("407", height=60, margin=0.8), 200, lean=0.0)
    [first, *_, last] = reader.read_gray(picture).digits
    assert 200 + 30 <= first.box.x <= 200 + 70
    assert 200 + 30 <= last.box.y <= 200 + 70


def test_a_shaded_sheet_leaves_no_edge_behind(reader):
    picture = on_table(shaded(draw("2750", height=60, margin=0.8)), 90)
    assert reader.read_gray(picture).text == "2750"


def test_a_blank_sheet_on_a_table_has_no_digit(reader):
    for side in (90, 200, 400):
        assert not reader.read_gray(on_table(np.full((side, 300), 220, np.uint8), 100)).digits


@pytest.mark.parametrize("degrees", [-25, -8, 0, 15, 30])
def test_what_is_written_across_the_edge_of_a_shadow_is_read(reader, degrees):
    paper = draw("48215", height=160, margin=1.2, paper=235, ink=25)
    height, width = paper.shape
    across = (
        np.arange(width)
        - width / 2
        + np.tan(np.radians(degrees)) * (np.arange(height)[:, None] - height / 2)
    )
    light = cv2.GaussianBlur(np.where(across > 0, 0.55, 1.0), (0, 0), 5)
    assert reader.read_gray(noisy((paper * light).astype(np.uint8), 2)).text == "48215"


def test_a_picture_of_paper_alone_has_no_table():
    assert find_sheets(draw("407")) == []
    assert find_sheets(255 - draw("407")) == []
    assert find_sheets(np.full((300, 400), 180, np.uint8)) == []
    assert find_sheets(draw("8", height=20, pen=0.3)) == []


@pytest.mark.parametrize("degrees", [-40, -20, 10, 40])
def test_a_turned_sheet_is_flattened(reader, degrees):
    sheet = draw("4072", height=60, margin=0.8)
    picture = turned(sheet, degrees)
    assert len(find_sheets(picture)[0].corners) == 4
    reading = reader.read_gray(picture)
    assert reading.text == "4072"
    # The boxes are in the picture as it was given, and hold the ink of the digits.
    for digit in reading.digits:
        x, y, w, h = digit.box
        assert picture[y : y + h, x : x + w].min() < 60


def test_a_sheet_whose_corners_are_cut_off_is_read_without_the_table(reader):
    sheet = draw("4072", height=60, margin=1.6)
    picture = turned(sheet, 16)
    down, across = (round(0.5 * (a - b)) for a, b in zip(picture.shape, sheet.shape, strict=True))
    cut = picture[down : down + sheet.shape[0], across : across + sheet.shape[1]]
    assert len(find_sheets(cut)[0].corners) > 4
    assert reader.read_gray(np.ascontiguousarray(cut)).text == "4072"


@pytest.mark.parametrize("seed", range(6))
def test_a_sheet_is_found_on_patches_some_of_which_are_as_light(reader, seed):
    rng = np.random.default_rng(seed)
    sheet = draw("4072", height=60, margin=0.8)
    tones = rng.choice([30, 90, 150, 205], (12, 16), p=[0.3, 0.3, 0.3, 0.1]).astype(np.uint8)
    size = (2 * sheet.shape[1], 2 * sheet.shape[0])
    picture = cv2.resize(tones, size, interpolation=cv2.INTER_NEAREST)
    top, left = (side // 2 for side in sheet.shape)
    picture[top : top + sheet.shape[0], left : left + sheet.shape[1]] = sheet
    found, *_ = find_sheets(noisy(picture, 3))
    want = [[left, top], [left + sheet.shape[1], top + sheet.shape[0]]]
    assert np.abs(found.corners[[0, 2]] - want).max() < 0.05 * size[0]
    assert reader.read_gray(noisy(picture, 3)).text == "4072"


@pytest.mark.parametrize("corner", [40, 90, 160])
def test_the_corner_of_a_dark_table_beside_a_blank_sheet_is_no_one(reader, corner):
    picture = np.full((480, 640), 205, np.uint8)
    wedges = [[[0, 0], [corner, 0], [0, 3 * corner]], [[640, 480], [640 - corner, 480], [640, 200]]]
    cv2.fillPoly(picture, [np.array(wedge, np.int32) for wedge in wedges], 60)
    assert not reader.read_gray(noisy(picture, 3)).digits


def test_a_frame_around_a_number_is_no_sheet():
    picture = draw("407", height=60, margin=1.5)
    height, width = picture.shape
    cv2.rectangle(picture, (20, 20), (width - 20, height - 20), 30, 9)
    assert find_sheets(picture) == []


def test_the_edge_of_a_faint_shadow_over_a_page_is_no_side_of_a_sheet():
    picture = draw("407", height=60, margin=1.5)
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]]
    picture[x + y > picture.shape[1] // 2] = picture[x + y > picture.shape[1] // 2] * 0.85
    assert find_sheets(picture) == []


def turned(sheet, degrees):
    """A sheet on a dark table, turned."""
    height, width = sheet.shape
    size = round(1.3 * np.hypot(height, width))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    matrix[:, 2] += (size - width) / 2, (size - height) / 2
    seen = cv2.warpAffine(sheet, matrix, (size, size), borderValue=70)
    return noisy(seen, 3)


@pytest.mark.parametrize("degrees", [-35, 20, 35])
@pytest.mark.parametrize("size", [(180, 240), (120, 150)])
def test_the_outline_of_a_blank_sheet_is_no_zero(reader, degrees, size):
    assert not reader.read_gray(turned(np.full(size, 210, np.uint8), degrees)).digits


@pytest.mark.parametrize("degrees", [-12, -7, 7, 12])
def test_a_blank_sheet_whose_corners_are_cut_off_has_no_digit(reader, degrees):
    picture = turned(np.full((480, 640), 210, np.uint8), degrees)
    down, across = ((side - own) // 2 for side, own in zip(picture.shape, (480, 640), strict=True))
    cut = np.ascontiguousarray(picture[down : down + 480, across : across + 640])
    assert not reader.read_gray(cut).digits


def test_a_broad_light_stroke_on_a_dark_ground_is_a_one(reader):
    picture = np.zeros((280, 280), np.uint8)
    cv2.line(picture, (150, 50), (140, 230), 255, 26, cv2.LINE_AA)
    assert reader.read_gray(picture).text == "1"


def test_nothing_is_left_where_a_sheet_meets_the_picture_s_edge():
    picture = turned(np.full((480, 640), 210, np.uint8), 10)
    down, across = ((side - own) // 2 for side, own in zip(picture.shape, (480, 640), strict=True))
    cut = np.ascontiguousarray(picture[down : down + 480, across : across + 640])
    [sheet] = find_sheets(cut)
    assert len(sheet.corners) > 4
    alone, _ = flattened(cut, sheet)
    assert cv2.GaussianBlur(alone, (3, 3), 0).min() > 180
