"""The filled in forms that the bot is measured with."""

import cv2
import numpy as np
import pytest

from benchmarks.printed_forms import FORMS, Form, filled_in
from benchmarks.scanned import scan


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_is_drawn_alike_each_time_and_holds_digits(one_hand, kind):
    text, data = filled_in(one_hand, kind, np.random.default_rng([1, 2]))
    assert (text, data) == filled_in(one_hand, kind, np.random.default_rng([1, 2]))
    assert text.replace("\n", "").isdigit()
    assert ("\n" in text) == (kind == "rows")
    seen = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert np.ptp(seen) > 60


def form(one_hand):
    return Form(one_hand, one_hand.every[0], np.random.default_rng(3), 80.0, 100.0)


def test_a_digit_stands_in_each_box(one_hand):
    one = form(one_hand)
    one.boxes(100, 60, 4)
    boxes = [one.written[60:160, 100 + 80 * at : 180 + 80 * at].sum() for at in range(4)]
    assert min(boxes) > 0.5 * max(boxes)
    assert sum(boxes) > 0.9 * one.written.sum()
    assert len(one.text) == 4


def test_an_open_comb_has_no_top_and_short_uprights(one_hand):
    one = form(one_hand)
    one.boxes(100, 60, 3, "flr", teeth=True)
    assert not one.printed[50:62, 105:330].any()
    assert one.printed[155:165, 105:330].max(axis=0).min() > 0.5
    assert not one.printed[62:115, 175:185].any()
    assert one.printed[140:155, 175:185].any()


def test_a_scan_shows_what_is_written_darker_than_the_paper(one_hand):
    one = form(one_hand)
    one.boxes(100, 60, 2)
    seen = np.s_[40:200, 60:300]
    data = scan(one.printed[seen], one.written[seen], 80.0, np.random.default_rng(1))
    page = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    written = cv2.resize(one.written[seen], page.shape[::-1], interpolation=cv2.INTER_AREA) > 0.7
    assert page[written].mean() < np.median(page) - 40
