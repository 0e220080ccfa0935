"""What a page's own digits say of those in doubt."""

from __future__ import annotations

import numpy as np
import pytest
from reading.scenes import SHORT_SEVEN, draw, encoded, noisy

from bot.reading.box import Box
from bot.reading.digits.hand import WEIGHT
from bot.reading.line.line_ink import Run
from bot.reading.page.page_hand import DOUBTED, LEAST, SURE, examples, is_doubted, likeness
from bot.reading.page.read_cell import Mark, ReadCell
from bot.reading.picture.picture_file import PictureFile

BLANK = np.zeros((28, 28), np.uint8)


def mark(symbol, confidence=0.99, glyph=BLANK):
    probabilities = (0.1,) * 10 if symbol.isdigit() else ()
    return Mark(symbol, confidence, Box(0, 0, 1, 1), probabilities, glyph)


def cell(marks, confidence=0.9, number=0.9):
    return ReadCell(0, Run((), 1.0, 0.0), tuple(marks), confidence, number, False, 1.0)


def test_examples_are_sure_digits_of_numbers():
    sure = [mark("7")] * LEAST
    others = [mark("7", SURE - 0.01), mark("/"), mark(",")]
    assert examples([cell([*others, *sure])]) == sure
    assert examples([cell(sure[:3]), cell(sure[3:])]) == sure
    assert examples([cell(sure[1:]), cell(sure, number=0.4)]) == []
    assert examples([]) == []


def test_doubted_is_what_is_no_certain_text_and_may_be_a_number():
    assert is_doubted(cell([mark("7")]))
    assert not is_doubted(cell([mark("7")], confidence=DOUBTED))
    assert not is_doubted(cell([mark("7")], number=0.1))


def test_a_digit_gains_where_it_is_like_the_pages_own_and_loses_where_not():
    rng = np.random.default_rng(3)
    one, two = rng.normal(0, 1, (2, 64)).astype(np.float32)
    said = likeness([mark("3"), mark("5")], np.stack([one, two]), np.stack([one, -one]))
    assert said.shape == (2, 10)
    assert 0 < said[0, 3] < WEIGHT
    assert said[0, 5] < 0
    assert said[1, 3] == said[1, 5] == said[0, 5]
    assert not np.delete(said, [3, 5], axis=1).any()


@pytest.fixture(scope="module")
def sevens(reader):
    """Glyphs of a hand's digits, and which each is: ones, sevens that look like them, others."""
    text = "1234507777"
    glyphs = []
    for digit, shear in zip(text, (0, 0, 0, 0, 0, 0, 0.05, 0.1, -0.05, 0), strict=True):
        picture = draw(digit, hand=SHORT_SEVEN, shear=shear)
        glyphs.append(reader.read_gray(picture).digits[0].glyph)
    return glyphs, text


def test_a_seven_that_looks_like_a_one_is_likelier_for_the_pages_own(reader, sevens):
    glyphs, text = sevens
    last = reader.classifier(glyphs[-1:])
    assert last.probabilities[0].argmax() == 1
    embeddings = reader.classifier.embed(glyphs)
    sure = [mark(digit, glyph=glyph) for digit, glyph in zip(text[:-1], glyphs, strict=False)]
    beside = last.beside(likeness(sure, embeddings[:-1], embeddings[-1:]))
    before, after = (p[0, 7] / p[0, 1] for p in (last.probabilities, beside.probabilities))
    assert after > 1.5 * before
    assert beside.probabilities.sum() == pytest.approx(1, abs=1e-5)
    # What is a digit at all the page does not say.
    assert np.array_equal(beside.is_digit, last.is_digit)


def test_what_the_page_says_makes_no_text_surer(reader, monkeypatch):
    page = draw("2171\n7417\n1147\n7741", hand=SHORT_SEVEN, shear=0.15)
    beside = reader.read_gray(page)
    with monkeypatch.context() as patch:
        patch.setattr("bot.reading.page.recognise.examples", lambda cells: [])
        alone = reader.read_gray(page)
    assert beside.text != alone.text
    assert beside.confidence <= alone.confidence


def test_what_the_page_says_makes_nothing_a_number(reader, monkeypatch):
    pages = [noisy(draw("2171\n7417", hand=SHORT_SEVEN, pen=pen), 40, 3) for pen in (0.05, 0.2)]
    numbers: dict[bool, list[float]] = {True: [], False: []}
    for page in (PictureFile(encoded(page)).page() for page in pages):
        for beside in numbers:
            with monkeypatch.context() as patch:
                if not beside:
                    patch.setattr("bot.reading.page.recognise.examples", lambda cells: [])
                read = reader.recogniser.read(page.segments, page.ink, page.gray)
            numbers[beside] += [cell.number for cell in read]
    assert all(a <= b + 1e-9 for a, b in zip(numbers[True], numbers[False], strict=True))
