"""Pages are counted whatever a PDF says of how many it has."""

import time

import pytest
from pdf.looks import SQUARE
from pdf.pdffiles import (
    edited,
    file_of,
    packed,
    pdf,
)

from bot.pdf.mended import mended
from bot.pdf.pages import pages


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 40, 1000, -1])
def test_pages_are_counted_whatever_the_file_says(count):
    found = list(pages(pdf(SQUARE, SQUARE, SQUARE, count=count)))
    assert [(page.number, page.of) for page in found] == [(1, 3), (2, 3), (3, 3)]
    assert all((page.picture.gray < 128).any() for page in found)


def test_only_the_tree_of_pages_loses_its_counts():
    data = b"1 0 obj\n<< /Type /Pages /Count 12 /Kids [] >> endobj 2 0 obj << /Count 12 >> endobj"
    expected = data.replace(b"/Count 12", b"/Count  0", 1)
    assert mended(data) == expected


@pytest.mark.parametrize("table", [False, True])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 40, -1])
def test_pages_are_counted_that_are_packed(count, table):
    data = packed(pdf(SQUARE, b"", SQUARE, count=count), table=table)
    found = list(pages(data))
    assert [(page.number, page.of) for page in found] == [(1, 3), (2, 3), (3, 3)]
    assert [bool((page.picture.gray < 128).any()) for page in found] == [True, False, True]


@pytest.mark.parametrize("form", [bytes, packed, lambda data: packed(data, table=True)])
@pytest.mark.parametrize("kids", [b"3 0 R 99 0 R 4 0 R", b"99 0 R 3 0 R 4 0 R 98 0 R"])
def test_a_page_that_is_not_there_hides_no_other(form, kids):
    data = form(edited(pdf(SQUARE, SQUARE, count=3), b"3 0 R 4 0 R", kids))
    found = list(pages(data))
    assert [(page.number, page.of) for page in found] == [(1, 2), (2, 2)]
    assert all((page.picture.gray < 128).any() for page in found)


def test_a_tree_that_is_right_is_left_as_it_is():
    for data in (pdf(SQUARE, SQUARE), packed(pdf(SQUARE, SQUARE))):
        assert mended(data) == data


def test_a_tree_of_several_levels_is_counted():
    tree = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>",
        b"<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [5 0 R] >>",
        b"<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [6 0 R 7 0 R] >>",
        *[b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 9 9] >>" % n for n in (3, 4, 4)],
    ]
    for form in (bytes, packed):
        assert [page.of for page in pages(form(file_of(tree)))] == [3, 3, 3]
    right = edited(edited(file_of(tree), b"/Count 2", b"/Count 3"), b"1 /Kids [6", b"2 /Kids [6")
    assert mended(right) == right


@pytest.mark.parametrize(
    "hostile",
    [
        b"1 0 obj " * 500_000,
        b"1 0 obj stream\n" * 300_000,
        b"1 0 obj << /Type /Pages /Count 2 /Kids [1 0 R 2 0 R] >> endobj ",
        b"".join(
            b"%d 0 obj << /Type /Pages /Count 1 /Kids [%d 0 R] >> endobj " % (n, n + 1)
            for n in range(20_000)
        ),
        b"5 0 obj << /Type /ObjStm /N 2 /First 8 >> stream\n1 0 2 99\nendstream endobj",
    ],
)
def test_no_tree_takes_long(hostile):
    began = time.process_time()
    mended(b"%PDF-1.7\n" + hostile)
    assert time.process_time() - began < 10
