import io
import time

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.drawing import explain as module
from bot.drawing.canvas import Canvas, text_width, wrapped
from bot.drawing.explain import MOST_CARDS, WIDTH, explain, percent
from bot.drawing.photo import view_of
from bot.reading.box import Box
from bot.reading.open.decode import Picture, decode
from bot.reading.result import Digit, Reading, Reason, Tip

SURE, DOUBT = (22, 135, 96), (200, 112, 0)


def digit(value, box, confidence=0.97, other=None):
    """A digit as a network could have read it; its glyph is a bar as wide as its value."""
    glyph = np.zeros((28, 28), np.uint8)
    glyph[4:24, 4 : 6 + value] = 255
    probabilities = [0.001] * 10
    probabilities[(value + 3) % 10 if other is None else other] = 1 - confidence - 0.008
    probabilities[value] = confidence
    return Digit(value, confidence, Box(*box), tuple(probabilities), glyph)


def written(width, height, lines, side, confidence=0.97):
    """A page with a black block for each digit, and its reading; `side` is a block's height."""
    gray = np.full((height, width), 230, np.uint8)
    read = []
    for row, text in enumerate(lines):
        line = []
        for column, letter in enumerate(text):
            x = int(width * (column + 0.5) / len(text) - side / 4)
            y = int(height * (row + 0.5) / len(lines) - side / 2)
            gray[y : y + side, x : x + side // 2] = 20
            line.append(digit(int(letter), (x, y, side // 2, side), confidence))
        read.append(tuple(line))
    reading = Reading(tuple(read), confidence, None, (), (width, height))
    return Picture(gray, 1.0, (width, height)), reading


def drawn(picture, reading):
    """The explaining picture as colours, `[H, W, 3]`."""
    return np.asarray(Image.open(io.BytesIO(explain(picture, reading, "png"))))


def area_of(image, colour):
    return int((np.abs(image.astype(int) - colour).max(axis=2) < 12).sum())


PAGES = {
    "one digit": (1280, 960, ["7"], 400),
    "six digits": (960, 1280, ["402915"], 120),
    "twelve digits": (1280, 400, ["123456789012"], 70),
    "three lines": (1000, 1000, ["407", "12", "98653"], 150),
    "a whole page": (1400, 1400, ["1234567890"] * 9, 90),
    "tiny": (28, 28, ["4"], 20),
    "very wide": (6000, 80, ["12345"], 60),
    "very tall": (40, 4000, ["1", "2"], 60),
    "lost on a large sheet": (1600, 1200, ["35"], 24),
    "longer than a line": (1600, 60, ["1234567890" * 9], 12),
}


@pytest.mark.parametrize("name", PAGES)
def test_it_is_a_photo_that_telegram_takes(name):
    data = explain(*written(*PAGES[name]))
    width, height = Image.open(io.BytesIO(data)).size
    assert width == WIDTH <= 1280
    assert width + height <= 10_000
    assert max(width, height) / min(width, height) <= 20
    assert len(data) < 1_000_000


@pytest.mark.parametrize("name", ["one digit", "a whole page"])
@pytest.mark.parametrize("reason", [None, Reason.NOT_A_DIGIT])
def test_without_words_no_letter_is_drawn(name, reason, monkeypatch):
    drawn = []
    write = Canvas.text
    monkeypatch.setattr(
        Canvas,
        "text",
        lambda self, at, text, *more, **how: (
            drawn.append(text) or write(self, at, text, *more, **how)
        ),
    )
    picture, reading = written(*PAGES[name])
    lines = reading.lines if reason is None else ()
    explain(picture, Reading(lines, 0.6, reason, (Tip.TOO_DARK,), reading.size), words=False)
    assert drawn
    assert not any(letter.isalpha() for text in drawn for letter in text)


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_it_comes_in_the_format_asked_for(kind):
    data = explain(*written(*PAGES["one digit"]), kind)
    assert Image.open(io.BytesIO(data)).format == kind.upper()


@pytest.mark.parametrize("name", PAGES)
def test_boxes_lie_on_what_was_read(name):
    picture, reading = written(*PAGES[name])
    view = view_of(picture, reading, 1000)
    ink = view.gray < 100
    assert max(view.gray.shape) <= 1000
    assert [d.digit for d, _ in view.digits] == [d.digit for d in reading.digits]
    for _, box in view.digits:
        inside = ink[box.y : box.y + box.h, box.x : box.x + box.w]
        assert inside.mean() > 0.7
        ink[max(0, box.y - 3) : box.y + box.h + 3, max(0, box.x - 3) : box.x + box.w + 3] = False
    assert ink.sum() == 0


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_picture_that_was_turned_for_reading_is_shown_turned(turned):
    upright, reading = written(*PAGES["three lines"])
    reading = Reading(reading.lines, 0.9, None, (), reading.size, turned)
    sent = np.ascontiguousarray(np.rot90(upright.gray, turned // 90))
    view = view_of(Picture(sent, 1.0, sent.shape[::-1]), reading, 1000)
    for _, box in view.digits:
        assert (view.gray[box.y : box.y + box.h, box.x : box.x + box.w] < 100).mean() > 0.9


def test_boxes_of_a_reduced_picture_are_in_pixels_of_the_full_one():
    full, reading = written(4000, 3000, ["42"], 800)
    stream = io.BytesIO()
    Image.fromarray(full.gray).save(stream, "PNG")
    picture = decode(stream.getvalue())
    assert picture.scale > 2
    for _, box in view_of(picture, reading, 1000).digits:
        assert 190 <= box.h <= 210


def test_small_digits_are_shown_larger():
    picture, reading = written(1600, 1200, ["35"], 24)
    close = [
        digit(3, (800, 600, 12, 24)),
        digit(5, (830, 600, 12, 24)),
    ]
    view = view_of(picture, Reading((tuple(close),), 0.9, None, (), reading.size), 1000)
    assert view.digits[0][1].h > 100


def test_doubtful_digits_have_a_colour_of_their_own():
    picture, reading = written(*PAGES["six digits"])
    sure = drawn(picture, reading)
    assert area_of(sure, SURE) > 1000
    assert area_of(sure, DOUBT) == 0
    first, *others = reading.lines[0]
    doubtful = digit(first.digit, first.box, 0.55)
    mixed = drawn(picture, Reading(((doubtful, *others),), 0.95, None, (), reading.size))
    assert area_of(mixed, SURE) > 1000
    assert area_of(mixed, DOUBT) > 300
    guess = drawn(picture, Reading(reading.lines, 0.5, None, (), reading.size))
    assert area_of(guess, DOUBT) > 1000  # the badge at the top


def test_a_bar_is_as_long_as_its_guess_is_likely():
    areas = []
    for confidence in (0.3, 0.6, 0.85):
        picture, reading = written(600, 600, ["8"], 200, confidence)
        areas.append(area_of(drawn(picture, reading), DOUBT))
    assert areas[0] + 2000 < areas[1] < areas[2] - 2000


def test_what_the_network_saw_is_shown_enlarged():
    picture, reading = written(*PAGES["six digits"])
    image = drawn(picture, reading)[..., 0]
    for found in reading.digits:
        large = cv2.resize(found.glyph, None, fx=6, fy=6, interpolation=cv2.INTER_NEAREST)
        part = large[8:-8, 8:-8]  # corners are round
        assert cv2.matchTemplate(image, part, cv2.TM_CCOEFF_NORMED).max() > 0.99


def test_of_a_long_text_the_least_certain_digits_are_shown():
    picture, reading = written(*PAGES["a whole page"])
    lines = [list(line) for line in reading.lines]
    lines[4][7] = digit(9, lines[4][7].box, 0.4)
    long = Reading(tuple(map(tuple, lines)), 0.4, None, (), reading.size)
    assert len(long.digits) > MOST_CARDS
    image = drawn(picture, long)
    below = image[-1300:]
    assert area_of(below, DOUBT) > 200


@pytest.mark.parametrize("reason", Reason)
def test_a_refusal_shows_the_picture_and_says_why(reason):
    picture, _ = written(*PAGES["six digits"])
    images = [
        drawn(picture, Reading((), 0.9, reason, tips, picture.size))
        for tips in [(), (Tip.TOO_DARK,), tuple(Tip)]
    ]
    heights = [image.shape[0] for image in images]
    assert heights == sorted(set(heights))
    assert area_of(images[0], SURE) == area_of(images[0], DOUBT) == 0
    assert area_of(images[0], (20, 20, 20)) > 10_000  # the digits that were not read
    assert module._REASONS.keys() == set(Reason)
    assert module._TIPS.keys() == set(Tip)


@pytest.mark.parametrize(
    ("probability", "words"),
    [(1, ">99 %"), (0.9999, ">99 %"), (0.97, "97 %"), (0.05, "5 %"), (0.004, "<1 %"), (0, "<1 %")],
)
def test_per_cent_never_claim_certainty(probability, words):
    assert percent(probability) == words


def test_words_are_wrapped_to_the_width():
    lines = wrapped("What stands out from the ground does not look like digits at all", 36, 500)
    assert len(lines) > 2
    assert all(text_width(line, 36) <= 500 for line in lines)
    assert " ".join(lines).startswith("What stands out")


@settings(max_examples=30, deadline=None, database=None)
@given(
    size=st.tuples(st.integers(1, 3000), st.integers(1, 3000)),
    boxes=st.lists(
        st.tuples(*[st.integers(-50, 3000)] * 2, *[st.integers(0, 3000)] * 2), max_size=30
    ),
    turned=st.sampled_from([0, 90, 180, 270]),
)
def test_any_boxes_can_be_drawn(size, boxes, turned):
    lines = (tuple(digit(place % 10, box) for place, box in enumerate(boxes)),) if boxes else ()
    reason = None if boxes else Reason.NO_INK
    sent = size[::-1] if turned in {90, 270} else size
    picture = Picture(np.zeros(sent[::-1], np.uint8), 1.0, sent)
    data = explain(picture, Reading(lines, 0.9, reason, (), size, turned))
    assert Image.open(io.BytesIO(data)).width == WIDTH


def test_it_is_soon_drawn():
    picture, reading = written(*PAGES["six digits"])
    seconds = []
    for _ in range(5):
        start = time.process_time()
        explain(picture, reading)
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.1
