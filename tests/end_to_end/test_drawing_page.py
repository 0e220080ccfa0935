"""The page that opens in Telegram, in headless Chromium, with the real bot behind it."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from urllib.parse import quote

import pytest
from playwright.async_api import expect
from pydantic import HttpUrl
from telegramapp import init_data

from bot.replies import drawing_page
from bot.web.init_data import MOST_SECONDS
from tests.end_to_end.presses import until
from tests.localtelegram.accessibility import serious, small
from tests.localtelegram.browser import chromium, needs_chromium, stroke, visiting
from tests.reading.scenes import STROKES

pytestmark = needs_chromium
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SIDE = PHONE | {"viewport": {"width": 844, "height": 390}}
NARROW = PHONE | {"viewport": {"width": 320, "height": 480}, "locale": "ru"}
LIGHT = {
    "bg_color": "#ffffff",
    "text_color": "#000000",
    "hint_color": "#999999",
    "link_color": "#2481cc",
    "button_color": "#2481cc",
    "button_text_color": "#ffffff",
}
DARK = LIGHT | {"bg_color": "#18222d", "text_color": "#ffffff", "button_color": "#2ea6ff"}
UNREADABLE = dict.fromkeys(LIGHT, "#808080")
APP = """
window.told = [];
window.TelegramWebviewProxy = {
  postEvent: (type, data) => window.told.push([type, JSON.parse(data)]),
};
"""
"""What Telegram's apps put into a page; the events that the page sends are kept in `told`."""


HAND = """(kind) => {
  const canvas = document.getElementById("canvas"), brush = canvas.getContext("2d");
  const box = canvas.getBoundingClientRect();
  canvas.setPointerCapture = () => {};
  const fire = (type, pointerType, pointerId, x, y) => canvas.dispatchEvent(
    new PointerEvent(type, { pointerType, pointerId, button: 0, bubbles: true, cancelable: true,
      clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
  fire("pointerdown", "touch", 2, 0.2, 0.8);
  fire("pointerdown", kind, 3, 0.5, 0.2);
  fire("pointermove", kind, 3, 0.5, 0.6);
  fire("pointerup", kind, 3, 0.5, 0.6);
  const dark = (x, y) =>
    brush.getImageData(canvas.width * x, canvas.height * y, 1, 1).data[0] < 128;
  return [dark(0.2, 0.8), dark(0.5, 0.4)];
}"""
"""The palm touches, then a pen or a second finger draws; what there is to be seen of each."""


CUT_OFF = """() => {
  const { width, height } = document.getElementById("canvas");
  const row = document.getElementById("canvas").getContext("2d");
  return row.getImageData(0, height - 1, width, 1).data.some((level) => level < 128);
}"""
"""Whether a stroke runs over the lower edge."""


@pytest.fixture
async def address(run_bot, telegram, free_port):
    """Where the bot serves the page."""
    url = HttpUrl(f"http://127.0.0.1:{free_port}")
    async with run_bot(webhook_host="127.0.0.1", port=free_port, web_url=url):
        await telegram.wait_for(lambda c: any(x.method == "getUpdates" for x in c), within=60)
        yield f"{url}draw/"


@pytest.fixture
async def browser():
    async with chromium() as running:
        yield running


@pytest.fixture
def opened(browser, address, telegram, ann):
    """Opens the page as Telegram's app does, where telegram.org cannot be reached."""

    async def prepare(context):
        await context.route("https://telegram.org/**", lambda route: route.abort())
        await context.add_init_script(APP)

    @asynccontextmanager
    async def open_it(theme=LIGHT, *, age=0.0, **options):
        session = quote(init_data(ann.info, telegram.token, age=age))
        look = quote(json.dumps(theme))
        url = f"{address}#tgWebAppData={session}&tgWebAppVersion=9.1&tgWebAppThemeParams={look}"
        async with visiting(browser, url, prepare, **options) as page:
            await expect(page.locator("#canvas")).to_be_visible()
            yield page

    return open_it


