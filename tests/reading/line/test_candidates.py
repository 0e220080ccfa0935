from __future__ import annotations

import math

import numpy as np
import pytest

from bot.reading.line.candidates import SeenCell, legible
from bot.reading.line.line_ink import LineInk, Run
from bot.reading.line.marks import LineMarks
from bot.reading.line.opinions import without_signs
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


def texts(seen: SeenCell, whole: int = 1, second: dict[str, float] | None = None) -> list[str]:
    return [one.text for one in seen.propose(seen.numbers_in(whole), whole, second).found]


def test_the_second_networks_digits_get_the_signs_that_the_line_network_sees():
    seen = cell({"8": 0.99}, {"7": 0.99}, {"1": 0.9, "2": 0.001}, {"=": 0.99})
    found = texts(seen, second={"872": 0.8, "5": 0.01})
    assert found[0] == "871="
    assert {"872=", "872"} <= set(found)
    assert "5" not in found, "it is hardly likely"


@pytest.mark.parametrize(("alone", "found"), [(True, ["1"]), (False, ["/"])])
def test_a_slash_is_one_only_beside_others(alone, found):
    assert texts(cell({"/": 0.9, "1": 0.05}, alone=alone))[:1] == found


def test_what_is_taken_for_nothing_is_a_digit_where_the_digit_network_sees_one():
    seen = cell({})
    assert texts(seen, whole=7) == ["7"]
    assert seen.propose(seen.numbers_in(None), 7, None).found == ()


@pytest.mark.parametrize(
    ("text", "share"),
    [("51520", 0.9), ("5/520", 0.95), ("5520", 0.05), ("5.520", 0.05), ("(520)", 0.0)],
)
def test_a_network_that_knows_no_signs_is_asked_for_what_it_would_see(text, share):
    said = {"51520": 0.9, "5520": 0.05, "5620": 0.01}
    string = tuple(map(ALPHABET.index, text))
    assert without_signs(said, string) == pytest.approx(share)


def test_many_signs_are_weighed_at_once():
    string = tuple(map(ALPHABET.index, "/" * 300 + "5"))
    assert without_signs({"1" * 150 + "5": 0.5, "1" * 301 + "5": 0.25}, string) == 0.5


@pytest.mark.parametrize(
    ("text", "share"), [("table", 0.5), ("47", 0.5), ("t¤bl", 0.375), ("¤", 0.0), ("", 0.0)]
)
def test_what_can_be_read_are_digits_signs_and_letters(text, share):
    string = tuple(map(ALPHABET.index, text))
    assert legible(string, len(string) * math.log(0.5)) == pytest.approx(share)
