"""The chat page for everybody: contrast, names and roles, room for a finger, and the keyboard."""

from __future__ import annotations

import base64

import pytest
from playwright.async_api import expect
from reading.scenes import draw, encoded
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters

from localtelegram.run import ADMIN
from tests.localtelegram.accessibility import faint, serious, small
from tests.localtelegram.browser import DROP, needs_chromium, stroke

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="module")]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


async def talk(bot, inbox, page):
    """A conversation with one of everything in it."""
    await page.get_by_role("textbox", name="Message").fill("/start and 407")
    await page.keyboard.press("Enter")
    asked = (await inbox.next()).message
    keys = [
        [InlineKeyboardButton("✓ Right", callback_data="r", style="success")],
        [InlineKeyboardButton("✗ Wrong", callback_data="w", style="danger")],
        [InlineKeyboardButton("Use it", callback_data="u", style="primary")],
        [InlineKeyboardButton("Show how", callback_data="s")],
    ]
    await bot.send_message(
        ADMIN,
        "<code>407</code>\n<pre>12\n34</pre> <b>sure</b>, see /help\n<blockquote>so</blockquote>",
        parse_mode="HTML",
        reply_markup=InlineKeyboardMarkup(keys),
        reply_parameters=ReplyParameters(asked.message_id),
    )
    await bot.send_photo(ADMIN, encoded(draw("407")), caption="How I read it.")
    await bot.send_document(ADMIN, b"seven", filename="digits.onnx")
    await expect(page.get_by_role("button", name="Show how")).to_be_visible()
    file = base64.b64encode(b"407").decode()
    await page.evaluate(DROP, [file, "numbers.csv", "text/csv", "file"])
    await page.locator("#sending-send").click()
    await expect(page.locator(".document")).to_have_count(2)
    await expect(page.locator("#sending")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [{}, PHONE], ids=["desk", "phone"])
async def test_axe_finds_nothing_serious(visit, demo, bot, inbox, scheme, device):
    async with visit(demo.url, color_scheme=scheme, **device) as page:
        assert await serious(page) == []
        await talk(bot, inbox, page)
        assert await serious(page) == []
        assert await faint(page) == []
        await page.get_by_role("button", name="Draw a digit").first.click()
        assert await serious(page) == []
        await stroke(page, [(0.3, 0.2), (0.7, 0.2), (0.5, 0.8)])
        assert await serious(page) == []


async def test_whatever_is_touched_has_room_for_a_finger(visit, demo, bot, inbox):
    async with visit(demo.url, **PHONE) as page:
        await talk(bot, inbox, page)
        assert await small(page) == []
        await page.get_by_role("button", name="Attach a picture").tap()
        assert await small(page) == []
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Draw a digit").first.tap()
        assert await small(page) == []
        await page.get_by_role("button", name="Close").first.tap()
        await page.get_by_role("button", name="Back to the chats").tap()
        assert await small(page) == []


async def test_enter_sends_the_drawing(visit, demo, inbox):
    async with visit(demo.url) as page:
        await page.get_by_role("button", name="Draw a digit").first.click()
        await page.keyboard.press("Enter")
        await expect(page.locator("#drawing")).to_be_visible()  # nothing is drawn yet
        await stroke(page, [(0.3, 0.2), (0.7, 0.2), (0.5, 0.8)])
        await page.keyboard.press("Enter")
        assert (await inbox.next()).message.photo
        await expect(page.locator("#drawing")).to_be_hidden()


async def test_enter_on_another_button_of_the_drawing_presses_that(visit, demo, inbox):
    async with visit(demo.url) as page:
        await page.get_by_role("button", name="Draw a digit").first.click()
        await stroke(page, [(0.3, 0.2), (0.7, 0.2), (0.5, 0.8)])
        await page.get_by_role("button", name="Send as file").focus()
        await page.keyboard.press("Enter")
        assert (await inbox.next()).message.document
