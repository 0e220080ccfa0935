import pytest

from training.measure.same_number import as_written, cells, cells_in_place, digits_alone


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3 x 4", "3\u00d74"),
        ("3*4", "3\u00d74"),
        ("1 2\n\n3", "12\n3"),
        ("\u22125", "-5"),
        ("\uff087\uff09", "(7)"),  # brackets as wide as a Chinese character
    ],
)
def test_the_same_number_is_written_the_same(one, other):
    assert as_written(one) == as_written(other)


@pytest.mark.parametrize(("one", "other"), [("3.14", "314"), ("12\n3", "123"), ("7/1", "711")])
def test_another_number_is_not(one, other):
    assert as_written(one) != as_written(other)


def test_digits_alone_leaves_lines_apart():
    assert digits_alone("-3.14 kg\n---\n(7)") == "314\n7"
    assert digits_alone("No") == ""


def test_cells_count_where_they_stand():
    assert cells("1 2.5\n\n3") == [["1", "2.5"], ["3"]]
    assert cells_in_place("1 2\n4 3", "1 2\n3 4") == (2, 4)
    assert cells_in_place("12\n34 5", "1 2\n34 5") == (2, 4)
    assert cells_in_place("", "1 2") == (0, 2)
