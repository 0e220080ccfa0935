"""The pages in several pens and sizes that the bot is measured with."""

import cv2
import numpy as np
import pytest

from benchmarks import pens
from benchmarks.handwritten import Hands
from benchmarks.papers import HEIGHT, WIDTH, number
from benchmarks.places_print import IN_PRINT
from training.synthesis.characters import from_characters
from training.synthesis.penarchives import Character


def character(label):
    turn = np.linspace(0, 5, 20) + int(label)
    return Character(label, "uqb", 1, [100 * np.stack([np.cos(turn), np.sin(turn)], axis=1)])


@pytest.fixture(scope="module")
def hands():
    return Hands(from_characters([character(d) for d in "0123456789"]).for_reporting())


def gray(data):
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)


def test_the_kinds_have_the_same_number_of_lines_and_differ_in_pen_or_size(hands):
    pages = {kind: pens.page(hands, kind, np.random.default_rng([3, 1])) for kind in pens.KINDS}
    assert pages["alike"][0] == pages["pens"][0]
    alike, several = gray(pages["alike"][1]), gray(pages["pens"][1])
    assert alike.shape == (HEIGHT, WIDTH)
    ink = alike < np.median(alike) * 0.5
    assert several[ink].mean() > alike[ink].mean() + 15


def test_an_exam_has_print_all_around_its_number_and_none_on_it(hands):
    one = number(hands, np.random.default_rng(4))
    page = gray(IN_PRINT["exam"](one, np.random.default_rng(5)))
    dark = page < np.median(page) * 0.6
    beside = dark & (cv2.dilate(one.ink, np.ones((9, 9))) < 0.05)
    assert beside.mean() > 0.01
    near = (cv2.dilate(one.ink, np.ones((15, 15))) > 0.05) & (one.ink < 0.05)
    assert (beside & near).sum() < 0.01 * beside.sum()
