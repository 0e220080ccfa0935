"""What lies beside the paper is no piece of writing; what the picture cuts off is."""

import cv2
import numpy as np
import pytest

from bot.reading.binarise.ink import Ink
from bot.reading.layout.components import pieces_in

HEIGHT, WIDTH = 300, 400


def boxes(mask):
    gray = np.full(mask.shape, 255, np.uint8)
    ink = Ink(mask * np.uint8(200), mask, gray, 255, light=False, factor=1)
    return [tuple(piece.box) for piece in pieces_in(mask, ink)[1]]


def drawn(*points, closed=True, pen=6):
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    outline = np.array(points, np.int32)
    if closed:
        cv2.fillPoly(mask, [outline], 1)
    else:
        cv2.polylines(mask, [outline], isClosed=False, color=1, thickness=pen)
    return mask


@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize(
    "beyond",
    [
        drawn((0, 0), (40, 0), (0, 120)),  # a corner of a table
        drawn((0, 0), (90, 0), (0, 30)),
        drawn((30, 0), (0, 110), closed=False),  # a sheet's side across the corner
        drawn((0, 60), (9, 60), (9, 200), (0, 200)),  # a table along a part of a side
    ],
)
def test_what_runs_along_the_edge_is_beside_the_paper(beyond, quarters):
    assert boxes(np.ascontiguousarray(np.rot90(beyond, quarters))) == []


@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize(
    "written",
    [
        drawn((200, 0), (190, 80), closed=False),  # a one that is cut off
        drawn((150, 3), (200, 3), (180, 80), closed=False),  # a seven whose bar touches
        drawn((0, 0), (60, 200), (2, 299), closed=False),  # it reaches from edge to edge
        drawn((100, 100), (110, 100), (110, 200), (100, 200)),
    ],
)
def test_writing_that_is_cut_off_is_kept(written, quarters):
    assert len(boxes(np.ascontiguousarray(np.rot90(written, quarters)))) == 1


def test_a_picture_cropped_to_its_digits_keeps_them():
    mask = np.zeros((28, 90), np.uint8)
    mask[:, :5] = mask[:, 40:45] = mask[:, 85:] = 1
    assert len(boxes(mask)) == 3
