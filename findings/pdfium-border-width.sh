#!/usr/bin/env bash
# pypdfium2 5.15.2 (PDFium 159.0.8149.0)
#
# A note's width of line stands in `/BS` (its border style); only where that is missing, in `/Border`
# (ISO 32000-1, 12.5.4). A pen stroke without an appearance is drawn with it.
#
# What one would guess: `FPDFAnnot_GetBorder` gives the width that the stroke is drawn with.
# What happens: it looks at `/Border` alone. With `/BS` alone, as most programs write it, it says that
# the note has no border; with both, it gives the one that does not count. Rendering heeds `/BS`.
#
# Output seen:
#   /Border of 10: told 10.0, drawn 10.0
#   /BS of 10: told None, drawn 10.0
#   /BS of 10, /Border of 4: told 4.0, drawn 10.0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" pypdfium2==5.15.2
PYTHONPATH=$folder python3 - <<'PYTHON'
import ctypes

import pypdfium2
from pypdfium2 import raw

SCALE = 2


def page_with(border):
    """A page of 200 x 100 with a level pen stroke."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Annots [4 0 R] >>",
        b"<< /Type /Annot /Subtype /Ink /InkList [[20 50 180 50]] /Rect [0 0 200 100] "
        b"/C [0 0 0] /F 4 %s >>" % border,
    ]
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table, start = b"".join(b"%010d 00000 n \n" % place for place in places), len(data)
    data += b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\n" % table
    document = pypdfium2.PdfDocument(data + b"startxref\n%d\n%%%%EOF\n" % start)
    document.init_forms()
    return document[0]


def told(page):
    note = raw.FPDFPage_GetAnnot(page, 0)
    radii, width = (ctypes.c_float(), ctypes.c_float()), ctypes.c_float()
    there = raw.FPDFAnnot_GetBorder(note, *radii, width)
    raw.FPDFPage_CloseAnnot(note)
    return width.value if there else None


def drawn(page):
    bitmap = page.render(scale=SCALE, grayscale=True)
    pixels, middle = bytes(bitmap.buffer), bitmap.width // 2
    return sum(pixels[row * bitmap.stride + middle] < 128 for row in range(bitmap.height)) / SCALE


found = []
for name, border in {
    "/Border of 10": b"/Border [0 0 10]",
    "/BS of 10": b"/BS << /W 10 >>",
    "/BS of 10, /Border of 4": b"/BS << /W 10 >> /Border [0 0 4]",
}.items():
    page = page_with(border)
    found.append((told(page), drawn(page)))
    print(f"{name}: told {found[-1][0]}, drawn {found[-1][1]}")
assert found == [(10, 10), (None, 10), (4, 10)], "this has changed"
PYTHON
