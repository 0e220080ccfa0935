"""The lists that open above the field, with the scrollbar that a desktop's browser shows."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from playwright.async_api import expect
from telegram import BotCommand

from tests.localtelegram.browser import chromium, needs_chromium, opened

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="module")]


SHADE = 8
"""As much may a pixel of a round edge differ: browsers draw the edge of what scrolls anew."""


def pixels(screenshot: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(screenshot)) as image:
        return np.asarray(image.convert("RGB"), np.int16)


async def test_the_scrollbar_of_the_commands_leaves_the_corners_round(demo, bot):
    await bot.set_my_commands([BotCommand(f"c{n}", "One of many") for n in range(30)])
    async with (
        chromium(scrollbars=True) as browser,
        opened(browser, demo.url) as page,
    ):
        await page.get_by_role("button", name="Commands").click()
        commands = page.locator("#commands")
        await expect(commands.get_by_role("option")).to_have_count(30)
        takes_room = "list => list.offsetWidth - list.clientWidth - 2 * list.clientLeft"
        assert await commands.evaluate(takes_room) > 0, "there is a scrollbar"
        box = await commands.bounding_box()
        right, low = box["x"] + box["width"], box["y"] + box["height"]
        corners = [{"x": right - 5, "y": y, "width": 5, "height": 5} for y in (box["y"], low - 5)]
        shown = [pixels(await page.screenshot(clip=corner)) for corner in corners]
        await commands.evaluate("list => { list.style.overflow = 'hidden'; }")
        without = [pixels(await page.screenshot(clip=corner)) for corner in corners]
        assert np.abs(np.subtract(shown, without)).max() <= SHADE
