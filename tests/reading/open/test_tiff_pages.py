"""Which pages a TIFF file has, and each of them as a file of its own."""

import io
import struct
import time

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from bot.reading.open.decode import decode
from bot.reading.open.formats.tiffpages import tiff_page, tiff_pages

GRAYS = (30, 90, 200)


def written(kinds=(0, 0, 0), **options):
    """A file of gray pages, one gray each; `kinds` is each one's NewSubfileType."""
    out = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(out, new=True) as writer:
        for gray, kind in zip(GRAYS, kinds, strict=True):
            one = Image.new("L", (40, 20), gray)
            one.save(writer, "TIFF", tiffinfo={254: kind} if kind else {}, **options)
            writer.newFrame()
    return out.getvalue()


def saved(grays=GRAYS, **options):
    first, *others = [Image.new("L", (40, 20), gray) for gray in grays]
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=others, **options)
    return out.getvalue()


def shades(data):
    found = [decode(tiff_page(data, place)).gray for place in tiff_pages(data)]
    assert all(gray.shape == (20, 40) for gray in found)
    return [int(gray.mean()) for gray in found]


@pytest.mark.parametrize("options", [{}, {"compression": "tiff_lzw"}, {"big_tiff": True}])
def test_each_page_is_a_picture(options):
    assert shades(saved(**options)) == list(GRAYS)


def test_a_fax_has_pages():
    grays = [Image.new("1", (64, 40), shade) for shade in (0, 1)]
    out = io.BytesIO()
    grays[0].save(
        out, "TIFF", save_all=True, append_images=grays[1:], compression="group4", dpi=(204, 98)
    )
    data = out.getvalue()
    pages = [decode(tiff_page(data, place)) for place in tiff_pages(data)]
    assert [int(page.gray.mean()) for page in pages] == [0, 255]
    assert all(page.stretch[1] == pytest.approx(204 / 98) for page in pages)


@pytest.mark.parametrize(("kinds", "left"), [((0, 1, 0), 2), ((2, 2, 4), 2), ((1, 0, 2), 2)])
def test_smaller_copies_and_masks_are_no_pages(kinds, left):
    kept = [gray for gray, kind in zip(GRAYS, kinds, strict=True) if not kind & 5]
    data = written(kinds)
    assert shades(data) == kept
    assert len(kept) == left


def test_a_picture_of_another_kind_has_none():
    assert tiff_pages(b"\xff\xd8\xff" + bytes(100)) == []
    assert tiff_pages(b"II*\0") == []


def test_directories_that_go_in_circles_end():
    data = bytearray(saved())
    first, second, _ = tiff_pages(bytes(data))
    (number,) = struct.unpack_from("<H", data, second)
    struct.pack_into("<I", data, second + 2 + 12 * number, first)
    assert tiff_pages(bytes(data)) == [first, second]


def test_no_file_takes_long():
    """Directories of the most entries, each a little further on, over one another."""
    data = np.frombuffer(b"II*\0" + struct.pack("<I", 8) + b"\xff" * 4_000_000, np.uint8).copy()
    step = struct.pack("<H", 65_535)
    for place in range(8, 3_000_000, 100):
        data[place : place + 2] = np.frombuffer(step, np.uint8)
        after = place + 2 + 12 * 65_535
        if after + 4 < len(data):
            data[after : after + 4] = np.frombuffer(struct.pack("<I", place + 100), np.uint8)
    began = time.process_time()
    tiff_pages(data.tobytes())
    assert time.process_time() - began < 5
