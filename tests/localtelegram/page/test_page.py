"""The chat page in headless Chromium; the test itself is the bot behind it."""

from __future__ import annotations

import asyncio
import io

import pytest
from PIL import Image
from playwright.async_api import expect
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyParameters,
)

from localtelegram.run import ADMIN, GROUP, GUEST, serve_demo
from tests.localtelegram.browser import needs_chromium
from tests.localtelegram.page.inbox import content

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="module")]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


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
        demo.server.world.delete(demo.server.world.chats[ADMIN], sent.message_id)
        await expect(bubble).to_have_count(0)
        await expect(page.locator("#empty")).to_be_visible()


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
        await page.locator("#canvas").tap()  # in its middle, once it has come to rest
        box = await page.locator("#canvas").bounding_box()
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


async def test_what_is_pressed_before_the_other_persons_chat_is_there_is_not_lost(
    visit, demo, inbox
):
    async def late(route):
        await asyncio.sleep(0.7)
        await route.continue_()

    async with visit(demo.url) as page:
        await expect(page.locator("#status")).to_have_text("bot")
        await page.route(f"**/demo/events?me={GUEST}", late)
        await page.get_by_role("radio", name="Admin").focus()
        await page.keyboard.press("ArrowRight")
        await page.get_by_role("button", name="Start").click()
        message = (await inbox.next()).message
        assert (message.text, message.from_user.id) == ("/start", GUEST)


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
        async with serve_demo(port=port) as again:
            assert again.url == demo.url
            await expect(page.locator("#status")).to_have_text("bot")
            await page.get_by_role("button", name="Send", exact=True).first.click()
            await expect(page.locator(".message.own .text")).to_contain_text("7")
            assert [m["text"] for m in again.server.user(ADMIN).messages()] == ["7"]
