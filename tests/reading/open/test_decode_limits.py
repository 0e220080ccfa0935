"""What is refused, and that it is refused before it costs anything."""

import contextlib
import io
import struct
import subprocess
import sys
import time
import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image
from PIL.AvifImagePlugin import AvifImageFile
from reading.files import DATA, chunk, png_that_says, saved, scene, small_files

from bot.reading.open.decode import decode
from bot.reading.open.errors import (
    MAX_BYTES,
    BrokenPicture,
    NotAPicture,
    PictureError,
    TooManyBytes,
    TooManyPixels,
)
from bot.reading.open.formats.avif import check_avif

FILES = small_files()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"7",
        b"hello",
        b"%PDF-1.7 " * 9,
        b"PK\3\4" + bytes(99),
        b"<svg></svg>",
        b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + bytes(999),
        b"RIFF\0\0\0\0WAVEfmt ",
    ],
)
def test_other_files_are_not_pictures(data):
    with pytest.raises(NotAPicture, match="Please send a JPEG"):
        decode(data)


@pytest.mark.parametrize("name", [name for name in sorted(FILES) if "moving" not in name])
def test_half_a_file_is_broken(name):
    data = FILES[name]
    with pytest.raises(BrokenPicture):
        decode(data[: len(data) * 6 // 10])


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_beginning_alone_is_broken(name):
    with pytest.raises(BrokenPicture):
        decode(FILES[name][:16])


def test_long_files_are_refused():
    with pytest.raises(TooManyBytes, match="larger than 20 MB"):
        decode(saved(scene(), "JPEG") + bytes(MAX_BYTES))
    with pytest.raises(TooManyBytes, match="larger than 8 MB"):
        decode((DATA / "seven.heic").read_bytes() + bytes(9 << 20))


def many_scans():
    jpeg = saved(Image.new("L", (2000, 2000)), "JPEG", progressive=True)
    last = jpeg.rindex(b"\xff\xda")
    return jpeg[:last] + jpeg[last:-2] * 500 + jpeg[-2:]


def patched(data, before, value):
    """The file with `value` written after the first `before`."""
    at = data.index(before) + len(before)
    return data[:at] + value + data[at + len(value) :]


WEBP_CANVAS = b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\xff\x3f\0\xff\x3f\0"
LARGE = {
    "png": lambda: png_that_says(100_000, 100_000),
    "png as long as a street": lambda: png_that_says(200_000, 1),
    "png of 16-bit colours": lambda: png_that_says(8000, 7900, 16, 6),
    "gif": lambda: patched(saved(scene(), "GIF"), b"GIF87a", b"\xff\xff\xff\xff"),
    "webp": lambda: WEBP_CANVAS + bytes(20),
    "bmp": lambda: patched(saved(scene(), "BMP"), b"\x28\0\0\0", struct.pack("<ii", 60000, -60000)),
    "jpeg with 500 scans": many_scans,
    "jpeg": lambda: patched(saved(scene(), "JPEG"), b"\xff\xc0\0\x0b\x08", b"\xff\xff\xff\xff"),
    "progressive jpeg": lambda: patched(
        saved(Image.new("RGB", (99, 99)), "JPEG", progressive=True), b"\x11\x08", b"\x24\0\x24\0"
    ),
}


@pytest.mark.parametrize("name", LARGE)
def test_too_many_pixels_are_refused_before_they_are_decoded(name):
    data = LARGE[name]()
    start = time.process_time()
    with pytest.raises(TooManyPixels, match="too many pixels"):
        decode(data)
    assert time.process_time() - start < 0.2


def test_the_frames_of_an_avif_count_and_not_what_its_header_says(monkeypatch):
    avif = saved(Image.new("L", (900, 700)), "AVIF", speed=10)
    lie = patched(avif, b"ispe\0\0\0\0", struct.pack(">II", 64, 64))
    monkeypatch.setattr("bot.reading.open.errors.MAX_MEMORY", 10 * 900 * 700)
    decode(avif)
    monkeypatch.setattr("bot.reading.open.errors.MAX_MEMORY", 10 * 900 * 700 - 1)
    with pytest.raises(TooManyPixels):
        decode(lie)


@pytest.mark.parametrize(("compression", "copies"), [("tiff_lzw", 1), ("zstd", 2), ("lzma", 2)])
def test_what_a_tiffs_decoder_looks_back_at_counts(compression, copies, monkeypatch):
    tiff = saved(Image.new("L", (900, 700)), "TIFF", compression=compression, strip_size=900 * 700)
    cost = (1 + copies) * 900 * 700
    monkeypatch.setattr("bot.reading.open.errors.MAX_MEMORY", cost)
    decode(tiff)
    monkeypatch.setattr("bot.reading.open.errors.MAX_MEMORY", cost - 1)
    with pytest.raises(TooManyPixels):
        decode(tiff)


HOSTILE = {
    "png with many chunks": lambda: FILES["png"][:33] + chunk(b"juNk") * 300_000,
    "jpeg with much before its tables": lambda: b"\xff\xd8\xff" + bytes(5_000_000),
    "gif with long comments": lambda: FILES["gif"].replace(
        b",", b"!\xfe" + b"\1a" * 1_000_000 + b"\0,", 1
    ),
    "bmp with runs": lambda: (
        patched(saved(Image.new("P", (9, 9)), "BMP"), b"\1\0\x08\0", b"\1\0\0\0") + bytes(2_000_000)
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_slow_files_are_refused(name):
    data = HOSTILE[name]()
    start = time.process_time()
    with pytest.raises(BrokenPicture):
        decode(data)
    assert time.process_time() - start < 0.5


def test_texts_that_would_unpack_to_gigabytes_are_skipped():
    text = chunk(b"zTXt", b"note\0\0" + zlib.compress(bytes(1 << 20)))
    png = FILES["png"]
    assert (decode(png[:33] + text * 2000 + png[33:]).gray == scene()).all()


@pytest.mark.parametrize("tag", [256, 257, 258, 273, 277])
@pytest.mark.parametrize("value", [0, 1 << 31, 0xFFFFFFFF])
def test_a_tiff_with_mad_numbers_is_refused(tag, value):
    tiff = bytearray(saved(Image.fromarray(scene()).convert("RGB"), "TIFF", compression="tiff_lzw"))
    (start,) = struct.unpack_from("<I", tiff, 4)
    (count,) = struct.unpack_from("<H", tiff, start)
    entries = range(start + 2, start + 2 + 12 * count, 12)
    entry = next(at for at in entries if struct.unpack_from("<H", tiff, at)[0] == tag)
    struct.pack_into("<HII", tiff, entry + 2, 4, 1, value)
    with pytest.raises(PictureError):
        decode(bytes(tiff))


def test_what_is_said_to_people_is_plain():
    errors = []
    for data in [b"what", FILES["png"][:60], bytes(MAX_BYTES + 1), png_that_says(90_000, 90_000)]:
        with pytest.raises(PictureError) as caught:
            decode(data)
        errors.append(caught.value)
    assert {type(e) for e in errors} == {NotAPicture, BrokenPicture, TooManyBytes, TooManyPixels}
    for error in errors:
        assert str(error).endswith(".")
        assert "Please" in str(error)
        assert not {"Error", "0x", "NULL", "None", "  "} & set(str(error).split(" "))


def test_nothing_of_pillow_is_changed_for_others():
    limit = Image.MAX_IMAGE_PIXELS
    for data in FILES.values():
        decode(data)
    assert limit == Image.MAX_IMAGE_PIXELS
    assert "HEIF" not in Image.OPEN
    with pytest.raises(Image.UnidentifiedImageError):
        Image.open(io.BytesIO(FILES["heic"]))


def test_threads_do_not_disturb_each_other():
    expected = {name: decode(data).gray for name, data in FILES.items()}
    with ThreadPoolExecutor(4) as pool:
        for name, picture in zip(
            list(FILES) * 4, pool.map(decode, list(FILES.values()) * 4), strict=True
        ):
            assert (picture.gray == expected[name]).all(), name


def test_the_tracks_of_a_moving_avif_are_not_looked_at():
    frames = [Image.new("L", (40, 40), shade) for shade in (10, 90, 200)]
    moving = saved(frames[0], "AVIF", speed=10, save_all=True, append_images=frames[1:])
    assert AvifImageFile(io.BytesIO(moving)).n_frames == 3
    assert AvifImageFile(io.BytesIO(check_avif(moving))).n_frames == 1


def test_metadata_that_crashes_the_decoder_of_heic_does_not_reach_it():
    heic = (DATA / "seven-turned.heic").read_bytes()
    broken = heic.replace(b"Exif", b"Exi\x80", 1)  # its name is not text: libheif's binding faults
    assert broken != heic
    code = "import sys; from bot.reading.open.decode import decode; decode(sys.stdin.buffer.read())"
    assert subprocess.run([sys.executable, "-c", code], input=broken, check=False).returncode == 0


def test_an_avif_whose_places_never_end_is_refused():
    avif = saved(scene(), "AVIF", speed=10)
    at = avif.index(b"iloc") + 4
    endless = avif[:at] + b"\0\0\0\0\0\0\xff\xff" + b"\0\1\0\0\xff\xff" * 2000
    start = time.process_time()
    with pytest.raises(BrokenPicture):
        decode(endless + avif[at + len(endless) :])
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize("kind", ["exif", "bits"])
def test_a_tag_with_a_million_values_costs_nothing(kind):
    million, values = 1_000_000, b"\xaa\xbb\xcc\x0d" * 1_000_000
    if kind == "exif":
        tag = struct.pack("<HHHII", 1, 274, 4, million, 26) + bytes(4)
        exif = b"II*\0" + struct.pack("<I", 8) + tag + values
        png = saved(scene(), "PNG")
        data = png[:33] + chunk(b"eXIf", exif) + png[33:]
    else:
        data = bytearray(saved(scene(), "TIFF"))
        (start,) = struct.unpack_from("<I", data, 4)
        (count,) = struct.unpack_from("<H", data, start)
        tags = range(start + 2, start + 2 + 12 * count, 12)
        place = next(at for at in tags if struct.unpack_from("<H", data, at) == (258,))
        struct.pack_into("<HII", data, place + 2, 4, million, len(data))
        data = bytes(data) + values
    tracemalloc.start()
    with contextlib.suppress(BrokenPicture):
        decode(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 24 << 20  # copies of the file's 4 MB, and the picture
