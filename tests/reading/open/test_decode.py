"""Pictures of all usual kinds come back as they were."""

import struct

import numpy as np
import pytest
from PIL import Image
from reading.files import DATA, chunk, off, saved, scene, small_files, turned

from bot.reading.open.decode import (
    MAX_AREA,
    MAX_SIDE,
    decode,
)

FILES = small_files()


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_what_loses_nothing_comes_back_exactly(kind, mode):
    gray = np.where(scene() > 100, 255, 0).astype(np.uint8) if mode == "1" else scene()
    picture = decode(saved(Image.fromarray(gray).convert(mode), kind))
    assert off(picture, gray) == 0
    assert picture.scale == 1
    assert picture.size == (96, 72)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
def test_what_loses_a_little_comes_back_nearly(kind):
    gray = scene()
    assert off(decode(saved(Image.fromarray(gray).convert("RGB"), kind, quality=95)), gray) < 30


@pytest.mark.parametrize("name", ["seven.heic", "seven-turned.heic"])
def test_a_phones_heic_is_upright(name):
    picture = decode((DATA / name).read_bytes())
    assert picture.size == (96, 128)
    gray = picture.gray
    assert gray[24, 30] < 60  # the bar at the top
    assert gray[66, 58] < 60  # the leg, on its way down to the left
    assert gray[100, 70] > 230
    assert gray[24, 5] > 230


@pytest.mark.parametrize(
    "compression", ["raw", "tiff_lzw", "packbits", "tiff_adobe_deflate", "zstd", "lzma"]
)
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "CMYK"])
def test_tiffs_are_read_however_they_are_compressed(compression, mode):
    picture = decode(saved(Image.fromarray(scene()).convert(mode), "TIFF", compression=compression))
    assert off(picture, scene()) <= 1


def test_a_big_endian_tiff_is_read():
    gray = np.arange(24, dtype=np.uint8).reshape(4, 6) * 10
    entries = [(256, 6), (257, 4), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 4)]
    table = b"".join(struct.pack(">HHIHH", tag, 3, 1, value, 0) for tag, value in entries)
    table += struct.pack(">HHII", 279, 4, 1, 24)
    tiff = b"MM\0*" + struct.pack(">I", 32) + gray.tobytes()
    tiff += struct.pack(">H", len(entries) + 1) + table + bytes(4)
    assert off(decode(tiff), gray) == 0


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "JPEG", "AVIF"])
def test_every_orientation_leads_to_the_same_picture(kind, orientation):
    gray = scene()
    exact = {"WEBP": {"lossless": True}, "JPEG": {"quality": 95}, "AVIF": {"quality": 95}}
    picture = decode(turned(gray, kind, orientation, **exact.get(kind, {})))
    assert off(picture, gray) < 30
    assert picture.size == (96, 72)


def test_a_reduced_picture_is_turned_too():
    gray = scene(2400, 1800)
    upright, lying = decode(turned(gray, "JPEG", 1)), decode(turned(gray, "JPEG", 8))
    assert upright.size == lying.size == (2400, 1800)
    assert upright.scale == lying.scale == 1.5
    difference = np.abs(upright.gray.astype(int) - lying.gray)
    assert np.mean(difference > 16) < 0.01


