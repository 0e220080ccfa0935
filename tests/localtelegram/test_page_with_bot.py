"""The page with the real bot behind it: what a visitor of the demo does, and sees."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.cli.demo import demo as run_demo
from tests.localtelegram.browser import DROP, chromium, needs_chromium, opened, stroke
from tests.reading.scenes import STROKES, draw, encoded

MODEL = Path(__file__).parents[2] / "models" / "digits.onnx"
pytestmark = [
    needs_chromium,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not MODEL.exists(), reason=f"there is no model at {MODEL.name}"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser():
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address(unused_tcp_port_factory, tmp_path_factory):
    """Where `python -m bot demo` runs, in a folder without an `.env`."""
    port = unused_tcp_port_factory()
    stop = asyncio.Event()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("elsewhere"))
        running = asyncio.create_task(run_demo("127.0.0.1", port, browser=False, stop=stop))
        await listens(port, running)
        yield f"http://127.0.0.1:{port}"
        stop.set()
        await running


async def listens(port: int, running: asyncio.Task[None]) -> None:
    """Waits until something listens at a port; an error of what is `running` is raised."""
    async with asyncio.timeout(60):
        while not running.done():
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                await writer.wait_closed()
                return
    await running


async def write(page: Page, digit: int, left: float = 0.4, width: float = 0.2) -> None:
    """Writes a digit on the canvas by mouse."""
    for points in STROKES[digit]:
        await stroke(page, [(left + width * x, 0.2 + 0.6 * y) for x, y in points])


async def test_a_drawn_seven_is_read_and_explained(browser, address):
    async with opened(browser, address) as page:
        await page.locator("#draw").click()
        await write(page, 7)
        await page.locator("#drawing-photo").click()
        reply = page.locator(".message:not(.own)").last
        await expect(reply.locator("code")).to_have_text("7")
        await expect(reply.locator(".quote")).to_contain_text("Photo")
        await page.get_by_role("button", name="Show how").click()
        await expect(page.locator(".message:not(.own) .photo img")).to_be_visible()


async def test_white_digits_on_a_board_and_sent_as_a_file(browser, address):
    async with opened(browser, address) as page:
        await page.locator("#draw").click()
        await page.locator("#invert").click()
        for place, digit in enumerate((4, 0, 7)):
            await write(page, digit, left=0.2 + 0.22 * place, width=0.16)
        await page.locator("#drawing-file").click()
        await expect(page.locator(".message:not(.own) code").last).to_have_text("407")


async def test_a_dropped_photo_is_read(browser, address):
    carried = [base64.b64encode(encoded(draw("52"), ".png")).decode(), "number.png", "image/png"]
    async with opened(browser, address) as page:
        await page.evaluate(DROP, [*carried, "photo"])
        await page.keyboard.press("Enter")
        await expect(page.locator(".message:not(.own) code").last).to_have_text("52")


async def test_commands_come_from_the_bot_and_are_answered(browser, address):
    async with opened(browser, address) as page:
        await page.get_by_role("button", name="Commands").click()
        await page.get_by_role("option", name="/help").click()
        answer = page.locator(".message:not(.own)").last
        await expect(answer).to_contain_text("Send me a picture")


async def test_draw_names_the_button_of_the_page(browser, address):
    async with opened(browser, address) as page:
        await page.get_by_role("textbox", name="Message").fill("/draw")
        await page.keyboard.press("Enter")
        answer = page.locator(".message:not(.own)").last
        await expect(answer).to_contain_text("Press the pen beside the message field")
        await page.get_by_role("button", name="Paper & Pencil").click()
        await page.get_by_role("textbox", name="Message").fill("/draw@local_digit_bot")
        await page.keyboard.press("Enter")
        await expect(answer).to_contain_text("in private")


async def reply_to_drawn(page: Page, digit: int):
    """Draws a digit and sends it; returns the bot's answer, as an item of the chat."""
    await page.locator("#draw").click()
    await write(page, digit)
    await page.locator("#drawing-photo").click()
    reply = page.locator(".message:not(.own)", has=page.locator("code")).last
    await expect(reply.locator("code")).to_have_text(str(digit))
    return reply


async def test_a_wrong_digit_is_corrected_by_buttons_and_approved_by_the_admin(browser, address):
    async with opened(browser, address) as page:
        await page.get_by_text("Guest", exact=True).click()
        reply = await reply_to_drawn(page, 7)
        await reply.get_by_role("button", name="✗ Wrong").click()
        await expect(reply.get_by_role("button", name="What is it?")).to_be_visible()
        await reply.get_by_role("button", name="1", exact=True).click()
        await expect(page.locator("#toasts")).to_contain_text("this 7 is a 1")
        await expect(reply.get_by_role("button", name="✗ 7 → 1")).to_be_visible()
        await page.get_by_role("button", name="Commands").click()
        await expect(page.get_by_role("option", name="/forget")).to_be_visible()
        await expect(page.get_by_role("option", name="/corrections")).to_have_count(0)
        await page.keyboard.press("Escape")

        await page.get_by_text("Admin", exact=True).click()
        await page.get_by_role("button", name="Commands").click()
        await page.get_by_role("option", name="/corrections").click()
        sheet = page.locator(".message:not(.own)", has=page.locator(".photo")).last
        await expect(sheet).to_contain_text("One correction waits.")
        await sheet.get_by_role("button", name="Approve").click()
        await expect(sheet).to_contain_text("Approved: 1. Dropped: 0.")


async def test_a_right_digit_is_confirmed_and_all_is_forgotten(browser, address):
    async with opened(browser, address) as page:
        reply = await reply_to_drawn(page, 2)
        await reply.get_by_role("button", name="✓ Right").click()
        await expect(reply.get_by_role("button", name="✓ Thanks")).to_be_visible()
        await page.get_by_role("button", name="Commands").click()
        await page.get_by_role("option", name="/forget").click()
        question = page.locator(".message:not(.own)").last
        await question.get_by_role("button", name="Delete it all").click()
        await expect(page.locator(".message:not(.own)").last).to_contain_text("Deleted.")


async def test_the_right_number_is_typed_as_soon_as_it_is_asked_for(browser, address):
    async with opened(browser, address) as page:
        reply = await reply_to_drawn(page, 7)
        await reply.get_by_role("button", name="✗ Wrong").click()
        await reply.get_by_role("button", name="Type it").click()
        field = page.get_by_role("textbox", name="Message")
        await expect(field).to_have_attribute("placeholder", "The right number")
        await expect(field).to_be_focused()
        await page.keyboard.type("1")
        await page.keyboard.press("Enter")
        await expect(reply.locator("code").first).to_have_text("1")
        await expect(reply).to_contain_text("Corrected. I had read: 7")
