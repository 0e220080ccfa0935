"""Headless Chromium for the tests of the chat page."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
PATIENCE = 30_000
"""Milliseconds that a slow machine may take for anything."""
expect.set_options(timeout=PATIENCE)

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)"
)


@asynccontextmanager
async def chromium(*, scrollbars: bool = False) -> AsyncIterator[Browser]:
    """A headless browser, which may serve many pages; it has no scrollbars unless asked to."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-dev-shm-usage"],
            ignore_default_args=["--hide-scrollbars"] if scrollbars else [],
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def opened(browser: Browser, url: str, **options: object) -> AsyncIterator[Page]:
    """The chat page, as a new visitor sees it, once it knows who there is; as `visiting`."""
    async with visiting(browser, url, **options) as page:
        await expect(page.locator("#people label")).to_have_count(2)
        yield page


@asynccontextmanager
async def visiting(
    browser: Browser,
    url: str,
    prepare: Callable[[BrowserContext], Awaitable[None]] | None = None,
    **options: object,
) -> AsyncIterator[Page]:
    """A page that shows `url`, as a new visitor; an error in its scripts fails the test.

    Args:
        browser: in which.
        url: what to open.
        prepare: is given the browser's context before.
        options: of that context: viewport, color_scheme, ...
    """
    errors: list[str] = []
    context = await browser.new_context(**{"reduced_motion": "reduce"} | options)
    await context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
    if prepare is not None:
        await prepare(context)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda entry: errors.append(entry.text) if "Content Security" in entry.text else None,
    )
    await page.goto(url)
    yield page
    await context.close()
    assert errors == []


async def stroke(page: Page, points: list[tuple[float, float]]) -> None:
    """Draws on the canvas with the mouse; points are in fractions of its width and height."""
    canvas = page.locator("#canvas")
    await canvas.hover()  # once it stands still, and nothing lies over it
    box = await canvas.bounding_box()
    assert box is not None
    places = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in points]
    await page.mouse.move(*places[0])
    await page.mouse.down()
    for place in places[1:]:
        await page.mouse.move(*place, steps=6)
    await page.mouse.up()


DROP = """([data, name, type, as]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type }));
  const fire = (target, kind) => target.dispatchEvent(
    new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
  fire(document.body, "dragenter");
  const place = document.querySelector(`#drop [data-as=${as}]`);
  fire(place, "dragover");
  fire(place, "drop");
}"""

PASTE = """([data, name, type]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type }));
  document.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, clipboardData: carried }));
}"""
