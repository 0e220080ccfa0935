"""Tables on the chat page in headless Chromium; the test itself is the bot behind it."""

from __future__ import annotations

import pytest

from bot.replies.tables import PHONE
from localtelegram.run import ADMIN
from tests.localtelegram.browser import needs_chromium

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="module")]

LINES = """pre => {
  const { lineHeight, paddingTop } = getComputedStyle(pre);
  return Math.round((pre.clientHeight - 2 * parseFloat(paddingTop)) / parseFloat(lineHeight));
}"""


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
async def test_lines_of_tables_are_not_broken(visit, demo, bot, width):
    row = "1234" + "  123456" * 3
    assert len(row) < PHONE
    table = "\n".join([row.ljust(PHONE, "0"), row, row])
    await bot.send_message(ADMIN, f"<pre>{table}</pre>\n\nLikely: 92 %.", parse_mode="HTML")
    await bot.send_message(ADMIN, f"Two pictures:\n1. <pre>{table}</pre>", parse_mode="HTML")
    async with visit(demo.url, viewport={"width": width, "height": 700}) as page:
        for block in await page.locator("pre").all():
            assert await block.evaluate(LINES) == 3