@pytest.mark.parametrize(
    "exif", [b"", b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"]
)
def test_broken_exif_does_not_matter(exif):
    jpeg = saved(scene(), "JPEG", quality=95)
    segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    assert off(decode(jpeg[:2] + segment + jpeg[2:]), scene()) < 30
    png = saved(scene(), "PNG")
    assert off(decode(png[:33] + chunk(b"eXIf", exif) + png[33:]), scene()) == 0


def test_cmyk_is_not_inverted():
    paper = Image.new("CMYK", (32, 32), (0, 0, 0, 0))
    paper.paste((0, 0, 0, 255), (8, 8, 24, 24))
    for kind in ("JPEG", "TIFF"):
        gray = decode(saved(paper, kind)).gray
        assert gray[2, 2] > 250
        assert gray[16, 16] < 5


@pytest.mark.parametrize(("most", "expected"), [(65_535, 255), (4095, 255), (40, 40), (0, 0)])
def test_deep_gray_is_scaled_and_not_cut_off(most, expected):
    values = np.zeros((8, 8), np.uint16)
    values[2:6, 2:6], values[3, 3] = most, most // 2
    for kind in ("PNG", "TIFF"):
        gray = decode(saved(values, kind)).gray
        assert gray[4, 4] == expected
        assert gray[3, 3] == pytest.approx(expected / 2, abs=1)
        assert gray[0, 0] == 0


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 255), (-5, 1000), (0, 1e30)])
def test_floating_point_gray_is_scaled(low, high):
    values = np.full((8, 8), high, np.float32)
    values[2:6, 2:6], values[0, 0], values[0, 1] = low, np.nan, np.inf
    gray = decode(saved(values, "TIFF")).gray
    assert gray[4, 4] == 0
    assert gray[7, 7] >= 254


def test_coloured_ink_stays_visible():
    paper = Image.new("RGB", (60, 20), "white")
    for x, colour in [(5, (200, 20, 30)), (25, (20, 40, 190)), (45, (0, 130, 60))]:
        paper.paste(colour, (x, 5, x + 10, 15))
    gray = decode(saved(paper, "PNG")).gray
    assert max(gray[10, 10], gray[10, 30], gray[10, 50]) < 120


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize(("width", "height"), [(2000, 1500), (3000, 4000), (9000, 700)])
def test_a_large_picture_is_reduced_and_things_stay_where_they_are(kind, width, height):
    gray = np.full((height, width), 240, np.uint8)
    left, top, side = int(width * 0.7), int(height * 0.6), height // 5
    gray[top : top + side, left : left + side] = 10
    options = {"compression": "tiff_adobe_deflate"} if kind == "TIFF" else {}
    picture = decode(saved(gray, kind, **options))
    assert picture.size == (width, height)
    assert picture.gray.size <= MAX_AREA * 1.01
    rows, columns = np.nonzero(picture.gray < 128)
    seen = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    expected = [left, top, left + side, top + side]
    assert np.array(seen) * picture.scale == pytest.approx(expected, abs=1.5 * picture.scale)
    assert (picture.gray[rows.min() + 2 : rows.max() - 1, columns.min() + 2] < 20).all()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "GIF"])
@pytest.mark.parametrize("size", [(1, 1), (1, 20_000), (20_000, 1), (2, 65_000)])
def test_the_smallest_and_thinnest(kind, size):
    picture = decode(saved(Image.new("L", size, 200), kind))
    assert picture.size == size
    assert max(picture.gray.shape) <= MAX_SIDE
    assert picture.scale >= 1
    assert np.abs(picture.gray.astype(int) - 200).max() <= 2


def test_one_pixel_that_is_wide_does_not_wash_away():
    gray = np.full((1600, 3000), 255, np.uint8)
    gray[:, 1500], gray[800, :] = 0, 0
    reduced = decode(saved(gray, "PNG")).gray
    assert reduced.min(axis=1).max() < 160
    assert reduced.min(axis=0).max() < 160


def test_a_tiff_shows_its_first_page():
    pages = [Image.new("L", (9, 9), shade) for shade in (10, 200)]
    tiff = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert (decode(tiff).gray == 10).all()


def test_moving_pictures_show_their_first_frame():
    frames = [Image.new("RGB", (40, 40), (shade,) * 3) for shade in (40, 120, 250)]
    for kind in ("GIF", "WEBP", "AVIF", "PNG"):
        moving = saved(frames[0], kind, save_all=True, append_images=frames[1:])
        assert np.abs(decode(moving).gray.astype(int) - 40).max() < 6, kind
