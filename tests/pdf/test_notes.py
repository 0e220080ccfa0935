"""What somebody drew onto a page with a pen is seen."""

import numpy as np
import pytest
from pdf.looks import dark, shown
from pdf.pdffiles import (
    WIDTH,
    first_of,
    packed,
    pdf,
    stream,
)


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
