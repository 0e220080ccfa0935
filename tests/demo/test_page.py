"""The chat page in headless Chromium; the test itself is the bot behind it."""

from __future__ import annotations

import asyncio
import base64
import io
from functools import partial

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import expect
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest

from bot.demo.run import ADMIN, GROUP, GUEST, serve_demo
from tests.demo.browser import DROP, PASTE, chromium, needs_chromium, opened, stroke

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="module")]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser():
    async with chromium() as running:
        yield running


@pytest.fixture
def visit(browser):
    return partial(opened, browser)


@pytest_asyncio.fixture(loop_scope="module")
async def demo():
    async with serve_demo(port=0, browser=False) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def bot(demo):
    server = demo.server
    async with Bot(
        demo.token, base_url=server.base_url, base_file_url=server.base_file_url
    ) as client:
        yield client


class Inbox:
    """What the bot has received, one update after the other."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._offset = 0

    async def next(self) -> Update:
        update, *_ = await self._bot.get_updates(offset=self._offset, timeout=30, limit=1)
        self._offset = update.update_id + 1
        return update


@pytest.fixture
def inbox(bot) -> Inbox:
    return Inbox(bot)


async def content(bot: Bot, file_id: str) -> bytes:
    file = await bot.get_file(file_id)
    return bytes(await file.download_as_bytearray())


async def test_text_goes_to_the_bot_and_its_reply_comes_back_formatted(visit, demo, bot, inbox):
    async with visit(demo.url) as page:
        await page.get_by_role("textbox", name="Message").fill("<img src=x onerror=alert(1)>")
        await page.keyboard.press("Enter")
        message = (await inbox.next()).message
        assert message.text == "<img src=x onerror=alert(1)>"
        await bot.send_message(
            ADMIN,
            "<code>407</code>\n<b>sure</b>, see /help",
            parse_mode="HTML",
            reply_parameters=ReplyParameters(message.message_id),
        )
        own, reply = page.locator(".message.own"), page.locator(".message:not(.own)")
        await expect(own.locator(".text")).to_contain_text("<img src=x onerror=alert(1)>")
        await expect(reply.locator(".quote")).to_contain_text("You<img src=x")
        await expect(reply.locator("b")).to_have_text("sure")
        await reply.locator("code").click()
        await expect(page.locator(".toast")).to_have_text("Copied")
        assert await page.evaluate("navigator.clipboard.readText()") == "407"
        await reply.get_by_role("button", name="/help").click()
        assert (await inbox.next()).message.text == "/help"


async def test_inline_buttons_and_their_answers(visit, demo, bot, inbox):
    rows = [
        [InlineKeyboardButton(text, callback_data=text) for text in ("toast", "alert", "quiet")]
    ]
    async with visit(demo.url) as page:
        await bot.send_message(ADMIN, "7?", reply_markup=InlineKeyboardMarkup(rows))
        key = page.get_by_role("button", name="toast")
        await key.click()
        query = (await inbox.next()).callback_query
        assert (query.data, query.from_user.id) == ("toast", ADMIN)
        await expect(key).to_have_attribute("aria-busy", "true")
        await query.answer("Thank you")
        await expect(key).not_to_have_attribute("aria-busy", "true")
        await expect(page.locator(".toast")).to_have_text("Thank you")
        await page.get_by_role("button", name="alert").click()
        await (await inbox.next()).callback_query.answer("Really?", show_alert=True)
        await expect(page.locator("#alert")).to_contain_text("Really?")
        await page.get_by_role("button", name="OK").click()
        await expect(page.locator("#alert")).to_be_hidden()
        quiet = page.get_by_role("button", name="quiet")
        await quiet.click()
        await (await inbox.next()).callback_query.answer()
        await expect(quiet).not_to_have_attribute("aria-busy", "true")


async def test_edits_deletions_and_the_typing_sign(visit, demo, bot):
    async with visit(demo.url) as page:
        await bot.send_chat_action(ADMIN, "typing")
        await expect(page.locator("#status")).to_have_text("typing…")
        sent = await bot.send_message(ADMIN, "reading …")
        await expect(page.locator("#status")).to_have_text("bot")
        bubble = page.locator(f"#m{sent.message_id}")
        await expect(bubble).to_contain_text("reading …")
        await sent.edit_text("7")
        await expect(bubble.locator(".text")).to_contain_text("7edited ")
        await sent.delete()
        await expect(bubble).to_have_count(0)
        await expect(page.locator("#empty")).to_be_visible()


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


async def test_commands_are_offered_by_scope_and_chosen_by_keyboard(visit, demo, bot, inbox):
    await bot.set_my_commands([BotCommand("help", "Help"), BotCommand("privacy", "Privacy")])
    await bot.set_my_commands(
        [BotCommand("help", "Help"), BotCommand("train", "Learn")],
        scope=BotCommandScopeChat(ADMIN),
    )
    async with visit(demo.url) as page:
        offers = page.get_by_role("option")
        await page.get_by_role("textbox", name="Message").press_sequentially("/")
        await expect(offers).to_have_text(["/helpHelp", "/trainLearn"])
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        message = (await inbox.next()).message
        assert (message.text, message.from_user.id) == ("/train", ADMIN)
        await page.get_by_text("Guest").click()
        await expect(page.locator(".message")).to_have_count(0)
        await page.get_by_role("button", name="Commands").click()
        await expect(offers).to_have_text(["/helpHelp", "/privacyPrivacy"])
        await offers.first.click()
        message = (await inbox.next()).message
        assert (message.text, message.from_user.id) == ("/help", GUEST)


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


async def test_replying_in_the_group(visit, demo, bot, inbox):
    posted = await bot.send_message(GROUP, "ready")
    async with visit(demo.url) as page:
        await page.get_by_role("button", name="Paper & Pencil").click()
        await page.locator(".message").hover()
        await page.get_by_role("button", name="Reply").click()
        await page.keyboard.type("thanks")
        await page.keyboard.press("Enter")
        message = (await inbox.next()).message
        assert (message.chat.id, message.reply_to_message.message_id) == (GROUP, posted.message_id)


async def test_it_fits_a_phone_and_is_worked_by_touch(visit, demo, bot, inbox):
    await bot.send_message(
        ADMIN,
        f"<code>{'1234567890' * 8}</code>",
        parse_mode="HTML",
        reply_markup=InlineKeyboardMarkup(
            [[InlineKeyboardButton(str(n), callback_data=str(n)) for n in range(5)]]
        ),
    )
    async with visit(demo.url, **PHONE) as page:
        wide = "document.documentElement.scrollWidth > innerWidth"
        assert not await page.evaluate(wide)
        await page.get_by_role("button", name="Back to the chats").tap()
        await expect(page.get_by_role("heading", name="Digit Reader", level=1)).to_be_visible()
        for part in ("#chats button", "#people", ".side [data-theme-toggle]"):
            box = await page.locator(part).first.bounding_box()
            assert box["x"] + box["width"] <= PHONE["viewport"]["width"], part
        await page.locator("#chats button").first.tap()
        await page.locator("#draw").tap()
        assert not await page.evaluate(wide)
        box = await page.locator("#canvas").bounding_box()
        await page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await page.get_by_role("button", name="Send", exact=True).last.tap()
        photo = (await inbox.next()).message.photo[-1]
        with Image.open(io.BytesIO(await content(bot, photo.file_id))) as image:
            assert image.convert("L").getpixel((image.width // 2, image.height // 2)) < 60
        assert photo.height / photo.width == pytest.approx(box["height"] / box["width"], abs=0.02)


async def test_the_switch_keeps_the_focus_and_each_person_has_an_own_chat(visit, demo, bot, inbox):
    async with visit(demo.url) as page:
        await page.get_by_role("radio", name="Admin").focus()
        await page.keyboard.press("ArrowRight")
        guest = page.get_by_role("radio", name="Guest")
        await expect(guest).to_be_checked()
        await expect(guest).to_be_focused()
        await page.get_by_role("button", name="Start").click()
        message = (await inbox.next()).message
        assert (message.text, message.from_user.id) == ("/start", GUEST)
        await bot.send_message(GUEST, "hello Gus")
        await expect(page.locator(".message")).to_have_count(2)
        await page.reload()
        await expect(guest).to_be_checked()
        await page.get_by_text("Admin", exact=True).click()
        await expect(page.locator(".message")).to_have_count(0)


async def test_a_page_of_somebody_who_is_gone_starts_afresh(visit, demo):
    async with visit(demo.url) as page:
        await page.evaluate("localStorage.setItem('me', '77')")
        await page.reload()
        await expect(page.get_by_role("radio", name="Admin")).to_be_checked()
        await expect(page.locator("#status")).to_have_text("bot")


async def test_the_theme_follows_the_system_and_the_toggle(visit, demo):
    ground = "getComputedStyle(document.querySelector('.side')).backgroundColor"
    async with visit(demo.url, color_scheme="dark") as page:
        assert await page.evaluate(ground) == "rgb(23, 33, 43)"
        await page.get_by_role("button", name="Switch between light and dark").first.click()
        assert await page.evaluate(ground) == "rgb(255, 255, 255)"
        await page.reload()
        assert await page.evaluate(ground) == "rgb(255, 255, 255)"


async def test_the_page_finds_a_server_that_was_away(visit, demo):
    port = int(demo.url.rpartition(":")[2])
    async with visit(demo.url) as page:
        await demo.server.stop()
        await expect(page.locator("#status")).to_have_text("connecting…")
        await page.get_by_role("textbox", name="Message").fill("7")
        await page.keyboard.press("Enter")
        await expect(page.locator(".toast")).to_contain_text("still running")
        await expect(page.get_by_role("textbox", name="Message")).to_have_value("7")
        async with serve_demo(port=port, browser=False) as again:
            assert again.url == demo.url
            await expect(page.locator("#status")).to_have_text("bot")
            await page.get_by_role("button", name="Send", exact=True).first.click()
            await asyncio.sleep(0.3)
            assert [m["text"] for m in again.server.user(ADMIN).messages()] == ["7"]
