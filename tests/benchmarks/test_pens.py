"""The pages in several pens and sizes that the bot is measured with."""

import cv2
import numpy as np

from benchmarks import pens
from benchmarks.papers import HEIGHT, WIDTH, number
from benchmarks.places_print import IN_PRINT


def gray(data):
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)


def test_the_kinds_have_the_same_number_of_lines_and_differ_in_pen_or_size(one_hand):
    pages = {kind: pens.page(one_hand, kind, np.random.default_rng([3, 1])) for kind in pens.KINDS}
    assert pages["alike"][0] == pages["pens"][0]
    alike, several = gray(pages["alike"][1]), gray(pages["pens"][1])
    assert alike.shape == (HEIGHT, WIDTH)
    ink = alike < np.median(alike) * 0.5
    assert several[ink].mean() > alike[ink].mean() + 15


def test_an_exam_has_print_all_around_its_number_and_none_on_it(one_hand):
    one = number(one_hand, np.random.default_rng(4))
    page = gray(IN_PRINT["exam"](one, np.random.default_rng(5)))
    dark = page < np.median(page) * 0.6
    beside = dark & (cv2.dilate(one.ink, np.ones((9, 9))) < 0.05)
    assert beside.mean() > 0.01
    near = (cv2.dilate(one.ink, np.ones((15, 15))) > 0.05) & (one.ink < 0.05)
    assert (beside & near).sum() < 0.01 * beside.sum()
