from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tables.readings import written

from bot.mending.number import mended, tidy, with_digit

TEXTS = (
    st.text("0123456789.-+ \n", min_size=1, max_size=20)
    .map(tidy)
    .filter(lambda text: any(symbol.isdigit() for symbol in text))
)


@given(TEXTS, st.data())
def test_corrections_add_up_whatever_their_order(text, data):
    """The last word on each digit counts, also that it is none, and nothing else moves."""
    count = sum(symbol.isdigit() for symbol in text)
    steps = st.tuples(st.integers(0, count - 1), st.sampled_from(["", *"0123456789"]))
    shown, told = text, {}
    for place, digit in data.draw(st.lists(steps, max_size=6)):
        shown = with_digit(text, shown, told, place, digit)
        told[place] = digit
    digits = iter(range(count))
    wanted = "".join(
        told.get(place, symbol) if symbol.isdigit() and (place := next(digits)) >= 0 else symbol
        for symbol in text
    )
    assert shown.split() == tidy(wanted).split() or "" in told.values()
    assert "".join(shown.split()) == "".join(wanted.split())


def test_a_digit_is_corrected_in_a_number_that_was_typed():
    assert with_digit("407", "4107", {}, 2, "9") == "4109"
    assert with_digit("40\n12", "410\n12", {}, 3, "7") == "410\n17"


@given(TEXTS, TEXTS)
def test_the_rows_of_a_corrected_number_say_what_it_was_corrected_to(read, text):
    digits = "".join(symbol for symbol in read if symbol.isdigit())
    reading = written((0, 0, digits))
    assert [[cell.text for cell in row] for row in mended(reading, text)] == [
        line.split() for line in text.splitlines()
    ]
