"""What a PDF's pages look like once they are rendered, and what is said where they cannot be."""

import json
import time

import cv2
import numpy as np
import psutil
import pytest
from pdf.pdffiles import (
    HEIGHT,
    WIDTH,
    bodies,
    edited,
    encrypted,
    file_of,
    first_of,
    packed,
    pdf,
    scan,
    stream,
    updated,
)

from bot.pdf.errors import BrokenPage, BrokenPdf, CostlyPage, IncompletePdf, LargePdf, LockedPdf
from bot.pdf.mended import mended
from bot.pdf.pages import _environment, is_pdf, pages
from bot.reading.open.decode import MAX_AREA, MAX_SIDE

SQUARE = b"20 20 60 60 re f"


def shown(data, **limits):
    """The pictures of all pages, each of which must have one."""
    found = list(pages(data, **limits))
    assert [page.number for page in found] == list(range(1, len(found) + 1))
    return [page.picture.gray for page in found]


def dark(gray, x, y, w=0, h=0):
    """Share of dark pixels in a rectangle of the page, or whether a point is; `y` goes upwards."""
    scale = gray.shape[1] / WIDTH
    rows = slice(int((HEIGHT - y - h) * scale), int((HEIGHT - y) * scale) + 1)
    columns = slice(int(x * scale), int((x + w) * scale) + 1)
    return (gray[rows, columns] < 128).mean()


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


def note(kind, points, rest=b""):
    """A page with one note in it, six points wide, that brings no appearance along."""
    return pdf(
        b"",
        page=b"/Annots [<< /Type /Annot /Subtype /%s %s /C [0 0 0] /BS << /W 6 >> /F 4 %s >>]"
        % (kind, points, rest),
    )


@pytest.mark.parametrize(
    "points",
    [b"50 40", b"50 40 50 40", b"50 40 50.05 40", b"50 40 50.2 40", b"49.9 40 50 40 50.1 40.1"],
)
def test_a_tap_of_the_pen_is_a_dot(points):
    (gray,) = shown(note(b"Ink", b"/InkList [[%s]] /Rect [47 37 53 43]" % points))
    assert dark(gray, 50, 40) == 1
    size = np.ptp(np.argwhere(gray < 128), axis=0) * WIDTH / gray.shape[1]
    assert size == pytest.approx((6, 6), abs=1)


def test_a_tap_beside_a_stroke_is_a_dot():
    strokes = b"/InkList [[20 20 20 80] [50 22] [80 20 80 80]] /Rect [17 17 83 83]"
    (gray,) = shown(note(b"Ink", strokes))
    assert dark(gray, 20, 50) == dark(gray, 50, 22) == dark(gray, 80, 50) == 1
    assert dark(gray, 40, 50, 20, 30) == 0


def test_a_tap_is_as_wide_as_the_pen_however_near_the_edge_of_the_note_another_stroke_is():
    strokes = b"/InkList [[20 20 20 80] [50 50 50.1 50] [80 20 80 80]] /Rect [17 17 83 83]"
    (gray,) = shown(note(b"Ink", strokes))
    dot = gray[:, int(30 / WIDTH * gray.shape[1]) : int(70 / WIDTH * gray.shape[1])]
    size = np.ptp(np.argwhere(dot < 128), axis=0) * WIDTH / gray.shape[1]
    assert size == pytest.approx((6, 6), abs=1)


@pytest.mark.parametrize(
    ("kind", "points", "on", "off"),
    [
        (b"Line", b"/L [20 20 100 80]", [(60, 50), (22, 21)], [(100, 20)]),
        (b"PolyLine", b"/Vertices [20 20 100 80 180 20]", [(60, 50), (140, 50)], [(100, 20)]),
        (b"Polygon", b"/Vertices [20 20 100 80 180 20]", [(60, 50), (100, 20)], [(100, 60)]),
    ],
)
def test_lines_without_an_appearance_are_drawn(kind, points, on, off):
    (gray,) = shown(note(kind, points + b" /Rect [17 17 183 83]"))
    assert all(dark(gray, *point) for point in on)
    assert not any(dark(gray, *point) for point in off)


@pytest.mark.parametrize("form", [bytes, packed, lambda data: packed(data, table=True)])
@pytest.mark.parametrize(
    ("kind", "path", "on", "off"),
    [
        (b"PolyLine", b"[[20 20][100 80][180 20]]", [(60, 50), (140, 50)], [(100, 20)]),
        (b"Polygon", b"[ [20 20] [ 100 80.0 ]\n[180 20] ]", [(60, 50), (100, 20)], [(100, 60)]),
        (b"PolyLine", b"[[20 20][20 80 180 80 180 20]]", [(100, 65)], [(100, 20), (100, 80)]),
    ],
)
def test_a_line_that_is_told_as_a_path_is_drawn(form, kind, path, on, off):
    (gray,) = shown(form(note(kind, b"/Path %s /Rect [17 17 183 83]" % path)))
    assert all(dark(gray, *point) for point in on)
    assert not any(dark(gray, *point) for point in off)


