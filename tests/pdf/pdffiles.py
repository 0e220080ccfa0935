"""Small PDFs, written by hand, so that each is odd in one way only (ISO 32000-1)."""

from __future__ import annotations

import hashlib
import re
import zlib

import numpy as np

WIDTH, HEIGHT = 200, 100
"""Of a page, in points."""
_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def stream(body, entries=b""):
    """A stream with more entries in its dictionary."""
    return b"<< /Length %d %s >>\nstream\n" % (len(body), entries) + body + b"\nendstream"


def file_of(objects, trailer=b""):
    """A file of numbered objects, of which the first is the catalog."""
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, trailer, len(out))
    )


def pdf(
    *contents,
    count=None,
    catalog=b"",
    page=b"",
    resources=b"",
    more=(),
    trailer=b"",
):
    """A PDF with a page for each content stream.

    Args:
        contents: what is drawn.
        count: what `/Count` says, instead of how many pages there are.
        catalog: more entries of the catalog.
        page: more entries of each page, such as `/Annots`.
        resources: of each page.
        more: further objects, of which the first has the number `first_of(len(contents))`.
        trailer: more entries of the trailer.
    """
    number = len(contents)
    kids = b" ".join(b"%d 0 R" % (3 + place) for place in range(number))
    count = number if count is None else count
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
    ]
    objects += [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
        b"/Resources << %s >> %s >>" % (WIDTH, HEIGHT, 3 + number + place, resources, page)
        for place in range(number)
    ]
    objects += [stream(content) for content in contents]
    return file_of([*objects, *more], trailer)


def first_of(pages):
    """The number of the first further object of a PDF with so many pages."""
    return 3 + 2 * pages


def bodies(data):
    """The objects of a file that was made here."""
    return [
        body.rstrip(b"\n") for body in re.findall(rb"\n\d+ 0 obj\n(.*?)endobj", data, re.DOTALL)
    ]


def edited(data, old, new):
    """A file with other words in its objects, and so with another table."""
    assert data.count(old) == 1
    return file_of([body.replace(old, new) for body in bodies(data)])


def updated(data, objects):
    """A file of which later objects are in an update at its end (7.5.6).

    Args:
        data: a file that was made here.
        objects: by their numbers.
    """
    out, rows = data, b""
    for number, body in objects.items():
        rows += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    before = int(data[data.rindex(b"startxref") :].split()[1])
    size = max(len(bodies(data)), *objects) + 1
    return out + (
        b"xref\n%strailer\n<< /Size %d /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (rows, size, before, len(out))
    )


def packed(data, *, table=False):
    """The same file with all objects but streams in an object stream (7.5.7).

    Args:
        data: a file that was made here.
        table: point at what is in it from a table as of old, beside the new kind (7.5.8.4).
    """
    objects = dict(enumerate(bodies(data), 1))
    inside = {number: body for number, body in objects.items() if b"stream" not in body}
    texts, numbers = b"", b""
    for number, body in inside.items():
        numbers += b"%d %d " % (number, len(texts))
        texts += body + b"\n"
    holder, own = len(objects) + 1, len(objects) + 2
    entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(inside), len(numbers))
    written = {n: body for n, body in objects.items() if n not in inside}
    written[holder] = stream(zlib.compress(numbers + texts), entries)
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {}
    for number, body in written.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    places[own] = len(out)
    rows = bytes(6)
    for number in range(1, own + 1):
        if number in places:
            rows += b"\1" + places[number].to_bytes(4, "big") + b"\0"
        else:
            rows += b"\2" + holder.to_bytes(4, "big") + bytes([list(inside).index(number)])
    about = b"/Type /XRef /W [1 4 1] /Size %d /Root 1 0 R" % (own + 1)
    out += b"%d 0 obj\n" % own + stream(rows, about) + b"\nendobj\n"
    start = places[own]
    if table:
        start = len(out)
        out += b"xref\n0 1\n0000000000 65535 f \n"
        out += b"".join(b"%d 1\n%010d 00000 n \n" % place for place in places.items())
        out += b"trailer\n<< /Size %d /Root 1 0 R /XRefStm %d >>\n" % (own + 1, places[own])
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def scan(gray, *, mask=False, decode=None, times=1):
    """A PDF whose pages are a picture, stored as gray, or as a mask that black is painted through.

    Args:
        gray: `[H, W]`.
        mask: store it as a mask of one bit.
        decode: `/Decode` of the picture; `[1 0]` of a gray picture turns dark into light.
        times: how many pages show it.
    """
    kind, body = b"/ColorSpace /DeviceGray /BitsPerComponent 8", gray.tobytes()
    if mask:  # painted are the zeros
        kind, body = (
            b"/ImageMask true /BitsPerComponent 1",
            np.packbits(gray > 128, axis=1).tobytes(),
        )
    if decode is not None:
        kind += b" /Decode [%d %d]" % decode
    draw = b"q %d 0 0 %d 0 0 cm /I Do Q" % (WIDTH, HEIGHT)
    return pdf(
        *[draw] * times,
        resources=b"/XObject << /I %d 0 R >>" % first_of(times),
        more=[_image(gray, kind, body)],
    )


def book(grays):
    """A PDF with a scanned page for each gray picture."""
    first = first_of(len(grays))
    names = b" ".join(b"/I%d %d 0 R" % (n, first + n) for n in range(len(grays)))
    return pdf(
        *[b"q %g 0 0 %g 0 0 cm /I%d Do Q" % (*_fitted(gray), n) for n, gray in enumerate(grays)],
        resources=b"/XObject << %s >>" % names,
        more=[_image(gray) for gray in grays],
    )


def _fitted(gray):
    """Width and height, in points, at which a picture fits on a page."""
    height, width = gray.shape
    scale = min(WIDTH / width, HEIGHT / height)
    return width * scale, height * scale


def _image(gray, kind=b"/ColorSpace /DeviceGray /BitsPerComponent 8", body=None):
    height, width = gray.shape
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /Filter /FlateDecode %s"
    return stream(zlib.compress(body or gray.tobytes()), entries % (width, height, kind))


def encrypted(content, user=b""):
    """A PDF of one page that is encrypted with RC4 and 40 bits (7.6.2), as old scanners do."""
    owner, permitted, identity = bytes(range(32)), -4, b"0123456789abcdef"
    padded = (user + _PAD)[:32]
    mixed = padded + owner + permitted.to_bytes(4, "little", signed=True) + identity
    key = hashlib.md5(mixed).digest()[:5]
    number = 4  # of the content stream's object
    of_object = hashlib.md5(key + number.to_bytes(3, "little") + bytes(2)).digest()[:10]
    rights = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
        owner.hex().encode(),
        _rc4(key, _PAD).hex().encode(),
    )
    trailer = b"/Encrypt %d 0 R /ID [<%s><%s>]" % (first_of(1), *[identity.hex().encode()] * 2)
    return pdf(_rc4(of_object, content), more=[rights], trailer=trailer)


def _rc4(key, data):
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
