import struct
import zlib

import numpy as np
import pytest
from PIL import Image
from reading.files import DATA, chunk, saved, scene, small_files, tiff_of, turned

from bot.reading.open.decode import (
    MAX_AREA,
    MAX_SIDE,
    RareKind,
    decode,
)
from bot.reading.open.formats import tiff_codecs

FILES = small_files()


def off(picture, expected):
    """The largest difference between two gray pictures of the same size."""
    assert picture.gray.dtype == np.uint8
    assert picture.gray.flags.c_contiguous
    assert picture.gray.shape == expected.shape
    return int(np.abs(picture.gray.astype(int) - expected).max())


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


def drawn(ink, ground_alpha=0):
    """A stroke on a transparent ground; what is under the transparency is of the other gray."""
    gray, alpha = np.full((40, 40), 255 - ink, np.uint8), np.full((40, 40), ground_alpha, np.uint8)
    gray[10:30, 18:22], alpha[10:30, 18:22] = ink, 255
    return Image.merge("LA", [Image.fromarray(gray), Image.fromarray(alpha)])


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("ink", [0, 70, 200, 255])
def test_transparency_becomes_a_ground_that_shows_the_ink(kind, mode, ink):
    options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
    gray = decode(saved(drawn(ink).convert(mode), kind, **options)).gray
    assert gray[20, 20] == pytest.approx(ink, abs=1)
    assert gray[5, 5] == (255 if ink < 128 else 0)


def test_a_large_transparent_picture_is_laid_on_its_ground_before_it_is_reduced():
    large = drawn(0).resize((4000, 3000), Image.Resampling.NEAREST)
    picture = decode(saved(large, "PNG", compress_level=1))
    assert picture.gray.shape == (1200, 1600)
    assert picture.gray[600, 800] == 0
    assert picture.gray[100, 100] == 255


@pytest.mark.parametrize("rim", [255, 20])
def test_a_sticker_keeps_the_colour_of_its_outline(rim):
    gray, alpha = np.full((64, 64), rim, np.uint8), np.zeros((64, 64), np.uint8)
    alpha[8:56, 8:56] = 255
    gray[16:48, 24:40] = 255 - rim
    sticker = Image.merge("LA", [Image.fromarray(gray), Image.fromarray(alpha)])
    seen = decode(saved(sticker, "PNG")).gray
    assert seen[2, 2] == seen[12, 12] == rim
    assert seen[32, 32] == 255 - rim


def test_a_fully_transparent_picture_is_blank():
    assert (decode(saved(Image.new("RGBA", (9, 9)), "PNG")).gray == 255).all()


def test_a_transparent_colour_or_index_counts():
    image = Image.new("P", (40, 40), 0)
    image.putpalette([0, 0, 0, 20, 20, 20])
    image.paste(1, (10, 10, 30, 14))
    for kind in ("PNG", "GIF"):
        gray = decode(saved(image, kind, transparency=0)).gray
        assert (gray[0, 0], gray[12, 12]) == (255, 20)
    keyed = saved(image.convert("RGB"), "PNG", transparency=(0, 0, 0))
    assert decode(keyed).gray[0, 0] == 255


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


def squashed(gray, kind, across, down):
    """A file that says so many pixels an inch across and down, made of a picture that is square."""
    image = Image.fromarray(gray)
    width, height = image.size
    image = image.resize((width, round(height * down / across)), Image.Resampling.BOX)
    if kind == "TIFF":
        return saved(image, kind, x_resolution=across, y_resolution=down, resolution_unit=2)
    return saved(image, kind, dpi=(across, down), **({"quality": 95} if kind == "JPEG" else {}))


@pytest.mark.parametrize("kind", ["TIFF", "PNG", "JPEG"])
@pytest.mark.parametrize(("across", "down"), [(204, 98), (100, 200)])
def test_pixels_that_are_not_square_are_made_so(kind, across, down):
    gray = np.full((300, 200), 255, np.uint8)
    gray[60:140, 80:160] = 0  # a square on paper
    picture = decode(squashed(gray, kind, across, down))
    assert picture.size == (200, round(300 * down / across))
    rows, columns = np.nonzero(picture.gray < 128)
    wide, tall = np.ptp(columns) + 1, np.ptp(rows) + 1
    assert wide == pytest.approx(tall, abs=3)
    assert wide * picture.scale == pytest.approx(80 * max(1, down / across), abs=3)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_turned_fax_is_stretched_before_it_is_turned(orientation):
    gray = np.full((600, 2000), 255, np.uint8)
    gray[100:200, 500:708] = 0  # at 204 by 98 dots an inch it is a square
    exif = Image.Exif()
    exif[274] = orientation
    tiff = saved(gray, "TIFF", x_resolution=204, y_resolution=98, resolution_unit=2, exif=exif)
    picture = decode(tiff)
    assert picture.size == ((2000, 600) if orientation == 1 else (600, 2000))
    rows, columns = np.nonzero(picture.gray < 128)
    assert np.ptp(columns) == pytest.approx(np.ptp(rows), abs=3)
    assert np.ptp(columns) * picture.scale == pytest.approx(207, abs=3)


def test_a_large_fax_stays_within_bounds_whichever_axis_is_short():
    for across, down in [(400, 100), (100, 400)]:
        picture = decode(squashed(np.full((3000, 3000), 200, np.uint8), "PNG", across, down))
        assert picture.gray.size <= MAX_AREA * 1.01
        assert picture.gray.shape[0] == pytest.approx(picture.gray.shape[1], abs=2)


