#!/usr/bin/env bash
# pypdfium2 5.15.2 (PDFium 159.0.8149.0)
#
# A PDF's tree of pages lists its pages in `/Kids`. A reference to an object that is not there is
# the same as a reference to null (ISO 32000-1, 7.3.10), so that it is no page.
#
# What one would guess: of three kids of which the second is missing, two pages are counted, and
# they are the first and the third; or three, of which the second cannot be loaded.
# What happens: two are counted, but the missing one takes the place of the second, which cannot be
# loaded, and the third can no longer be reached.
#
# Output seen:
#   pages: 2, page 1: loads, page 2: Failed to load page.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$room" pypdfium2==5.15.2
PYTHONPATH=$room python3 - <<'PYTHON'
import pypdfium2

objects = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R 9 0 R 4 0 R] >>",  # nothing has the number 9
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
]
out, places = b"%PDF-1.7\n", []
for number, body in enumerate(objects, 1):
    places.append(len(out))
    out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
table = b"".join(b"%010d 00000 n \n" % place for place in places)
start = len(out)
out += b"xref\n0 5\n0000000000 65535 f \n" + table
out += b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start

document = pypdfium2.PdfDocument(out)
said = []
for place in range(len(document)):
    try:
        document[place].get_size()
        said.append("loads")
    except pypdfium2.PdfiumError as error:
        said.append(str(error))
print(f"pages: {len(document)}, page 1: {said[0]}, page 2: {said[1]}")
assert said == ["loads", "Failed to load page."]
PYTHON
