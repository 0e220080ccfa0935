"""Sums, CSV and workbooks; what a workbook holds is what another library reads from it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables.readings import written

from bot.reading.box import Box
from bot.reading.cells.cell import Cell
from bot.reading.result import Reading, Reason
from bot.tables.csv_file import csv_of
from bot.tables.numbers import Number
from bot.tables.pages import Page, decimal_notes
from bot.tables.typed_table import NoSum, Sum, sum_of, typed, typed_table
from bot.tables.xlsx_file import DOUBT, xlsx_of

REFUSED = Reading((), 0.9, Reason.NO_INK, (), (10, 10))


def table(*rows, doubted=()):
    """A table of texts, of which some are doubted; empty ones are empty."""
    return typed_table(
        tuple(
            tuple(
                Cell(text, 0.5 if text in doubted else 0.99, Box(0, 0, 9, 9)) if text else None
                for text in row
            )
            for row in rows
        )
    )


def rows_of(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def sheet_of(pages, *, named=False, computed=False):
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(pages, named=named)), data_only=computed)
    (sheet,) = book.worksheets
    return sheet


def test_a_sum_is_exact():
    assert sum_of(table(["0,10"], ["0,20"], ["1.000,05"]), 0) == Sum(
        Decimal("1000.35"), 3, 2, percent=False
    )
    assert sum_of(table(["-6", "1"], ["", "2"], ["17", "3"]), 0) == Sum(
        Decimal(11), 2, 0, percent=False
    )


def test_percentages_are_summed_alone():
    assert sum_of(table(["50%"], ["12.5%"]), 0) == Sum(Decimal("0.625"), 2, 1, percent=True)
    refused = sum_of(table(["50%"], ["3"]), 0)
    assert isinstance(refused, NoSum)
    assert (refused.row, refused.cell.text, refused.doubted) == (1, "3", False)


def test_a_doubted_cell_is_not_summed():
    refused = sum_of(table(["1"], ["2"], ["17"], doubted={"17"}), 0)
    assert isinstance(refused, NoSum)
    assert (refused.row, refused.cell.text, refused.doubted) == (2, "17", True)


def test_text_is_not_summed():
    refused = sum_of(table(["1"], ["27/11"]), 0)
    assert isinstance(refused, NoSum)
    assert (refused.row, refused.doubted) == (1, False)


def test_which_columns_there_are_to_sum():
    own = table(["1", "27/11", "3", "4"], ["2", "28/11", "", "x"])
    assert own.summable() == [0, 3]
    assert table(["1", "2"]).summable() == []


def test_csv():
    own = table(["1.234,50", "007", ""], ["2,5", "-", "12/3"], doubted={"2,5", "12/3"})
    assert rows_of(csv_of([Page("", own)], named=False)) == [
        ["column 1", "column 2", "column 3", "check"],
        ["1234.50", "007", "", ""],
        ["2.5", "'-", "12/3", "column 1, column 3"],
    ]


@pytest.mark.parametrize("text", ["=1+2", "+1+2", "-1+2", "@5"])
def test_no_cell_is_a_formula(text):
    own = table([text, "1"], ["2", "3"])
    assert rows_of(csv_of([Page(text, own)], named=True))[1][:2] == [f"'{text}"] * 2
    sheet = sheet_of([Page(text, own)], named=True)
    for cell in (sheet["A2"], sheet["B2"]):
        assert (cell.value, cell.data_type) == (text, "s")


def test_negative_numbers_stay_numbers():
    own = table(["-5"], ["+5"])
    assert [row[0] for row in rows_of(csv_of([Page("", own)], named=False))[1:]] == ["-5", "5"]
    sheet = sheet_of([Page("", own)])
    assert [sheet["A2"].value, sheet["A3"].value] == [-5, 5]
    assert sheet["A3"].number_format.startswith("+0")


def test_of_several_pictures_in_order():
    pages = [
        Page("a.jpg", table(["1", "2"])),
        Page("b.jpg", typed(REFUSED), "I see no digit."),
        Page("c.jpg", table(["3"], ["4"])),
    ]
    wanted = [
        ["picture", "column 1", "column 2", "check"],
        ["a.jpg", "1", "2", ""],
        ["b.jpg", "", "", "I see no digit."],
        ["c.jpg", "3", "", ""],
        ["c.jpg", "4", "", ""],
    ]
    assert rows_of(csv_of(pages, named=True)) == wanted
    shown = [
        ["" if value is None else str(value) for value in row]
        for row in sheet_of(pages, named=True).iter_rows(values_only=True)
    ]
    assert shown == wanted


def test_a_workbook_cell_by_cell():
    own = table(
        ["1.234,50", "007", "50%"],
        ["2,5", "12345678901234567890", "7%"],
        ["", "27/11", "3%"],
        doubted={"3%", "007"},
    )
    sheet = sheet_of([Page("", own)])
    assert [c.value for c in sheet[1]] == ["column 1", "column 2", "column 3", "check"]
    assert [(c.value, c.data_type, c.number_format) for c in sheet[2]][:3] == [
        (1234.5, "n", "#,##0.00"),
        ("007", "s", "@"),
        (0.5, "n", "0%"),
    ]
    assert [(c.value, c.data_type, c.number_format) for c in sheet[3]][:3] == [
        (2.5, "n", "0.0"),
        ("12345678901234567890", "s", "@"),
        (0.07, "n", "0%"),
    ]
    assert sheet["A4"].value is None
    assert [sheet[f"D{row}"].value for row in (2, 3, 4)] == ["column 2", None, "column 3"]
    filled = {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == f"FF{DOUBT[1:]}"
    }
    assert filled == {"B2", "C4"}


def test_a_formula_carries_its_value():
    own = table(["0,1", "1"], ["0,2", "2"], ["0,4", "9"], doubted={"9"})
    assert sheet_of([Page("", own)])["A6"].value == "=SUM(A2:A4)"
    assert sheet_of([Page("", own)], computed=True)["A6"].value == 0.7
    assert sheet_of([Page("", own)])["B6"].value is None, "of a doubted cell there is no sum"


def test_the_sum_stands_under_its_own_column():
    own = table(["1"], ["2"])
    assert sheet_of([Page("a.jpg", own)], named=True)["B5"].value == "=SUM(B2:B3)"


def test_a_column_with_a_sum_in_it_gets_no_other():
    own = table(["1.20", "4"], ["3.45", "5"], ["4.65", "6"])
    sheet = sheet_of([Page("", own)])
    assert [sheet["A6"].value, sheet["B6"].value] == [None, "=SUM(B2:B4)"]


def test_the_same_table_makes_no_link_and_no_date():
    own = table(["http://a.b", "1/2"], ["2019-11-27", "1e5"])
    data = zipfile.ZipFile(io.BytesIO(xlsx_of([Page("", own)], named=False)))
    page = data.read("xl/worksheets/sheet1.xml").decode()
    assert "hyperlink" not in page
    assert re.findall(r'<c r="[AB][23]"[^>]*t="(\w+)"', page) == ["s"] * 4


def test_decimal_signs_are_told():
    own = table(["1,5", "1,234", "5"], ["2", "7", "6"])
    comma, unknown = decimal_notes(own)
    assert comma == "In column 1 the comma is the decimal sign."
    assert unknown.startswith("In column 2 nothing tells")


def test_from_a_reading():
    own = typed(written((100, 100, "1"), (400, 100, "2"), (400, 200, "3")))
    assert [[c and c.text for c in row] for row in own.cells] == [["1", "2"], [None, "3"]]
    assert own.columns[1].values == (Number(Decimal(2)), Number(Decimal(3)))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.decimals(-(10**9), 10**9, places=4), min_size=2, max_size=20))
def test_any_numbers_come_back_as_they_were(numbers):
    own = table(*[[format(n, "f")] for n in numbers], ["0.5000"])
    page = [Page("", own)]
    sheet = sheet_of(page)
    found = [sheet[f"A{row}"].value for row in range(2, 2 + len(numbers))]
    assert [Decimal(repr(f)) for f in found] == numbers
    assert [Decimal(r[0]) for r in rows_of(csv_of(page, named=False))[1:-1]] == numbers
    total = sum_of(own, 0)
    assert isinstance(total, Sum)
    assert total.total == sum(numbers, Decimal("0.5"))
