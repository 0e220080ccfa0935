"""Where the ruling network finds rules, a picture is read with them as well, if that is surer."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from modelfiles import SHIPPED
from reading.scenes import draw

from bot.reading.layout.look import ANY
from bot.reading.layout.page import find_page
from bot.reading.layout.rule_remover import RuleRemover
from bot.reading.picture.both_ways import read_both_ways
from bot.reading.result import Reading, Reason


@pytest.fixture(scope="module")
def unruled():
    return RuleRemover.beside(SHIPPED.parent)


def page_of(gray, unruled):
    def page(look):
        return find_page(gray, 1.0, gray.shape[::-1], look, unruled, coarsely=False)

    return page


def boxed():
    page = draw("407", height=60)
    rows, columns = (np.flatnonzero((page < 128).any(axis=axis)) for axis in (1, 0))
    corners = (columns[0] - 12, rows[0] - 12), (columns[-1] + 12, rows[-1] + 12)
    return cv2.rectangle(page, *corners, 60, 3)


class Said:
    """Reads what it is told to, and remembers with which looks."""

    def __init__(self, unruled, plain):
        self.unruled, self.plain, self.looks = unruled, plain, []

    def __call__(self, page_of):
        page = page_of(ANY)
        self.looks.append(page.ink.rules is not None)
        return self.unruled if page.ink.rules is not None else self.plain


def reading(reader, confidence, text="407"):
    found = reader.read_gray(draw(text, height=60))
    assert found.text == text
    return replace(found, confidence=confidence)


NONE = Reading((), 0.9, Reason.NOT_A_DIGIT, (), (100, 100))


@pytest.mark.parametrize(
    ("without", "with_rules", "taken", "times"),
    [
        (0.99, 0.999, "without", 1),
        (0.8, 0.7, "without", 2),
        (0.7, 0.8, "with_rules", 2),
        (None, 0.3, "with_rules", 2),
        (0.3, None, "without", 2),
        (None, None, "without", 2),
    ],
)
def test_the_surer_reading_is_taken(reader, unruled, without, with_rules, taken, times):
    one = NONE if without is None else reading(reader, without)
    other = NONE if with_rules is None else reading(reader, with_rules)
    said = Said(one, other)
    found = read_both_ways(said, page_of(boxed(), unruled))
    assert found is (one if taken == "without" else other)
    assert said.looks == [True, False][:times]


def test_what_has_no_rules_is_read_once(reader, unruled):
    doubtful = reading(reader, 0.4)
    said = Said(None, doubtful)
    assert read_both_ways(said, page_of(draw("407", height=60), unruled)) is doubtful
    assert said.looks == [False]
