"""Languages that are written from right to left: Persian is one that the bot speaks."""

from __future__ import annotations

import pytest
from playwright.async_api import expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.speech.catalogue import apart, speaking
from localtelegram.run import ADMIN
from tests.localtelegram.browser import needs_chromium

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="module")]
PERSIAN = "مطمئنم، 99 %."
BOX = """(node) => {
  const range = document.createRange(), text = [...node.childNodes].find((n) => n.nodeType === 3);
  const place = (at) => {
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range.getBoundingClientRect().left;
  };
  return [place(0), place(text.data.length - 1)];
}"""
"""Where the first and the last letter of a node's text are, across."""


async def test_persian_runs_from_right_to_left(visit, demo, bot):
    keys = InlineKeyboardMarkup([[InlineKeyboardButton(PERSIAN, callback_data="x")]])
    async with visit(demo.url) as page:
        await bot.send_message(ADMIN, PERSIAN, reply_markup=keys)
        for node in (page.locator(".message .text"), page.locator(".key")):
            await expect(node).to_have_css("direction", "rtl")
            first, last = await node.evaluate(BOX)
            assert last < first


async def test_a_command_and_the_time_stay_as_they_are_in_it(visit, demo, bot):
    async with visit(demo.url) as page:
        await bot.send_message(ADMIN, f"{PERSIAN} /draw")
        for node in (page.locator(".message .link"), page.locator(".message .meta bdi")):
            await expect(node).to_have_css("direction", "ltr")
            first, last = await node.evaluate(BOX)
            assert first < last


@pytest.mark.parametrize("text", ["407", "12.5", "-3", "Sure, 99 %."])
async def test_what_is_not_stays_from_left_to_right(visit, demo, bot, text):
    async with visit(demo.url) as page:
        await bot.send_message(ADMIN, text)
        node = page.locator(".message .text")
        await expect(node).to_have_css("direction", "ltr")
        first, last = await node.evaluate(BOX)
        assert first < last


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_a_number_leads_its_answer_and_is_large_in_each_language(visit, demo, bot, language):
    with speaking(language):
        answer = f"{apart('<code>-40</code>')}\n\n{PERSIAN if language == 'fa' else 'Sure.'}"
    async with visit(demo.url) as page:
        await bot.send_message(ADMIN, answer, parse_mode="HTML")
        number = page.locator(".message code")
        await expect(number).to_have_css("direction", "ltr")
        await expect(number).to_have_class("lead")
        first, last = await number.evaluate(BOX)
        assert first < last
        await bot.send_message(ADMIN, f"Not {answer}", parse_mode="HTML")
        await expect(number.nth(1)).not_to_have_class("lead")


async def test_a_table_keeps_its_columns_in_a_text_from_right_to_left(visit, demo, bot):
    async with visit(demo.url) as page:
        await bot.send_message(ADMIN, f"<pre>12  34\n 5   6</pre>\n{PERSIAN}", parse_mode="HTML")
        table = page.locator(".message pre")
        # The 1 of 12, and the 3 of 34.
        first, second = await table.evaluate(BOX.replace("text.data.length - 1", "4"))
        assert first < second