@pytest.mark.parametrize(("across", "down"), [(0, 0), (72, 0), (300, 3), (204, 203), (96, 96)])
def test_resolutions_that_nobody_means_do_not_stretch(across, down):
    gray, head = scene(), struct.pack(">HH", across, down)
    jpeg = saved(gray, "JPEG", dpi=(50, 100), quality=95).replace(b"\0\x32\0\x64", head, 1)
    assert decode(jpeg).gray.shape == gray.shape


def test_a_gif_and_a_bmp_say_it_too():
    gif = bytearray(saved(scene(), "GIF"))
    gif[12] = 17  # a pixel is (17 + 15) / 64 as wide as high
    bmp = bytearray(saved(scene(), "BMP"))
    struct.pack_into("<ii", bmp, 38, 8000, 4000)
    for data in (gif, bmp):
        assert decode(bytes(data)).gray.shape == (144, 96)


def test_gray_with_its_alpha_multiplied_in():
    """What Pillow calls `La`: TIFF, ExtraSamples 1. It cannot save one, hence by hand."""
    gray, alpha = np.full((40, 40), 40, np.uint8), np.zeros((40, 40), np.uint8)
    alpha[10:30, 10:30], alpha[20, 20] = 255, 128
    pixels = np.stack([gray.astype(int) * alpha // 255, alpha], axis=-1).astype(np.uint8)
    seen = decode(tiff_of(pixels, extra=1)).gray
    assert seen[0, 0] == 255
    assert seen[15, 15] == 40
    assert seen[20, 20] == pytest.approx((40 * 128 + 255 * 127) / 255, abs=2)


@pytest.mark.parametrize("deflated", [False, True])
@pytest.mark.parametrize("samples", [1, 3])
def test_a_tiff_with_offsets_of_64_bits_is_read(samples, deflated):
    pixels = np.repeat(scene()[..., None], samples, axis=-1)
    tiff = tiff_of(pixels, big=True, compression=8 if deflated else 1)
    assert tiff[2] == 43
    assert off(decode(tiff), scene()) == 0


def test_a_tiff_with_offsets_of_64_bits_in_the_other_order_is_named():
    with pytest.raises(RareKind, match=r"a BigTIFF in big-endian byte order.*save it as PNG"):
        decode(tiff_of(scene()[..., None], order=">", big=True))


def test_a_big_tiff_is_turned_and_stretched_as_any_other():
    turned_by_tag = tiff_of(scene()[..., None], big=True, orientation=3)
    assert off(decode(turned_by_tag), scene()[::-1, ::-1]) == 0


def test_deep_gray_with_transparency_in_a_png():
    gray = np.full((20, 20), 51 * 257, ">u2")
    pixels = np.stack([gray, np.zeros_like(gray)], axis=-1)
    pixels[5:15, 5:15, 1] = 65535
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", 20, 20, 16, 4, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    png += chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND")
    seen = decode(png).gray
    assert seen[10, 10] == 51
    assert seen[0, 0] == 255


@pytest.mark.parametrize("extra", [1, 2])
def test_deep_gray_with_transparency_in_a_tiff_is_named(extra):
    pixels = np.full((8, 8, 2), 9999, np.uint16)
    with pytest.raises(RareKind, match=r"a TIFF of 16-bit gray with transparency.*save it as PNG"):
        decode(tiff_of(pixels, extra=extra))


@pytest.mark.parametrize(
    ("tag", "value", "words"),
    [(259, 34712, "JPEG 2000"), (259, 50001, "WebP"), (259, 999, "method 999")],
)
def test_a_rare_compression_is_named(tag, value, words):
    with pytest.raises(RareKind, match=f"a TIFF compressed with {words}, which I cannot open"):
        decode(tiff_of(np.zeros((8, 8, 1), np.uint8), compression=value))


def test_a_compression_that_the_library_was_built_without_is_named(monkeypatch):
    """Pillow's own builds have no WebP in a TIFF."""
    monkeypatch.setitem(tiff_codecs._PERHAPS, 50001, "webp")
    with pytest.raises(RareKind, match="a TIFF compressed with WebP, which I cannot open"):
        decode(tiff_of(np.zeros((8, 8, 1), np.uint8), compression=50001))


@pytest.mark.parametrize(
    ("marker", "precision", "words"),
    [(0xC3, 8, "lossless or coded arithmetically"), (0xC9, 8, "lossless"), (0xC1, 12, "12 bits")],
)
def test_a_rare_jpeg_is_named(marker, precision, words):
    frame = bytes([0xFF, marker, 0, 11, precision])
    jpeg = saved(scene(), "JPEG").replace(b"\xff\xc0\0\x0b\x08", frame, 1)
    with pytest.raises(RareKind, match=words):
        decode(jpeg)


def test_a_tiff_shows_its_first_page():
    pages = [Image.new("L", (9, 9), shade) for shade in (10, 200)]
    tiff = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert (decode(tiff).gray == 10).all()


def test_moving_pictures_show_their_first_frame():
    frames = [Image.new("RGB", (40, 40), (shade,) * 3) for shade in (40, 120, 250)]
    for kind in ("GIF", "WEBP", "AVIF", "PNG"):
        moving = saved(frames[0], kind, save_all=True, append_images=frames[1:])
        assert np.abs(decode(moving).gray.astype(int) - 40).max() < 6, kind
