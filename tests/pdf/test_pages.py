"""What a PDF's pages look like once they are rendered, and what is said where they cannot be."""

import cv2
import numpy as np
import pytest
from pdf.looks import SQUARE, dark, shown
from pdf.pdffiles import (
    HEIGHT,
    WIDTH,
    bodies,
    encrypted,
    file_of,
    first_of,
    pdf,
    scan,
    updated,
)

from bot.pdf.errors import BrokenPage, BrokenPdf, IncompletePdf, LockedPdf
from bot.pdf.pages import is_pdf, pages
from bot.reading.open.decode import MAX_AREA, MAX_SIDE


def test_what_is_drawn_is_where_it_is_drawn():
    (gray,) = shown(pdf(SQUARE))
    assert gray.dtype == np.uint8
    assert dark(gray, 22, 22, 56, 56) == 1
    assert dark(gray, 90, 0, 100, 100) == 0
    assert gray.shape[1] / gray.shape[0] == pytest.approx(WIDTH / HEIGHT, rel=0.01)


def test_pages_come_in_order_and_say_how_many_there_are():
    found = list(pages(pdf(b"", SQUARE, b"")))
    assert [(page.number, page.of) for page in found] == [(1, 3), (2, 3), (3, 3)]
    assert [bool((page.picture.gray < 128).any()) for page in found] == [False, True, False]


def test_a_turned_page_is_upright():
    (gray,) = shown(pdf(SQUARE, page=b"/Rotate 90"))
    assert gray.shape[0] / gray.shape[1] == pytest.approx(WIDTH / HEIGHT, rel=0.01)


@pytest.mark.parametrize("size", [(3000, 2000), (14400, 300), (1, 1), (20, 14000)])
def test_pages_of_any_size_have_bounded_pixels(size):
    box = b"/MediaBox [0 0 %d %d]" % size
    data = pdf(SQUARE).replace(b"/MediaBox [0 0 200 100]", box)
    (gray,) = shown(data)
    assert gray.size <= MAX_AREA * 1.02
    assert max(gray.shape) <= MAX_SIDE + 1


@pytest.mark.parametrize(
    ("mask", "decode", "inverted"),
    [(False, None, False), (False, (1, 0), True), (True, None, False), (True, (1, 0), True)],
)
def test_a_scan_is_as_dark_as_a_viewer_shows_it_however_it_is_stored(mask, decode, inverted):
    gray = np.full((100, 200), 255, np.uint8)
    gray[20:80, 20:80] = 0
    (seen,) = shown(scan(255 - gray if inverted else gray, mask=mask, decode=decode))
    assert dark(seen, 22, 22, 56, 56) == 1
    assert dark(seen, 90, 5, 100, 90) == 0


def test_what_is_filled_into_a_form_is_drawn():
    number = first_of(1)
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (n) /V (407) /Rect [10 10 190 90] "
        b"/DA (/Helv 60 Tf 0 g) /F 4 /P 3 0 R >>"
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    form = (
        b"/AcroForm << /Fields [%d 0 R] /NeedAppearances true /DA (/Helv 0 Tf 0 g) "
        b"/DR << /Font << /Helv %d 0 R >> >> >>" % (number, number + 1)
    )
    data = pdf(b"", catalog=form, page=b"/Annots [%d 0 R]" % number, more=[field, font])
    (gray,) = shown(data)
    assert 0.05 < dark(gray, 10, 10, 180, 80) < 0.5


def test_a_file_whose_end_is_missing_is_incomplete():
    data = scan(np.full((100, 200), 255, np.uint8))
    for cut in (60, 200, len(data) // 2, len(data) - 20):
        with pytest.raises(IncompletePdf, match=r"incomplete.*send it once more"):
            list(pages(data[:-cut]))


def with_late_note():
    """A file, and the same with a line that an editor added at its end."""
    whole = pdf(SQUARE)
    number = first_of(1)
    line = b"<< /Type /Annot /Subtype /Line /Rect [130 30 170 70] /L [135 50 165 50] /F 4 >>"
    page = bodies(whole)[2].removesuffix(b">>") + b"/Annots [%d 0 R] >>" % number
    return whole, updated(whole, {3: page, number: line})


def test_a_note_is_not_lost_with_the_end_of_the_update_that_added_it():
    whole, noted = with_late_note()
    (gray,) = shown(noted)
    assert dark(gray, 150, 50)
    for cut in range(2, len(noted) - len(whole) - len(b"3 0 obj")):
        with pytest.raises(IncompletePdf):
            next(pages(noted[:-cut]))


@pytest.mark.parametrize(
    "after", [b"", b"\n", b"\r\n \0\0", bytes(3000), b"--7d81 1 0 object--\r\n"]
)
def test_what_stands_after_the_end_is_no_update(after):
    for data in with_late_note():
        (gray,) = shown(data + after)
        assert dark(gray, 22, 22, 56, 56) == 1


def test_a_file_that_cannot_be_opened_is_damaged():
    for data in (b"%PDF-1.7\n" + bytes(500) + b"%%EOF", file_of([b"<< /Type /Catalog >>"]), pdf()):
        with pytest.raises(BrokenPdf, match="damaged"):
            list(pages(data))


def test_a_file_with_a_password_is_said_to_have_one():
    with pytest.raises(LockedPdf, match="needs a password"):
        list(pages(encrypted(SQUARE, user=b"secret")))


def test_a_file_that_is_encrypted_without_a_password_is_open():
    (gray,) = shown(encrypted(SQUARE))
    assert dark(gray, 22, 22, 56, 56) == 1


def test_what_is_a_pdf():
    assert is_pdf(pdf(SQUARE))
    assert is_pdf(b"\n\n" + pdf(SQUARE))
    assert not is_pdf(cv2.imencode(".png", np.zeros((9, 9), np.uint8))[1].tobytes())


def test_a_page_that_is_broken_does_not_hide_the_others():
    data = pdf(SQUARE, SQUARE).replace(b"/MediaBox [0 0 200 100]", b"/MediaBox [0 0 0.0 0.0]", 1)
    first, second = pages(data)
    assert second.picture.gray.any()
    assert isinstance(first.picture, BrokenPage) or first.picture.gray.size
