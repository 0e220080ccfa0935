"""Pictures so large that an app makes them smaller before it sends them as a photo."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from telegram.error import BadRequest

from localtelegram.errors import ApiError
from localtelegram.scaling import TOO_LARGE


def large(kind, size, mode="L", **how):
    """A picture whose left half is black and whose right half is white."""
    image = Image.new(mode, size, "white")
    image.paste(Image.new(mode, (size[0] // 2, size[1]), "black"), (0, 0))
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


async def received(bot):
    """The largest size of the photo that came last, as it is downloaded."""
    (update,) = await bot.get_updates()
    file = await bot.get_file(update.message.photo[-1].file_id)
    return Image.open(io.BytesIO(await file.download_as_bytearray())).convert("L")


@pytest.mark.parametrize(
    ("kind", "size", "mode"),
    [
        ("JPEG", (9000, 7000), "L"),
        ("JPEG", (14000, 13000), "L"),
        ("PNG", (9000, 7000), "1"),
        ("PNG", (6000, 5000), "LA"),
    ],
)
async def test_a_large_picture_comes_as_small_as_an_app_sends_it(bot, ann, kind, size, mode):
    await ann.send_photo(large(kind, size, mode))
    photo = await received(bot)
    height = round(1280 * size[1] / size[0])
    assert photo.size == (1280, pytest.approx(height, abs=1))
    assert photo.getpixel((320, height // 2)) < 10
    assert photo.getpixel((960, height // 2)) > 245


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
async def test_it_is_upright_as_it_is_made_smaller(bot, ann, kind):
    exif = Image.Exif()
    exif[0x0112] = 6
    await ann.send_photo(large(kind, (8000, 4000), exif=exif))
    photo = await received(bot)
    assert photo.size == (640, 1280)
    assert photo.getpixel((320, 320)) < 10
    assert photo.getpixel((320, 960)) > 245


async def test_one_among_others_is_made_smaller_too(bot, ann, picture):
    await ann.send_album([picture(300, 200), large("JPEG", (9000, 7000))])
    shapes = [update.message.photo[-1].width for update in await bot.get_updates()]
    assert shapes == [300, 1280]


@pytest.mark.parametrize(
    ("kind", "size", "how"),
    [
        ("PNG", (9000, 8000), {}),
        ("PNG", (14000, 13000), {}),
        ("JPEG", (9000, 8000), {"progressive": True}),
        ("PNG", (70_000, 10), {}),
        ("PNG", (30_000, 1000), {}),
    ],
)
async def test_what_takes_too_much_memory_is_to_be_cropped(server, ann, kind, size, how):
    with pytest.raises(ApiError) as refused:
        await ann.send_photo(large(kind, size, "L" if how else "1", **how))
    assert refused.value.description == TOO_LARGE
    assert "as a file" not in TOO_LARGE


async def test_a_bot_has_to_make_it_smaller_itself(bot, ann):
    for kind, size in (("JPEG", (9000, 7000)), ("PNG", (14000, 13000))):
        with pytest.raises(BadRequest, match=r"(?i)photo_invalid_dimensions"):
            await bot.send_photo(ann.id, large(kind, size, "L" if kind == "JPEG" else "1"))