async def write(page, digit, left=0.25, width=0.5):
    for points in STROKES[digit]:
        await stroke(page, [(left + width * x, 0.2 + 0.6 * y) for x, y in points])


async def events(page):
    return [type_ for type_, _ in await page.evaluate("told")]


async def test_a_drawn_digit_is_answered_in_the_chat_and_the_page_closes(opened, ann):
    async with opened(**PHONE) as page:
        assert await events(page) == [
            "web_app_ready",
            "web_app_expand",
            "web_app_setup_swipe_behavior",
        ]
        send = page.locator("#send")
        await page.keyboard.press("Enter")
        await expect(send).to_be_disabled()  # nothing is drawn yet
        await write(page, 4)
        await page.get_by_role("button", name="Undo").tap()
        await page.get_by_role("button", name="Clear").tap()
        await expect(send).to_be_disabled()
        await write(page, 7)
        high = await page.locator("#canvas").get_attribute("height")
        await page.set_viewport_size(SIDE["viewport"])  # the phone is turned, and nothing is lost
        await expect(page.locator("#canvas")).not_to_have_attribute("height", high)
        assert not await page.evaluate(CUT_OFF)
        await page.keyboard.press("Enter")
        await expect(page.locator("#status")).to_have_text(drawing_page.page()["sent"])
        await expect(send).to_be_disabled()
        assert (await events(page))[-1] == "web_app_close"
    await until(lambda: any("photo" in message for message in ann.messages()))
    shown = next(message for message in ann.messages() if "photo" in message)
    assert (await ann.answer_to(shown))["text"].startswith("7\n")


async def test_what_went_wrong_is_said_and_the_drawing_stays(opened, ann):
    async with opened() as page:
        await write(page, 7)
        await page.context.set_offline(True)
        await page.locator("#send").click()
        status = page.locator("#status")
        await expect(status).to_have_text(drawing_page.page()["offline"])
        await page.context.set_offline(False)
        await page.locator("#send").click()
        await expect(status).to_have_text(drawing_page.page()["sent"])
    async with opened(age=MOST_SECONDS + 9) as page:
        await write(page, 7)
        await page.locator("#send").click()
        await expect(page.locator("#status")).to_have_text(drawing_page.too_old())
        assert "web_app_close" not in await events(page)


OLDER = "delete AbortSignal.timeout; delete Array.prototype.at; delete String.prototype.at"
"""What iOS 15.3, and Android's WebView 91, do not know yet."""


async def test_older_phones_can_draw_and_send(opened):
    async with opened(**PHONE) as page:
        await page.evaluate(OLDER)
        await write(page, 7)
        await page.locator("#send").click()
        await expect(page.locator("#status")).to_have_text(drawing_page.page()["sent"])


async def test_everybody_can_read_and_touch_it(opened):
    for theme, device in ((LIGHT, PHONE), (DARK, SIDE), (UNREADABLE, NARROW)):
        async with opened(theme, **device) as page:
            assert await small(page) == []
            await write(page, 7)
            assert await serious(page) == []
            await page.context.set_offline(True)
            await page.locator("#send").click()
            await expect(page.locator("#status")).to_have_class("trouble")
            assert await serious(page) == []
            canvas = await page.locator("#canvas").bounding_box()
            button = await page.locator("#send").bounding_box()
            size = page.viewport_size
            assert await page.evaluate("document.documentElement.scrollWidth") == size["width"]
            assert canvas["height"] > 150
            assert button["y"] + button["height"] <= size["height"]


@pytest.mark.parametrize("kind", ["pen", "touch"])
async def test_a_finger_draws_and_a_pen_takes_over_from_the_palm(opened, kind):
    async with opened(**PHONE) as page:
        ink = await page.evaluate(HAND, kind)
        assert ink == ([False, True] if kind == "pen" else [True, False])
