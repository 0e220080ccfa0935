#!/usr/bin/env bash
# pypdfium2 5.15.2 (PDFium 159.0.8149.0)
#
# What one would guess: `page.render()` draws what is filled into a form, as its parameter
# `may_draw_forms` is true unless said otherwise; and `init_forms()` may come any time before that.
#
# What happens: without `document.init_forms()` the field stays white. With it, but after the page
# was got, it stays white as well. Only init_forms() first, and the page after, draws it. There is no
# error and no warning: a filled-in form comes out as an empty one.
#
# Seen:
#   never: 0 dark pixels, after the page: 0, before the page: 5217
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" pypdfium2==5.15.2
PYTHONPATH=$folder python3 - <<'PYTHON'
import pypdfium2

FIELD = (
    b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (n) /V (407) /Rect [10 10 190 90] "
    b"/DA (/Helv 60 Tf 0 g) /F 4 /P 3 0 R >>"
)
OBJECTS = [
    b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /NeedAppearances true "
    b"/DA (/Helv 0 Tf 0 g) /DR << /Font << /Helv 5 0 R >> >> >> >>",
    b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Annots [4 0 R] >>",
    FIELD,
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
]
data, places = b"%PDF-1.7\n", []
for number, body in enumerate(OBJECTS, 1):
    places.append(len(data))
    data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
table = b"".join(b"%010d 00000 n \n" % place for place in places)
data += b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
    table,
    len(data),
)


def dark(before, after):
    document = pypdfium2.PdfDocument(data)
    if before:
        document.init_forms()
    page = document[0]
    if after:
        document.init_forms()
    return sum(light < 128 for light in bytes(page.render(scale=2, grayscale=True).buffer))


never, late, early = dark(False, False), dark(False, True), dark(True, False)
print(f"never: {never} dark pixels, after the page: {late}, before the page: {early}")
assert never == late == 0 and early > 1000, "this has changed"
PYTHON
