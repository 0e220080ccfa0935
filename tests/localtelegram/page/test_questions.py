"""Questions of the bot that want a reply: the field is for it at once, as in Telegram's apps."""

from __future__ import annotations

import base64

import pytest
from playwright.async_api import expect
from telegram import ForceReply, ReplyParameters

from localtelegram.run import ADMIN, GROUP, GUEST
from tests.localtelegram.browser import DROP, needs_chromium

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="module")]
FORCE = ForceReply(input_field_placeholder="The right number")


async def test_what_is_typed_replies_to_the_question(visit, demo, bot, inbox):
    async with visit(demo.url) as page:
        field, bar = page.get_by_role("textbox", name="Message"), page.locator("#quoting")
        for line in range(30):
            await bot.send_message(ADMIN, f"line {line}")
        await page.locator(".message").first.scroll_into_view_if_needed()
        asked = await bot.send_message(ADMIN, "Which number is it?", reply_markup=FORCE)
        assert asked.reply_markup is None  # as with Telegram, only keyboards below a message are
        await expect(bar).to_contain_text("Which number is it?")
        await expect(field).to_be_focused()
        await expect(field).to_have_attribute("placeholder", "The right number")
        await expect(page.locator(f"#m{asked.message_id}")).to_be_in_viewport(ratio=1)
        await page.keyboard.type("42")
        await page.keyboard.press("Enter")
        message = (await inbox.next()).message
        assert (message.text, message.reply_to_message.message_id) == ("42", asked.message_id)
        await expect(bar).to_be_hidden()
        await expect(field).to_have_attribute("placeholder", "Message")
        await page.reload()
        await expect(page.locator(".message.own")).to_be_visible()
        await expect(bar).to_be_hidden()


async def test_a_question_waits_through_other_chats_people_and_visits(visit, demo, bot):
    async with visit(demo.url) as page:
        bar = page.locator("#quoting")
        await bot.send_message(ADMIN, "Which number is it?", reply_markup=FORCE)
        await expect(bar).to_be_visible()
        await page.get_by_role("button", name="Paper & Pencil").click()
        await expect(bar).to_be_hidden()
        await page.get_by_role("button", name="Digit Reader").click()
        await expect(bar).to_contain_text("Which number is it?")
        await page.get_by_text("Guest", exact=True).click()
        await expect(bar).to_be_hidden()
        await page.get_by_text("Admin", exact=True).click()
        await expect(bar).to_be_visible()
        await page.reload()
        await expect(bar).to_contain_text("Which number is it?")


async def test_a_long_question_can_be_put_away_on_a_phone(visit, demo, bot):
    await bot.send_message(ADMIN, "Which number is it? " * 20, reply_markup=FORCE)
    async with visit(demo.url, viewport={"width": 360, "height": 640}, has_touch=True) as page:
        await expect(page.locator("#quoting")).to_be_visible()
        away = page.get_by_role("button", name="Don't reply to this message")
        await expect(away).to_be_in_viewport(ratio=1)
        await away.tap()
        await expect(page.locator("#quoting")).to_be_hidden()


async def test_a_question_can_be_put_away(visit, demo, bot, inbox):
    async with visit(demo.url) as page:
        await bot.send_message(ADMIN, "Which number is it?", reply_markup=FORCE)
        await page.get_by_role("button", name="Don't reply to this message").click()
        await expect(page.locator("#quoting")).to_be_hidden()
        await page.get_by_role("button", name="Paper & Pencil").click()
        await page.get_by_role("button", name="Digit Reader").click()
        await expect(page.locator("#quoting")).to_be_hidden()
        for person in ("Guest", "Admin"):
            await page.get_by_text(person, exact=True).click()
            await expect(page.locator(".message")).to_have_count(int(person == "Admin"))
            await expect(page.locator("#quoting")).to_be_hidden()
        await page.reload()
        await expect(page.locator(".message")).to_be_visible()
        await expect(page.locator("#quoting")).to_be_hidden()
        await page.get_by_role("textbox", name="Message").fill("hello")
        await page.keyboard.press("Enter")
        assert (await inbox.next()).message.reply_to_message is None


@pytest.mark.parametrize("chosen", [False, True])
async def test_a_file_replies_to_a_question_only_where_that_was_chosen(
    visit, demo, bot, inbox, chosen
):
    async with visit(demo.url) as page:
        asked = await bot.send_message(ADMIN, "Which number is it?", reply_markup=FORCE)
        await expect(page.locator("#quoting")).to_be_visible()
        if chosen:
            await page.locator(".message").hover()
            await page.get_by_role("button", name="Reply", exact=True).click()
        file = base64.b64encode(b"407").decode()
        await page.evaluate(DROP, [file, "numbers.csv", "text/csv", "file"])
        await page.locator("#sending-send").click()
        replied = (await inbox.next()).message.reply_to_message
        assert (replied and replied.message_id) == (asked.message_id if chosen else None)
        await expect(page.locator("#quoting")).to_be_visible(visible=not chosen)
        if not chosen:
            await page.get_by_role("textbox", name="Message").fill("42")
            await page.keyboard.press("Enter")
            answer = (await inbox.next()).message
            assert answer.reply_to_message.message_id == asked.message_id


@pytest.mark.parametrize("way", ["replied to", "named"])
async def test_a_selective_question_opens_for_whom_it_means(visit, demo, bot, way):
    guest = demo.server.user(GUEST)
    guest.info["username"] = "gus_the_guest"
    sent = await guest.send_text("/read", chat=GROUP)
    means = {
        "replied to": {"text": "Which?", "reply_parameters": ReplyParameters(sent["message_id"])},
        "named": {"text": "🖊 Which, @Gus_the_guest?"},
    }
    async with visit(demo.url) as page:
        await page.get_by_role("button", name="Paper & Pencil").click()
        await bot.send_message(GROUP, **means[way], reply_markup=ForceReply(selective=True))
        await expect(page.locator(".message")).to_have_count(2)
        await bot.send_message(GROUP, "Anybody?")  # what came before has been shown by then
        await expect(page.locator(".message")).to_have_count(3)
        await expect(page.locator("#quoting")).to_be_hidden()
        await page.get_by_text("Guest", exact=True).click()
        await page.get_by_role("button", name="Paper & Pencil").click()
        await expect(page.locator("#quoting")).to_be_visible()


async def test_a_question_for_all_opens_for_all(visit, demo, bot):
    async with visit(demo.url) as page:
        await page.get_by_role("button", name="Paper & Pencil").click()
        await bot.send_message(GROUP, "Anybody?", reply_markup=ForceReply())
        await expect(page.locator("#quoting")).to_contain_text("Anybody?")


async def test_an_answer_that_did_not_go_out_is_still_a_reply(visit, demo, bot):
    async with visit(demo.url) as page:
        await bot.send_message(ADMIN, "Which number is it?", reply_markup=FORCE)
        await expect(page.locator("#quoting")).to_be_visible()
        await demo.server.stop()
        await page.keyboard.type("42")
        await page.keyboard.press("Enter")
        await expect(page.locator(".toast")).to_contain_text("still running")
        await expect(page.get_by_role("textbox", name="Message")).to_have_value("42")
        await expect(page.locator("#quoting")).to_contain_text("Which number is it?")
