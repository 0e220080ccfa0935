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

FAINT = """(least) => {
  const parse = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const over = ([r, g, b, a = 1], below) =>
    [r, g, b].map((part, i) => a * part + (1 - a) * below[i]);
  const behind = (element) => {
    const own = parse(getComputedStyle(element).backgroundColor);
    return (own[3] ?? 1) === 1 ? own : over(own, behind(element.parentElement));
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const said = (node) => [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  return [...document.querySelectorAll(".bubble *, .key")].filter(said).map((element) => {
    const ground = behind(element);
    const lights = [light(over(parse(getComputedStyle(element).color), ground)), light(ground)];
    const ratio = (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
    return [ratio, `${element.outerHTML.slice(0, 80)}: ${ratio.toFixed(2)}`];
  }).filter(([ratio]) => ratio < least).map(([, words]) => words);
}"""


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


async def faint(page):
    """What is too faint to read in a message; axe gives up on what has a pattern far behind it."""
    await page.evaluate(STILL)
    return await page.evaluate(FAINT, 4.5)


async def small(page):
    """What is too small for a finger, once it has its size."""
    await page.evaluate(STILL)
    return await page.evaluate(SMALL, 44)
