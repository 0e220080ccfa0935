"""What would keep somebody from using a page: contrast, names and roles, room for a finger."""

from __future__ import annotations

from axe_playwright_python.async_playwright import Axe

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
SMALL = """(least) => [...document.querySelectorAll(
    "button, input:not([type=file]), textarea, a[href], [role=button], .segments label, summary")]
  .filter((e) => e.checkVisibility({ opacityProperty: false }) && !e.closest(".segments label > *"))
  .filter((e) => !e.closest(".text"))
  .map((e) => [e.id || e.className || e.textContent, e.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < least || box.height < least))
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""


STILL = """() => Promise.all(document.getAnimations()
  .filter((a) => Number.isFinite(a.effect.getComputedTiming().endTime))
  .map((a) => a.finished.catch(() => {})))"""
"""Waits for the end of what moves or fades, but for what turns for ever or was ended before."""


async def serious(page):
    """What axe-core finds of some weight, as rule, elements and why."""
    found = await Axe().run(page, options=RULES)
    return [
        (violation["id"], node["html"][:120], node["failureSummary"][-300:])
        for violation in found.response["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


async def small(page):
    """What is too small for a finger, once it has its size."""
    await page.evaluate(STILL)
    return await page.evaluate(SMALL, 44)
