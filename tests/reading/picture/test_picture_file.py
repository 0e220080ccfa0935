"""Writing is found however small it is; a picture is decoded no more often than needed."""

import numpy as np
import pytest
from reading.scenes import draw, encoded, noisy

from bot.reading import Reason, Tip
from bot.reading.layout.look import Look
from bot.reading.picture.picture_file import PictureFile


def page_of(text, height, size):
    """Paper of some height and width with one small number on it."""
    paper = np.full(size, 235, np.uint8)
    digits = draw(text, height=height, margin=0.1, gap=0.25, paper=235, pen=0.1)
    top, left = (round(0.4 * (room - own)) for room, own in zip(size, digits.shape, strict=True))
    paper[top : top + digits.shape[0], left : left + digits.shape[1]] = digits
    return noisy(paper, 1)


@pytest.mark.parametrize("text", ["407", "2358", "96"])
@pytest.mark.parametrize(
    ("height", "size"),
    [(14, (1280, 905)), (12, (960, 1280)), (16, (1080, 1920)), (16, (44, 1920)), (16, (1900, 130))],
)
def test_small_writing_is_read(reader, text, height, size):
    assert reader.read(encoded(page_of(text, height, size))).text == text


@pytest.mark.parametrize("grain", [0, 1, 4, 8])
def test_the_grain_of_a_large_sheet_is_no_small_writing(reader, grain):
    sheet = encoded(noisy(np.full((1280, 905), 235, np.uint8), grain), ".jpg")
    assert not PictureFile(sheet).page().may_be_small
    reading = reader.read(sheet)
    assert (reading.reason, reading.tips) == (Reason.NO_INK, ())


def test_of_what_is_too_small_to_be_read_that_is_said(reader):
    reading = reader.read(encoded(page_of("407", 6, (1280, 905))))
    assert reading.reason is Reason.NO_INK
    assert Tip.TOO_SMALL in reading.tips


def test_a_file_is_decoded_once_for_looks_that_need_the_same():
    file = PictureFile(encoded(draw("407", height=200)))
    assert file.page().gray is file.page(Look(flat=False, light=False)).gray
