"""Numbers beside each other are apart; digits at even distances are one number."""

from hypothesis import given
from hypothesis import strategies as st

from bot.reading.cells.spacing import wide_gaps

TALL, BROAD = 100, 60


def parted(*rows: list[float]) -> list[list[bool]]:
    """Where rows of digits with such gaps, in heights, are parted."""
    boxes = []
    for row in rows:
        x, own = 0, [(0, 0, BROAD, TALL)]
        for gap in row:
            x += BROAD + round(gap * TALL)
            own.append((x, 0, BROAD, TALL))
        boxes.append(own)
    return wide_gaps(boxes, [[True] * len(own) for own in boxes])


def test_two_numbers_a_digit_apart_are_two():
    assert parted([0.1, 0.8, 0.1]) == [[False, True, False]]
    assert parted([0.1, 0.8], [0.15, 0.75], [0.1, 0.9]) == [[False, True]] * 3


def test_a_narrow_gap_parts_nothing_by_itself():
    assert parted([0.1, 0.5, 0.1]) == [[False] * 3]


def test_a_gap_beside_a_sign_is_no_sign_of_two_numbers():
    row = [(0, 0, BROAD, TALL), (140, 40, BROAD, 10), (210, 0, BROAD, TALL), (280, 0, BROAD, TALL)]
    assert wide_gaps([row], [[True, False, True, True]]) == [[False] * 3]


def test_a_gap_that_is_the_only_one_between_digits_parts_nothing():
    row = [(0, 0, BROAD, TALL), (120, 0, 20, TALL), (140, 40, 80, 10), (220, 0, BROAD, TALL)]
    assert wide_gaps([row], [[True, True, False, True]]) == [[False] * 3]


def test_a_hand_whose_gaps_are_all_over_the_place_writes_one_number():
    assert parted([0.2, 1.2, 1.0, 0.9, 1.1, 0.2, 0.8]) == [[False] * 7]


@given(st.floats(0, 3), st.integers(2, 12), st.data())
def test_digits_at_even_distances_are_one_number(gap, count, data):
    gaps = data.draw(st.lists(st.floats(gap, gap + 0.3), min_size=count, max_size=count))
    assert parted(gaps) == [[False] * count]
