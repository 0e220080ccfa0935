"""Pen notes on a page that PDFium leaves out: they are drawn here.

A note should bring its appearance with it; where it does not, a viewer draws it from its points.
PDFium does so for strokes of a pen, but gives them flat ends: a tap, which may be a decimal point,
has next to no length, and is not seen. Nor does it draw lines and polygons.

Source: ISO 32000-1, 12.5.6 (kinds of annotation) and 12.5.3 (flags).
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Final

import pypdfium2.raw as pdfium

from bot.pdf.notepaths import Point, points_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_HIDDEN: Final = 2 | 32
"""Flags of what is not to be shown: hidden, and not for the screen."""
_MOST: Final = 2_000
"""Notes on a page, and strokes in a note; more than this are nobody's."""
_MOST_POINTS: Final = 20_000
_WIDTHS: Final = (1.0, 12.0)
"""A pen's least and largest width, in points of 1/72 inch, where it has to be guessed."""


def draw_missing(page: pdfium.FPDF_PAGE) -> None:
    """Adds what PDFium would not draw of a page's notes to the page's content.

    Args:
        page: is changed, in memory only.
    """
    for place in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        note = pdfium.FPDFPage_GetAnnot(page, place)
        if not note:
            continue
        try:
            if not pdfium.FPDFAnnot_GetFlags(note) & _HIDDEN and not _has_appearance(note):
                _draw(page, note)
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _has_appearance(note: pdfium.FPDF_ANNOTATION) -> bool:
    mode = pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL
    return bool(pdfium.FPDFAnnot_GetAP(note, mode, None, 0) > 2)  # an empty text is its two zeros


def _draw(page: pdfium.FPDF_PAGE, note: pdfium.FPDF_ANNOTATION) -> None:
    strokes = list(_strokes(note))
    if not strokes:
        return
    width = _width(note, [point for stroke in strokes for point in stroke])
    if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_INK:
        strokes = [stroke for stroke in strokes if _extent(stroke) <= width]
    colour = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFAnnot_GetColor(note, pdfium.FPDFANNOT_COLORTYPE_Color, *colour)
    for first, *others in strokes:
        path = pdfium.FPDFPageObj_CreateNewPath(*first)
        for point in others or [first]:
            pdfium.FPDFPath_LineTo(path, *point)
        pdfium.FPDFPageObj_SetStrokeColor(path, *(part.value for part in colour))
        pdfium.FPDFPageObj_SetStrokeWidth(path, width)
        # Round ends make a dot of a stroke without length.
        pdfium.FPDFPageObj_SetLineCap(path, pdfium.FPDF_LINECAP_ROUND)
        pdfium.FPDFPageObj_SetLineJoin(path, pdfium.FPDF_LINEJOIN_ROUND)
        pdfium.FPDFPath_SetDrawMode(path, pdfium.FPDF_FILLMODE_NONE, 1)
        pdfium.FPDFPage_InsertObject(page, path)


def _strokes(note: pdfium.FPDF_ANNOTATION) -> Iterator[list[Point]]:
    """The strokes of a note; PDFium draws those of a pen too."""
    kind = pdfium.FPDFAnnot_GetSubtype(note)
    if kind == pdfium.FPDF_ANNOT_INK:
        for place in range(min(pdfium.FPDFAnnot_GetInkListCount(note), _MOST)):
            count = pdfium.FPDFAnnot_GetInkListPath(note, place, None, 0)
            points = (pdfium.FS_POINTF * min(count, _MOST_POINTS))()
            pdfium.FPDFAnnot_GetInkListPath(note, place, points, len(points))
            stroke = [(point.x, point.y) for point in points]
            if stroke:
                yield stroke
    elif kind == pdfium.FPDF_ANNOT_LINE:
        start, end = pdfium.FS_POINTF(), pdfium.FS_POINTF()
        if pdfium.FPDFAnnot_GetLine(note, start, end):
            yield [(start.x, start.y), (end.x, end.y)]
    elif kind in {pdfium.FPDF_ANNOT_POLYLINE, pdfium.FPDF_ANNOT_POLYGON}:
        count = pdfium.FPDFAnnot_GetVertices(note, None, 0)
        points = (pdfium.FS_POINTF * min(count, _MOST_POINTS))()
        pdfium.FPDFAnnot_GetVertices(note, points, len(points))
        stroke = [(point.x, point.y) for point in points]
        stroke = stroke or points_of(_text(note, b"Path"))[:_MOST_POINTS]
        if stroke:
            yield [*stroke, stroke[0]] if kind == pdfium.FPDF_ANNOT_POLYGON else stroke


def _text(note: pdfium.FPDF_ANNOTATION, name: bytes) -> str:
    """A string of a note; empty where there is none."""
    size = pdfium.FPDFAnnot_GetStringValue(note, name, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(
        note, name, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size
    )
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _extent(stroke: list[Point]) -> float:
    """How far a stroke reaches, in points of 1/72 inch."""
    across, down = [x for x, _ in stroke], [y for _, y in stroke]
    return max(max(across) - min(across), max(down) - min(down))


def _width(note: pdfium.FPDF_ANNOTATION, points: list[Point]) -> float:
    """The pen's width, in points of 1/72 inch.

    PDFium tells the width in `/Border`, and not the one in `/BS`, which most programs write. So
    it is told from how far the note's rectangle reaches beyond the stroke.
    """
    border = [ctypes.c_float() for _ in range(3)]
    if pdfium.FPDFAnnot_GetBorder(note, *border):
        return float(border[2].value)
    around = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(note, around)
    across, down = [x for x, _ in points], [y for _, y in points]
    room: float = min(
        min(across) - min(around.left, around.right),
        max(around.left, around.right) - max(across),
        min(down) - min(around.bottom, around.top),
        max(around.bottom, around.top) - max(down),
    )
    return min(max(2 * room, _WIDTHS[0]), _WIDTHS[1])
