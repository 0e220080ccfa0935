"""The ruling network tells rules from what is written, and nothing else is taken for them."""

import cv2
import numpy as np
import pytest
from modelfiles import SHIPPED
from reading.scenes import draw

from bot.reading.binarise.ink import find_ink
from bot.reading.layout.rule_remover import RuleRemover
from bot.reading.layout.ruling import STRIDE, Ruled, RulingNetwork, seen, told
from bot.reading.layout.segment import laid_out
from bot.reading.model import ModelError

RULING = SHIPPED.with_name("ruling.onnx")


@pytest.fixture(scope="module")
def ruling() -> RulingNetwork:
    return RulingNetwork.open(RULING)


def boxed(text="486", *, side=90, thick=3, shade=60):
    """Digits in boxes beside each other, which they do not touch."""
    page = np.full((160, side * len(text) + 60), 235, np.uint8)
    for place, digit in enumerate(text):
        left = 30 + place * side
        cv2.rectangle(page, (left, 35), (left + side, 35 + side), shade, thick)
        if digit == " ":
            continue
        ink = draw(digit, height=50, margin=0.0)
        rows, columns = (np.flatnonzero((ink < 128).any(axis=axis)) for axis in (1, 0))
        ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        at = np.s_[55 : 55 + ink.shape[0], left + 30 : left + 30 + ink.shape[1]]
        page[at] = np.minimum(page[at], ink)
    return page


def lines_in(page, ruling):
    lines = laid_out(RuleRemover(ruling)(find_ink(page))).text
    return [[len(cell.pieces) for cell in line.cells] for line in lines]


@pytest.mark.parametrize("thick", [2, 4, 7])
@pytest.mark.parametrize("shade", [40, 150])
def test_boxes_are_rules_and_digits_are_not(ruling, thick, shade):
    page, empty = boxed(thick=thick, shade=shade), boxed("   ", thick=thick, shade=shade)
    ink = find_ink(page)
    boxes = find_ink(empty).mask
    alone = ruling.rules_of(ink).alone & ink.mask
    assert cv2.countNonZero(alone & boxes) > 0.95 * cv2.countNonZero(ink.mask & boxes)
    digits = ink.mask & (1 - cv2.dilate(boxes, np.ones((5, 5), np.uint8)))
    assert cv2.countNonZero(alone & digits) < 0.02 * cv2.countNonZero(digits)


@pytest.mark.parametrize("digit", "0123456789")
@pytest.mark.parametrize("height", [24, 70, 300])
def test_nothing_is_taken_out_of_a_digit_alone(ruling, digit, height):
    ink = find_ink(draw(digit, height=height))
    left = RuleRemover(ruling)(ink).ink
    assert left.rules is None
    assert np.array_equal(left.mask, ink.mask)


@pytest.mark.parametrize("digit", "023456789")  # a straight 1 may be one
def test_hardly_anything_of_a_digit_looks_like_a_rule(ruling, digit):
    ink = find_ink(draw(digit, height=50))
    alone = ruling.rules_of(ink).alone & ink.mask
    assert cv2.countNonZero(alone) < 0.1 * cv2.countNonZero(ink.mask)


def test_what_is_no_longer_than_writing_and_hangs_with_nothing_longer_is_no_rule():
    rules = np.zeros((60, 100), np.uint8)
    rules[10, 5:95] = 1  # a rule, with a short upright close below it
    rules[12:30, 50] = 1
    rules[40:58, 20] = 1  # a stroke
    ruled = Ruled(rules, rules.copy(), 0 * rules).longer_than(50.0, 4)
    assert ruled.alone[10].sum() == 90
    assert ruled.alone[12:30, 50].all()
    assert not ruled.alone[40:].any()


def test_the_soft_edge_of_a_stroke_stays_and_rules_are_told(ruling):
    ink = find_ink(boxed())
    left = RuleRemover(ruling)(ink).ink
    assert left.rules is not None
    near = cv2.dilate(left.mask, np.ones((3, 3), np.uint8)) & (1 - ink.mask)
    assert np.array_equal(left.strength * near, ink.strength * near)
    assert not (left.strength * (ink.mask & (1 - left.mask))).any()
    assert np.array_equal(left.turned(1).rules, np.rot90(left.rules))


