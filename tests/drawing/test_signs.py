"""Signs in the picture that explains: what they look like, and their boxes."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image
from tables.readings import written

from bot.drawing import palette
from bot.drawing.canvas import Canvas, text_width
from bot.drawing.explain import explain
from bot.drawing.photo import view_of
from bot.reading.open.decode import Picture

GROUND, INK = (255, 255, 255), (0, 0, 0)
SIZES = [22, 34, 104]


def ink(text, size, anchor="ls", *, bold=True):
    """Where one line of text is dark; the anchor is in the middle of the picture."""
    canvas = Canvas(8 * size, 4 * size, GROUND)
    canvas.text((4 * size, 2 * size), text, size, INK, anchor, bold=bold)
    return np.asarray(canvas.image)[..., 0] < 140


def parts(dark):
    """The rectangles of what hangs together, from top to bottom."""
    return sorted(
        cv2.connectedComponentsWithStats(dark.astype(np.uint8))[2][1:, :4].tolist(),
        key=lambda part: part[1],
    )


@pytest.mark.parametrize("size", SIZES)
def test_a_multiplication_sign_is_a_slanting_cross(size):
    dark = ink("\u00d7", size)
    ((x, y, w, h),) = parts(dark)
    assert w == pytest.approx(h, abs=1)
    cross = dark[y : y + h, x : x + w]
    assert cross[h // 2, w // 2]
    middles = cross[0, w // 2], cross[-1, w // 2], cross[h // 2, 0], cross[h // 2, -1]
    assert not any(middles), "it is open to all sides"


@pytest.mark.parametrize("size", SIZES)
def test_a_division_sign_is_a_line_between_two_dots(size):
    upper, line, lower = parts(ink("\u00f7", size))
    assert line[2] > 2 * line[3]
    for x, _, w, h in (upper, lower):
        assert w == pytest.approx(h, abs=1)
        assert x + w / 2 == pytest.approx(line[0] + line[2] / 2, abs=1)


@pytest.mark.parametrize("sign", ["\u00d7", "\u00f7"])
@pytest.mark.parametrize("anchor", ["ls", "mm", "rm"])
def test_they_stand_between_digits_at_their_middle_and_have_room(sign, anchor):
    dark = ink(f"1{sign}1", 100, anchor)
    (left, top, wide, high), *_, (right, _, last, _) = sorted(parts(dark))
    between = dark[:, left + wide : right]
    rows, columns = np.nonzero(between)
    assert (rows.min() + rows.max()) / 2 == pytest.approx(top + high / 2, abs=2)
    assert columns.min() > 3
    assert columns.max() < between.shape[1] - 4
    assert right + last - left == pytest.approx(text_width(f"1{sign}1", 100), abs=25)
    middle = 4 * 100 - text_width(f"1{sign}1", 100) * {"l": 0, "m": 0.5, "r": 1}[anchor[0]]
    assert left == pytest.approx(middle, abs=20)


def marked(sure):
    """The view of a product, whose sign is so sure, and the picture that explains it."""
    reading = written((300, 400, "1"), (360, 400, "\u00d7"), (420, 400, "7"), sure={"\u00d7": sure})
    picture = Picture(np.full((960, 1280), 230, np.uint8), 1.0, (1280, 960))
    drawn = np.asarray(Image.open(io.BytesIO(explain(picture, reading, "png"))))
    doubted = np.abs(drawn.astype(int) - palette.DOUBT).max(axis=2) < 12
    return view_of(picture, reading, 1000), int(doubted[200:].sum())


def test_a_sign_that_is_doubted_has_a_box_as_a_doubted_digit_has():
    view, drawn = marked(0.6)
    ((sign, box),) = view.signs
    assert sign.text == "\u00d7"
    (_, one), (_, seven) = view.digits
    assert one.x + one.w < box.x
    assert box.x + box.w < seven.x
    assert drawn > 300


def test_a_sign_that_is_sure_needs_none():
    view, drawn = marked(0.97)
    assert view.signs == []
    assert drawn == 0
