"""What is taught of a hand, and what it changes."""

from __future__ import annotations

import numpy as np
import pytest
from reading.scenes import SHORT_SEVEN, draw, encoded

from bot.reading.digits.hand import WEIGHT, Hand, standard
from bot.reading.picture.picture_file import PictureFile

SEVEN = draw("7", hand=SHORT_SEVEN)
ANOTHER = draw("7", hand=SHORT_SEVEN, height=120, pen=0.16, shear=0.1)


@pytest.fixture(scope="module")
def hand(reader):
    glyph = reader.read_gray(SEVEN).digits[0].glyph
    return Hand.of(reader.classifier.embed([glyph]), np.array([7], np.uint8))


def test_one_correction_is_enough_for_the_next_picture(reader, hand):
    knowing = reader.knowing(hand)
    assert reader.read_gray(ANOTHER).text == "1"
    assert knowing.read_gray(ANOTHER).text == "7"
    line = draw("4707", hand=SHORT_SEVEN)
    assert reader.read_gray(line).text != "4707"
    assert knowing.read_gray(line).text == "4707"


def test_it_does_not_outvote_networks_that_are_sure(reader, hand):
    text = "023456789"
    assert reader.knowing(hand).read_gray(draw(text)).text == text
    # Nor does a correction that was wrong, of the very same digit.
    glyph = reader.read_gray(draw("0")).digits[0].glyph
    for digit in (3, 6, 8):
        wrong = Hand.of(reader.classifier.embed([glyph]), np.array([digit], np.uint8))
        assert reader.knowing(wrong).read_gray(draw("402")).text == "402"


def test_of_an_unknown_hand_nothing_changes(reader):
    assert reader.knowing(None) is reader
    # A hand that is like nothing in the picture changes no bit either.
    dim = reader.classifier.embed([reader.read_gray(SEVEN).digits[0].glyph]).shape[1]
    unlike = Hand.of(np.full((1, dim), -1.0), np.array([7], np.uint8))
    for picture in (SEVEN, draw("3140\n2718")):
        one, other = (r.read_gray(picture) for r in (reader, reader.knowing(unlike)))
        assert one == other
        assert one.lines == other.lines


def test_many_examples_say_no_more_than_one(reader):
    embeddings = reader.classifier.embed([reader.read_gray(SEVEN).digits[0].glyph] * 50)
    hand = Hand.of(embeddings, np.repeat(np.array([1, 7], np.uint8), 25))
    odds = hand.odds(embeddings[:1])
    assert odds[0, [1, 7]] == pytest.approx(WEIGHT)
    assert not np.delete(odds, [1, 7]).any()
    assert Hand.of(embeddings[:0], np.zeros(0, np.uint8)) is None


def test_embeddings_are_compared_by_what_sets_them_apart_from_their_own_mean():
    found = standard(np.random.default_rng(1).random((5, 128)) + 3)
    assert found.mean(axis=1) == pytest.approx(np.zeros(5), abs=1e-6)
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(5))
    # What is kept in that form is in it already.
    assert standard(found) == pytest.approx(found, abs=1e-6)
    assert not standard(np.full((1, 128), 2.0)).any()


def test_what_looks_like_a_taught_digit_is_likelier_a_number(reader, hand):
    def number(knowing):
        page = PictureFile(encoded(ANOTHER)).page()
        [cell] = knowing.recogniser.read(page.segments, page.ink, page.gray)
        return cell.number

    assert number(reader.knowing(hand)) > number(reader)