def test_digits_in_boxes_are_a_line_without_the_boxes(ruling):
    assert lines_in(boxed("486"), ruling) == [[3]]


def test_what_the_network_says_of_a_part_does_not_hang_on_the_room_around(ruling):
    ink = find_ink(boxed())
    height, width = ink.mask.shape
    whole = ruling.rules_of(ink).alone
    assert whole.shape == (height, width)
    assert (height % STRIDE, width % STRIDE) != (0, 0)


def test_of_two_layers_a_pixel_is_of_the_likelier_and_a_rules_edge_goes_with_it():
    layers = np.zeros((7, 9, 2), np.float32)
    layers[3, :, 0] = 0.9  # a rule
    layers[:, 4, 1] = 0.95  # a stroke that crosses it
    layers[3, 6] = 0.8, 0.7
    layers[5, 4, 1] = 0.99
    ruled = told(layers)
    assert ruled.rules[3].all()
    assert not ruled.alone[:, 4].any()
    assert ruled.alone[3, :4].all()
    assert ruled.alone[3, 5:].all()
    assert ruled.alone[2, 1]
    assert not ruled.alone[:1].any()
    assert np.argwhere(ruled.writing).tolist() == [[5, 4]]


def test_strength_is_given_in_that_of_the_pen():
    strength = np.zeros((40, 40), np.uint8)
    strength[10:20] = 60
    mask = (strength > 0).view(np.uint8)
    faint = seen(strength, mask)
    assert np.allclose(faint, seen(2 * strength, mask), atol=0.02)
    assert seen(strength, np.zeros_like(mask)).max() < 0.3


def test_the_digit_networks_file_is_not_the_ruling_networks():
    with pytest.raises(ModelError, match="only input"):
        RulingNetwork(SHIPPED.read_bytes())


def test_a_folder_without_a_ruling_network_is_read_with_the_one_that_ships(tmp_path, ruling):
    assert RulingNetwork.beside(tmp_path).version == ruling.version
    (tmp_path / "ruling.onnx").write_bytes(b"half")
    with pytest.raises(ModelError, match="not an ONNX model"):
        RulingNetwork.beside(tmp_path)


def test_what_hangs_with_a_rule_goes_with_it_where_it_is_small_and_nowhere_surely_writing():
    mask, rules, writing = (np.zeros((40, 100), np.uint8) for _ in range(3))
    mask[30, 5:95] = rules[30, 5:95] = 1
    for x in (20, 40, 60):
        mask[20:30, x] = 1  # an end of an upright, a point, a stroke
    writing[22, 40] = 1
    mask[5:30, 60] = 1
    mask[10:15, 80] = 1  # and what hangs with nothing
    ruled = Ruled(rules, rules.copy(), writing).with_ends(mask, 12.0)
    assert ruled.alone[20:30, 20].all()
    assert ruled.rules[20:30, 20].all()
    assert not ruled.alone[:30, 40:].any()
    assert ruled.alone[30, 5:95].all()


@pytest.mark.parametrize("digit", "17")
def test_a_stroke_that_rules_cross_stays_whole(ruling, digit):
    page = boxed(digit)
    for x in (30, 120):  # a table with narrow rows, on both sides of a wide cell
        page = cv2.copyMakeBorder(page, 0, 0, x, x, cv2.BORDER_REPLICATE)
    for y in range(50, 110, 20):
        cv2.line(page, (60, y), (page.shape[1] - 60, y), 120, 2)
    left = RuleRemover(ruling)(find_ink(page)).ink
    assert left.rules is not None
    _, _, stats, _ = cv2.connectedComponentsWithStats(left.mask, connectivity=8)
    assert stats[1:, cv2.CC_STAT_HEIGHT].max() > 45