@pytest.mark.parametrize("rest", [b"/F 2", b"/F 32", b"/F 4 /AP << /N 5 0 R >>"])
def test_notes_that_are_hidden_or_have_their_own_looks_are_left_alone(rest):
    number = first_of(1)
    assert number == 5
    look = stream(b"", b"/Type /XObject /Subtype /Form /BBox [0 0 200 100]")
    data = pdf(
        b"",
        page=b"/Annots [<< /Type /Annot /Subtype /Line /L [20 20 100 80] /C [0 0 0] "
        b"/Rect [17 17 103 83] %s >>]" % rest,
        more=[look],
    )
    (gray,) = shown(data)
    assert (gray > 250).all()


def test_a_notes_colour_is_kept():
    red = note(b"Line", b"/L [20 50 180 50] /Rect [10 40 190 60]").replace(
        b"[0 0 0]", b"[1 0.8 0.8]"
    )
    (gray,) = shown(red)
    assert 200 < gray.min() < 250


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


def test_pages_are_bounded():
    found = list(pages(pdf(*[SQUARE] * 30), most=4))
    assert [(page.number, page.of) for page in found] == [(n, 30) for n in (1, 2, 3, 4)]


def test_files_are_bounded():
    data = pdf(SQUARE)
    assert list(pages(data, largest=len(data)))
    with pytest.raises(LargePdf, match="larger than"):
        list(pages(data, largest=len(data) - 1))


def test_a_long_file_has_room_beside_what_it_takes_itself(monkeypatch):
    """The child has less room than the file is long, but for what a long file gets."""
    few = "from bot.pdf import render; render.MEMORY = render._FILE * 10; render.main()"
    monkeypatch.setattr("bot.pdf.pages._PROGRAM", ("-c", few))
    (gray,) = shown(pdf(SQUARE, count=5, more=[stream(bytes(100 << 20))]), largest=200 << 20)
    assert dark(gray, 22, 22, 56, 56) == 1


def test_a_picture_that_unpacks_to_too_much_is_refused_and_not_left_out():
    large = scan(np.full((100, 200), 255, np.uint8))
    large = large.replace(b"/Width 200 /Height 100", b"/Width 20000 /Height 20000")
    (page,) = pages(large)
    assert isinstance(page.picture, CostlyPage)


def endless():
    """A page that draws itself in itself, ten times at each of nine depths."""
    first = first_of(1)
    box = b"/Type /XObject /Subtype /Form /BBox [0 0 200 100] "
    forms = [
        stream(b"/F Do " * 10, box + b"/Resources << /XObject << /F %d 0 R >> >>" % (first + n + 1))
        for n in range(9)
    ]
    leaf = stream(b"0 0 m 9 9 l S " * 10, box)
    resources = b"/XObject << /F %d 0 R >>" % first
    return pdf(b"/F Do", resources=resources, more=[*forms, leaf])


def test_a_page_that_takes_for_ever_ends_with_its_time():
    start = time.monotonic()
    (page,) = pages(endless(), seconds=6)
    assert isinstance(page.picture, CostlyPage)
    assert time.monotonic() - start < 20


def test_the_others_are_rendered_after_a_page_over_which_the_child_falls(monkeypatch):
    """The child is replaced by one that is killed at its second page."""
    fall = (
        "import os, sys\n"
        "from bot.pdf import render\n"
        "draw = render.draw_missing\n"
        "seen = []\n"
        "def fall(page):\n"
        "    seen.append(page)\n"
        "    if len(seen) + int(sys.argv[1]) == 3: os.abort()\n"
        "    draw(page)\n"
        "render.draw_missing = fall\n"
        "render.main()\n"
    )
    monkeypatch.setattr("bot.pdf.pages._PROGRAM", ("-c", fall))
    found = list(pages(pdf(*[SQUARE] * 4)))
    assert [page.number for page in found] == [1, 2, 3, 4]
    assert [type(page.picture).__name__ for page in found] == [
        "Picture",
        "CostlyPage",
        "Picture",
        "Picture",
    ]


def test_nothing_is_left_running():
    some = pages(pdf(*[SQUARE] * 20))
    next(some)
    some.close()
    assert psutil.Process().children() == []


def test_the_child_is_told_no_secrets(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:abc")
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:secret@host/name")
    assert not {"123:abc", "secret"} & set(json.dumps(_environment()).replace(":", " ").split())
    assert "TELEGRAM_BOT_TOKEN" not in _environment()
    assert "DATABASE_URL" not in _environment()


def test_what_is_a_pdf():
    assert is_pdf(pdf(SQUARE))
    assert is_pdf(b"\n\n" + pdf(SQUARE))
    assert not is_pdf(cv2.imencode(".png", np.zeros((9, 9), np.uint8))[1].tobytes())


def test_a_page_that_is_broken_does_not_hide_the_others():
    data = pdf(SQUARE, SQUARE).replace(b"/MediaBox [0 0 200 100]", b"/MediaBox [0 0 0.0 0.0]", 1)
    first, second = pages(data)
    assert second.picture.gray.any()
    assert isinstance(first.picture, BrokenPage) or first.picture.gray.size
