"""The holes of a pad are no row of zeros; a row of zeros is one."""

import cv2
import numpy as np
import pytest
from reading.scenes import draw

from bot.reading.binarise.ink import find_ink
from bot.reading.layout.binding import binding
from bot.reading.layout.components import pieces_in


def bound(text, *, step=34, along_top=True, wire=True, height=60):
    """A page of a pad, with a number."""
    page = draw(text, height=height, margin=2.5)
    page = page if along_top else np.ascontiguousarray(page.T)
    for x in range(step // 3, page.shape[1], step):
        cv2.circle(page, (x, 26), 8, 60, -1, cv2.LINE_AA)
        if wire:
            cv2.line(page, (x - 2, 0), (x - 2, 26), 110, 4, cv2.LINE_AA)
    return page if along_top else np.ascontiguousarray(page.T)


def found_in(page):
    ink = find_ink(page)
    labels, pieces = pieces_in(ink.mask, ink)
    return binding(pieces, labels), pieces


@pytest.mark.parametrize("wire", [False, True])
@pytest.mark.parametrize("along_top", [False, True])
def test_holes_along_an_edge_are_a_binding(reader, along_top, wire):
    page = bound("40725", along_top=along_top, wire=wire)
    own, pieces = found_in(page)
    assert len(pieces) - len(own) == 5
    assert reader.read_gray(page).text == "40725"


def test_holes_across_the_middle_are_none():
    page = np.roll(bound("40725", wire=False), 90, axis=0)
    assert found_in(page)[0] == []


def test_holes_alone_are_none():
    page = bound("40725", wire=False)
    page[50:] = 225
    assert found_in(page)[0] == []


@pytest.mark.parametrize("text", ["0" * 12, "1" * 12 + "\n" + "4" * 12])
def test_a_row_of_one_digit_is_none(text):
    assert found_in(draw(text, height=40, margin=0.3))[0] == []


def test_a_column_of_one_digit_beside_others_is_none():
    page = draw("\n".join(f"{place}0" for place in "123456789" * 2), height=30, margin=0.4)
    assert found_in(page)[0] == []
