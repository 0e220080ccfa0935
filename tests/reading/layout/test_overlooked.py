"""Numbers in another pen or size than the rest of a page are lines of it too."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from modelfiles import SHIPPED
from reading.scenes import draw

from bot.reading.binarise.ink import find_ink
from bot.reading.box import Box
from bot.reading.layout.cells import Cell, TextLine
from bot.reading.layout.components import Piece
from bot.reading.layout.overlooked import found_no_more, separate, small_rows, still_there
from bot.reading.layout.rule_remover import RuleRemover
from bot.reading.layout.segment import segment


def page_of(*numbers, width=520, gap=30):
    """Numbers below each other, each as `draw` draws it with its own choices."""
    drawn = [draw(text, margin=0.2, **how) for text, how in numbers]
    page = np.full((sum(d.shape[0] + gap for d in drawn) + gap, width), 225, np.uint8)
    y = gap
    for one in drawn:
        page[y : y + one.shape[0], 20 : 20 + one.shape[1]] = one
        y += one.shape[0] + gap
    return page


@pytest.mark.parametrize("faint", [120, 150, 165])
def test_a_number_in_pencil_below_one_in_a_bold_pen_is_read(reader, faint):
    page = page_of(
        ("4071", {"height": 70, "pen": 0.15, "ink": 20}),
        ("2386", {"height": 60, "pen": 0.05, "ink": faint}),
    )
    assert reader.read_gray(page).text == "4071\n2386"


@pytest.mark.parametrize("small", [26, 34, 44])
def test_a_small_number_below_a_large_one_is_read(reader, small):
    page = page_of(("407", {"height": 120}), ("23864", {"height": small}), ("52", {"height": 120}))
    assert reader.read_gray(page).text == "407\n23864\n52"


@pytest.mark.parametrize("faint", ["4   ", " 0  ", "  7 ", "   1", "4 7 "])
def test_a_digit_in_a_weaker_pen_is_of_the_number_that_it_stands_in(reader, faint):
    strong = "".join(" " if digit == "4071"[at] else "4071"[at] for at, digit in enumerate(faint))
    page = np.minimum(draw(strong, ink=20), draw(faint, ink=150))
    assert reader.read_gray(page).text.replace(" ", "") == "4071"


@settings(max_examples=15, deadline=None)
@given(inks=st.lists(st.sampled_from([20, 60, 100, 140]), min_size=2, max_size=4))
def test_no_line_is_lost_whatever_the_pens(reader, inks):
    page = page_of(*[("2384", {"height": 60, "ink": ink}) for ink in inks])
    assert reader.read_gray(page).text == "\n".join(["2384"] * len(inks))


def test_a_line_of_another_pen_is_apart_from_the_others():
    faint = {"height": 60, "pen": 0.05, "ink": 165}
    page = page_of(("4071", {"height": 70, "pen": 0.15, "ink": 20}), ("2386", faint))
    found = segment(find_ink(page))
    assert (len(found.text), len(found.unlike)) == (1, 1)
    found = segment(find_ink(page_of(("2386", faint))))
    assert (len(found.text), len(found.unlike)) == (1, 0)


def test_faint_lines_that_are_not_found_again_keep_their_ink(monkeypatch):
    faint = {"height": 60, "ink": 105}
    page = find_ink(page_of(("4071", {"height": 70, "pen": 0.15, "ink": 20}), ("2386", faint)))
    monkeypatch.setattr("bot.reading.layout.overlooked._FAINT", 0.0)
    [_, whole] = segment(page).text
    monkeypatch.undo()
    monkeypatch.setattr("bot.reading.layout.segment.separate", lambda more, _: more)
    monkeypatch.setattr("bot.reading.layout.segment.found_no_more", lambda lines, _: lines)
    found = segment(page)
    [_, kept] = found.text
    assert len(kept.pieces) == len(whole.pieces)
    for one in kept.pieces:
        assert np.count_nonzero(found.labels == one.label) == one.area


def test_where_one_of_others_is_a_line_is_found_again():
    one, other, apart = (TextLine((Cell((piece(k, *box),)),), 0.0, 40.0) for k, box in enumerate(
        ((0, 0, 30, 40), (5, 4, 30, 40), (0, 90, 30, 40)), 1))  # fmt: skip
    assert found_no_more([one, apart], [other]) == [apart]


def test_in_gaps_of_a_line_what_is_as_tall_is_missed_and_nothing_else():
    line = TextLine((Cell((piece(1, 0, 0, 30, 40), piece(2, 80, 0, 30, 40))),), 0.0, 40.0)
    boxes = (40, 4, 30, 34), (40, 20, 30, 16), (50, -15, 10, 70), (20, 4, 30, 34)
    own = [
        TextLine((Cell((piece(label, *box),)),), 0.0, float(box[3]))
        for label, box in enumerate(boxes, 3)
    ]
    assert separate(own, [line]) == own[:1]


def test_what_the_edge_cuts_off_is_no_line():
    inner = TextLine((Cell((piece(1, 40, 0, 30, 40),)),), 0.0, 40.0)
    cut = inner._replace(cells=(Cell((piece(2, 0, 0, 30, 40)._replace(at_edge=True),)),))
    assert separate([inner, cut], []) == [inner]


def piece(label, x, y, w, h):
    return Piece(label, Box(x, y, w, h), w * h // 2, 200.0, at_edge=False)


def test_a_row_of_small_digits_is_told_from_parts_of_large_ones():
    large = [piece(1, 10, 10, 50, 100), piece(2, 80, 10, 50, 100)]
    row = [piece(3 + n, 10 + 30 * n, 140, 20, 30) for n in range(4)]
    assert small_rows(large + row, 100.0) == {3, 4, 5, 6}
    assert small_rows(large + row[:2], 100.0) == set()
    inside = [piece(3 + n, 12 + 14 * n, 40, 10, 30) for n in range(3)]
    assert small_rows(large + inside, 100.0) == set()
    dashes = [piece(3 + n, 10 + 60 * n, 140, 40, 14) for n in range(3)]
    assert small_rows(large + dashes, 100.0) == set()


def test_what_another_line_took_all_ink_of_is_not_there_any_more():
    def piece(label):
        return Piece(label, Box(0, 0, 2, 2), 4, 200.0, at_edge=False)

    def line(*cells):
        return TextLine(tuple(Cell(tuple(map(piece, cell))) for cell in cells), 0.0, 2.0)

    labels = np.array([[1, 0, 3], [0, 4, 0]], np.int32)
    lines = [line([3, 2], [2]), line([9], [2]), line([4])]
    assert still_there(lines, labels) == (line([3]), line([4]))


def figure():
    """A large digit in a frame, and numbers along two of its sides."""
    page = np.full((360, 480), 250, np.uint8)
    cv2.rectangle(page, (108, 42), (386, 320), 40, 1)
    written = draw("2", height=190, margin=0.1)
    page[60 : 60 + written.shape[0], 150 : 150 + written.shape[1]] = np.minimum(
        page[60 : 60 + written.shape[0], 150 : 150 + written.shape[1]], written
    )
    for at, text in enumerate(("0", "5", "10", "15", "20", "25")):
        cv2.putText(page, text, (76, 60 + 52 * at), cv2.FONT_HERSHEY_SIMPLEX, 0.45, 30, 1)
        cv2.putText(page, text, (110 + 50 * at, 340), cv2.FONT_HERSHEY_SIMPLEX, 0.45, 30, 1)
    return page


def test_numbers_along_the_axes_of_a_figure_are_outside_its_frame():
    ink = RuleRemover.beside(SHIPPED.parent)(find_ink(figure())).ink
    found = segment(ink)
    assert ink.rules is not None
    assert len(found.text) == 1
    assert not found.unlike
    assert segment(ink._replace(rules=None)).unlike
