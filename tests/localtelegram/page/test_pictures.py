"""Pictures on the chat page in headless Chromium; the test itself is the bot behind it."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image
from playwright.async_api import expect
from telegram.error import BadRequest

from localtelegram.run import ADMIN
from localtelegram.scaling import TOO_LARGE
from tests.localtelegram.browser import DROP, PASTE, needs_chromium, stroke
from tests.localtelegram.page.inbox import content

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="module")]


async def test_pictures_from_the_bot(visit, demo, bot, picture):
    async with visit(demo.url) as page:
        await bot.send_photo(ADMIN, picture(1600, 1200), caption="how I read it")
        image = page.locator(".message .photo img")
        await expect(image).to_have_js_property("naturalWidth", 800)
        await image.click()
        await expect(page.locator("#viewer img")).to_have_js_property("naturalWidth", 1280)
        await page.keyboard.press("Escape")
        await bot.send_document(ADMIN, b"%PDF", filename="report.pdf")
        await expect(page.locator(".document")).to_contain_text("report.pdf4 B")


async def test_a_picture_fills_its_bubble_whatever_is_said_below(visit, demo, bot, picture):
    await bot.send_photo(ADMIN, picture(380, 160), caption="far more words than fit " * 5)
    async with visit(demo.url) as page:
        image = await page.locator(".bubble .photo img").bounding_box()
        bubble = await page.locator(".bubble").bounding_box()
        assert bubble["width"] - image["width"] == pytest.approx(8, abs=1)


@pytest.mark.parametrize("dark", [False, True])
async def test_a_drawing_is_sent_as_it_is_seen(visit, demo, bot, inbox, dark):
    async with visit(demo.url) as page:
        await page.get_by_role("button", name="Draw a digit").first.click()
        send = page.get_by_role("button", name="Send", exact=True)
        await expect(send.last).to_be_disabled()
        await stroke(page, [(0.1, 0.1), (0.9, 0.9)])
        await stroke(page, [(0.3, 0.2), (0.7, 0.2)])
        await page.get_by_role("button", name="Undo").click()
        if dark:
            await page.get_by_role("button", name="Light on dark").click()
        await page.get_by_role("button", name="Send as file").click()
        document = (await inbox.next()).message.document
        with Image.open(io.BytesIO(await content(bot, document.file_id))) as image:
            gray = image.convert("L")
        assert gray.width == 960
        ground, ink, undone = (
            gray.getpixel((round(gray.width * x), round(gray.height * y)))
            for x, y in ((0.1, 0.9), (0.5, 0.5), (0.5, 0.2))
        )
        assert undone == ground
        assert (ink > ground) is dark
        assert abs(ink - ground) > 200


async def test_a_drawing_is_sent_once_however_often_that_is_pressed(visit, demo, bot):
    async with visit(demo.url) as page:
        await page.get_by_role("button", name="Draw a digit").first.click()
        await stroke(page, [(0.1, 0.1), (0.9, 0.9)])
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        await page.locator("#drawing-photo").dblclick()
        await expect(page.locator(".message.own .photo")).not_to_have_count(0)
        await expect(page.locator("#drawing")).to_be_hidden()
        await page.locator("#text").fill("42")
        await page.keyboard.press("Enter")
        await expect(page.locator(".message.own", has_text="42")).to_be_visible()
        assert asked.count(f"{demo.url}/demo/files") == 1


@pytest.mark.parametrize("strokes", [1, 2])
async def test_enter_sends_what_was_drawn_after_undo_was_clicked(visit, demo, bot, inbox, strokes):
    async with visit(demo.url) as page:
        await page.get_by_role("button", name="Draw a digit").first.click()
        for place in range(strokes):
            await stroke(page, [(0.1 + place / 4, 0.1), (0.2 + place / 4, 0.9)])
        await page.get_by_role("button", name="Undo").click()
        await stroke(page, [(0.7, 0.1), (0.8, 0.9)])
        await page.keyboard.press("Enter")
        photo = (await inbox.next()).message.photo[-1]
        with Image.open(io.BytesIO(await content(bot, photo.file_id))) as image:
            gray = image.convert("L")
        assert gray.getpixel((round(0.75 * gray.width), round(0.5 * gray.height))) < 128


async def test_a_drawing_that_cannot_be_sent_is_not_lost(visit, demo, bot, inbox):
    async with visit(demo.url) as page:
        await page.get_by_role("button", name="Draw a digit").first.click()
        await stroke(page, [(0.1, 0.1), (0.9, 0.9)])
        await page.context.set_offline(True)
        await page.locator("#drawing-photo").click()
        await expect(page.locator("#alert-text")).to_contain_text("does not answer")
        await page.locator("#alert [data-close]").click()
        await page.context.set_offline(False)
        await page.locator("#drawing-photo").click()
        assert (await inbox.next()).message.photo
        await expect(page.locator("#drawing")).to_be_hidden()


async def test_pictures_are_picked_as_photo_file_and_album(visit, demo, bot, inbox, picture):
    def chosen(name: str, data: bytes) -> dict:
        return {"name": name, "mimeType": "image/png", "buffer": data}

    async with visit(demo.url) as page:
        dialog = page.locator("#sending")
        await page.locator("#pick-photo").set_input_files([chosen("a.png", picture())])
        await page.get_by_label("Caption").fill("mine")
        await dialog.get_by_role("button", name="Send").click()
        message = (await inbox.next()).message
        assert (message.photo[-1].width, message.caption) == (640, "mine")
        data = picture(300, 200)
        await page.locator("#pick-photo").set_input_files([chosen("b.png", data)])
        await dialog.get_by_text("As file").click()
        await dialog.get_by_role("button", name="Send").click()
        document = (await inbox.next()).message.document
        assert (document.file_name, document.mime_type) == ("b.png", "image/png")
        assert await content(bot, document.file_id) == data
        several = [chosen(f"{n}.png", picture(300 + n, 200)) for n in range(3)]
        await page.locator("#pick-photo").set_input_files(several)
        await dialog.get_by_role("button", name="Send").click()
        parts = [(await inbox.next()).message for _ in range(3)]
        assert len({part.media_group_id for part in parts}) == 1
        assert [part.photo[-1].width for part in parts] == [300, 301, 302]
        await expect(page.locator(".photos[data-count='3'] .photo")).to_have_count(3)


async def test_pictures_are_dropped_and_pasted(visit, demo, bot, inbox, picture):
    data = picture(300, 200)
    carried = [base64.b64encode(data).decode(), "seven.png", "image/png"]
    async with visit(demo.url) as page:
        await page.evaluate(DROP, [*carried, "file"])
        await page.keyboard.press("Enter")
        document = (await inbox.next()).message.document
        assert await content(bot, document.file_id) == data
        await page.evaluate(DROP, [*carried, "photo"])
        await page.keyboard.press("Enter")
        assert (await inbox.next()).message.photo[-1].width == 300
        await page.evaluate(PASTE, carried)
        await page.keyboard.press("Enter")
        assert (await inbox.next()).message.photo[-1].width == 300


async def test_a_file_too_big_for_bots_is_sent_all_the_same(visit, demo, bot, inbox, tmp_path):
    large = tmp_path / "scan.tiff"
    large.write_bytes(b"II*\0" + bytes(21 * 2**20))
    async with visit(demo.url) as page:
        await page.locator("#pick-file").set_input_files(large)
        await expect(page.locator("#sending-note")).to_contain_text("20 MB")
        await page.locator("#sending").get_by_role("button", name="Send").click()
        document = (await inbox.next()).message.document
        assert document.file_size == large.stat().st_size
        with pytest.raises(BadRequest, match="File is too big"):
            await bot.get_file(document.file_id)
        await expect(page.locator(".document")).to_contain_text("scan.tiff21.0 MB")


async def test_a_large_picture_is_sent_as_a_photo_as_an_app_does(visit, demo, bot, inbox, tmp_path):
    large, larger, longest = (tmp_path / f"{name}.jpg" for name in ("a", "b", "c"))
    Image.new("L", (9000, 7000), "white").save(large)
    Image.new("1", (9000, 8000), "white").save(larger, "PNG")
    longest.write_bytes(large.read_bytes() + bytes(20 * 2**20))
    async with visit(demo.url) as page:
        send = page.locator("#sending").get_by_role("button", name="Send")
        await page.locator("#pick-photo").set_input_files(large)
        await send.click()
        photo = (await inbox.next()).message.photo[-1]
        assert (photo.width, photo.height) == (1280, 996)
        for path in (larger, longest):
            await page.locator("#pick-photo").set_input_files(path)
            await send.click()
            await expect(page.locator("#alert-text")).to_have_text(TOO_LARGE)
            await page.get_by_role("button", name="OK").click()


async def test_what_is_no_picture_cannot_be_a_photo(visit, demo, bot, inbox):
    fake = {"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"}
    async with visit(demo.url) as page:
        await page.locator("#pick-photo").set_input_files([fake])
        await expect(page.locator("#sending-note")).to_contain_text("cannot show a.png")
        await page.locator("#sending").get_by_role("button", name="Send").click()
        await expect(page.locator("#alert-text")).to_contain_text("send it as a file")
        await page.get_by_role("button", name="OK").click()
        await page.locator("#pick-photo").set_input_files([fake | {"buffer": b""}])
        await expect(page.locator("#sending-note")).to_have_text("a.png is empty.")
