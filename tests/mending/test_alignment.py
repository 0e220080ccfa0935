from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mending.alignment import CLEAR, OTHER_KIND, UNLIKELY, align

SYMBOLS = "017.-"
SEEN = st.lists(
    st.dictionaries(st.sampled_from(SYMBOLS), st.floats(0.001, 1.0), min_size=1, max_size=3),
    max_size=4,
)
WRITTEN = st.text(SYMBOLS, max_size=4)


def plain(text):
    return [{symbol: 0.98} for symbol in text]


def weight(symbol, written):
    alike = any(each.isdigit() == written.isdigit() for each in symbol)
    return max(symbol.get(written, 0.0), UNLIKELY if alike else OTHER_KIND)


def all_ways(seen, written):
    """Every way to lay them beside each other, counted out: pairs, and the weight."""
    for count in range(min(len(seen), len(written)) + 1):
        for rows in itertools.combinations(range(len(seen)), count):
            for columns in itertools.combinations(range(len(written)), count):
                pairs = dict(zip(rows, columns, strict=True))
                # The gaps between two pairs can be passed in any order of their steps.
                orders, i, j = 1, -1, -1
                for a, b in [*pairs.items(), (len(seen), len(written))]:
                    orders *= len(list(itertools.combinations(range(a + b - i - j - 2), a - i - 1)))
                    i, j = a, b
                gaps = len(seen) + len(written) - 2 * count
                total = orders * UNLIKELY**gaps
                for a, b in pairs.items():
                    total *= weight(seen[a], written[b])
                yield pairs, total


@given(SEEN, WRITTEN)
def test_what_is_placed_is_what_all_ways_counted_out_agree_on(seen, written):
    ways = list(all_ways(seen, written))
    whole = sum(total for _, total in ways)
    found = align(seen, written)
    for i, place in enumerate(found.places):
        shares = [
            sum(total for pairs, total in ways if pairs.get(i) == j) / whole
            for j in range(len(written))
        ]
        best = max(shares, default=0.0)
        if abs(best - CLEAR) > 1e-9:
            assert (place is not None) == (best > CLEAR)
        if place is not None:
            assert shares[place] == pytest.approx(best)


@given(SEEN, WRITTEN)
def test_places_are_in_order_and_each_is_taken_once(seen, written):
    places = [place for place in align(seen, written).places if place is not None]
    assert places == sorted(set(places))


@given(st.text("0123456789.-", min_size=1, max_size=30))
def test_what_was_read_lies_beside_itself(text):
    found = align(plain(text), text)
    assert found.places == tuple(range(len(text)))
    assert found.unplaced == []
    assert found.fits


def test_a_long_number_keeps_its_weights():
    text = "0123456789" * 40
    found = align(plain(text), text[:200] + "5" + text[200:])
    assert found.places == (*range(200), *range(201, 401))
    assert found.unplaced == [200]


def test_however_much_more_is_written_it_is_weighed():
    found = align(plain("7"), "7" * 300)
    assert found.places == (None,)
    assert not found.fits


def test_which_of_two_equal_digits_is_too_many_is_not_known():
    assert align(plain("4117"), "417").places == (0, None, None, 2)


def test_what_a_digit_might_have_been_tells_where_another_is_missing():
    seen = [{"4": 0.9}, {"1": 0.6, "7": 0.4}]
    assert align(seen, "427").places == (0, 2)
    assert align(seen, "417").places == (0, None)
    assert align(seen, "417").likeliest == (0, 1)


@pytest.mark.parametrize(
    ("read", "written", "fits"),
    [
        ("7", "2", True),
        ("7", "12", True),
        ("407", "417", True),
        ("407", "985", False),
        ("4", "123456", False),
        ("", "7", False),
        ("12345", "12", True),
    ],
)
def test_what_has_nothing_in_common_does_not_fit(read, written, fits):
    assert align(plain(read), written).fits is fits
