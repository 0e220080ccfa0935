"""The light spots within and between dark letters are no digits."""

import cv2
import numpy as np
import pytest
from reading.scenes import noisy

from bot.reading.box import Box
from bot.reading.layout.components import Piece
from bot.reading.line.line_ink import Run
from bot.reading.other_side import is_worth_a_look, outweighs
from bot.reading.read_cell import ReadCell


def word(text, face, thick):
    page = np.full((260, 700), 225, np.uint8)
    cv2.putText(page, text, (40, 160), face, 3.0, 60, thick, cv2.LINE_AA)
    return noisy(page, 3)


@pytest.mark.parametrize("thick", [2, 4, 7])
@pytest.mark.parametrize(
    ("text", "face"), [("London", 0), ("monday", 6), ("grape", 7), ("Izmir", 4), ("bread", 6)]
)
def test_the_counters_of_letters_are_not_read(reader, text, face, thick):
    assert not reader.read_gray(word(text, face, thick)).digits


def cell(area, legible):
    piece = Piece(1, Box(0, 0, 10, 10), area, 100.0, at_edge=False)
    return ReadCell(0, Run((piece,), 10.0, 0.0), (), 0.5, 0.5, False, legible)


def test_the_other_side_outweighs_by_being_easier_to_read_and_not_a_speck():
    dark = [cell(400, 0.3)]
    assert outweighs([cell(90, 0.9)], dark)
    assert not outweighs([cell(9, 0.9)], dark)
    assert not outweighs([cell(900, 0.2)], dark)
    assert not outweighs([], dark)


def test_a_word_that_is_easily_read_is_not_looked_at_again():
    assert not is_worth_a_look([cell(400, 0.95)])
    assert is_worth_a_look([cell(400, 0.3)])
    assert is_worth_a_look([cell(900, 0.1), cell(100, 0.99)])
