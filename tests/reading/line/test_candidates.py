from __future__ import annotations

import math

import numpy as np
import pytest

from bot.reading.line.candidates import SeenCell, legible
from bot.reading.line.line_ink import LineInk, Run
from bot.reading.line.marks import LineMarks
from bot.reading.line.strip import strip_of
from bot.reading.line.symbols import ALPHABET, BLANK, CLASSES


def cell(*symbols: dict[str, float], alone: bool = True) -> SeenCell:
    """A cell in which the line network sees these symbols, the rest of each is blank."""
    said = np.full((2 * len(symbols) + 1, CLASSES), 1e-9)
    said[:, BLANK] = 1
    for at, probabilities in enumerate(symbols):
        for symbol, sure in probabilities.items():
            said[2 * at + 1, ALPHABET.index(symbol)] = sure
            said[2 * at + 1, BLANK] -= sure - 1e-9
    pixels = np.zeros((32, 8 * len(said)), np.uint8)
    pixels[8:24, ::4] = 255
    ink = LineMarks(LineInk(pixels, np.arange(pixels.shape[1], dtype=np.float32), 0.0, 0.0, 1))
    columns = np.log(np.maximum(said, 1e-9))
    return SeenCell(0, Run((), 16.0, 0.0), ink, strip_of(pixels), columns, columns, alone)


def texts(seen: SeenCell, whole: int = 1) -> list[str]:
    return [one.text for one in seen.propose(seen.numbers_in(whole), whole).found]


def test_the_digit_networks_digit_gets_the_signs_that_the_line_network_sees():
    seen = cell({"(": 0.99}, {"1": 0.9, "7": 1e-4}, {")": 0.99})
    found = texts(seen, whole=7)
    assert found[0] == "(1)"
    assert {"(7)", "7"} <= set(found)


def test_the_spelling_of_a_known_hand_is_a_candidate_more_with_the_ink_of_the_likeliest():
    seen = cell({"4": 0.99}, {"-": 0.99}, {"1": 0.9, "7": 1e-4})
    known = seen.propose(seen.numbers_in(None), 0)
    taught = known.spelling([4, 9, 7])
    assert known.found[0].text == "4-1"
    assert taught.found[:-1] == known.found
    assert taught.found[-1].text == "4-7"
    assert taught.found[-1].marks is known.found[0].marks
    assert taught.found[-1].score < known.found[0].score
    assert known.spelling([4, 9, 1]) is known, "it is one already"


@pytest.mark.parametrize(("alone", "found"), [(True, ["1"]), (False, ["/"])])
def test_a_slash_is_one_only_beside_others(alone, found):
    assert texts(cell({"/": 0.9, "1": 0.05}, alone=alone))[:1] == found


def test_what_is_taken_for_nothing_is_a_digit_where_the_digit_network_sees_one():
    seen = cell({})
    assert texts(seen, whole=7) == ["7"]
    assert seen.propose(seen.numbers_in(None), 7).found == ()


@pytest.mark.parametrize(
    ("text", "share"), [("table", 0.5), ("47", 0.5), ("t¤bl", 0.375), ("¤", 0.0), ("", 0.0)]
)
def test_what_can_be_read_are_digits_signs_and_letters(text, share):
    string = tuple(map(ALPHABET.index, text))
    assert legible(string, len(string) * math.log(0.5)) == pytest.approx(share)
