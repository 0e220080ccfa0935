#!/usr/bin/env bash
# pypdfium2 5.15.2 (PDFium 159.0.8149.0)
#
# What one would guess: notes that were made with a pen, and bring no appearance along, are all drawn
# or none is. PDFium draws an /Ink stroke of two points, and a /Square.
#
# What happens: an /Ink stroke of one point, a tap of the pen, comes out as a sliver or not at all,
# though its pen is ten points wide: the decimal point of 3.14 is lost while its digits stay. A /Line,
# a /PolyLine and a /Polygon are not drawn either.
#
# Seen (dark pixels of a page of 400 x 200):
#   Ink, two points: 4000; Square: 16000
#   Ink, a tap: 20; a tap stored twice: 0; Line: 0; PolyLine: 0; Polygon: 0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" pypdfium2==5.15.2
PYTHONPATH=$folder python3 - <<'PYTHON'
import pypdfium2


def dark(note):
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Annots [4 0 R] >>",
        b"<< /Type /Annot %s /C [0 0 0] /BS << /W 10 >> /F 4 >>" % note,
    ]
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\n" % table
    data += b"startxref\n%d\n%%%%EOF\n" % data.index(b"xref\n0 5")
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    return sum(light < 128 for light in bytes(document[0].render(scale=2, grayscale=True).buffer))


def all_over(note):
    return dark(b"/Rect [0 0 200 100] " + note)


stroke = all_over(b"/Subtype /Ink /InkList [[20 20 100 80]]")
square = dark(b"/Rect [20 20 180 80] /Subtype /Square")
tap = all_over(b"/Subtype /Ink /InkList [[50 50]]")
twice = all_over(b"/Subtype /Ink /InkList [[50 50 50 50]]")
line = all_over(b"/Subtype /Line /L [20 20 100 80]")
several = all_over(b"/Subtype /PolyLine /Vertices [20 20 100 80 120 20]")
closed = all_over(b"/Subtype /Polygon /Vertices [20 20 100 80 120 20]")
print(f"Ink, two points: {stroke}; Square: {square}")
print(f"Ink, a tap: {tap}; a tap stored twice: {twice}; Line: {line}; PolyLine: {several}; Polygon: {closed}")
assert stroke > 1000 and square > 1000, "this has changed"
assert tap < 100 and twice == line == several == closed == 0, "this has changed"
PYTHON
