"""What is said of a model that was measured: old and new side by side, and what may be pressed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.lifecycle.gate import Check, Finding, State
from bot.replies.tables import as_block

if TYPE_CHECKING:
    from bot.lifecycle.gate import Verdict
    from bot.lifecycle.promotion import Outcome

NAMES: Final = {
    Check.LOADS: "It loads",
    Check.MNIST: "MNIST",
    Check.CORRECTIONS: "Corrections",
    Check.SCENES: "Pictures",
    Check.SPEED: "Speed",
}
SIGNS: Final = {
    State.PASSED: "✓",
    State.FAILED: "✗",
    State.UNCHECKED: "?",
    State.NOTHING: "\u2013",
}
SHIPPED: Final = 0
"""Stands in buttons for the model that ships."""

CHOICE: Final = r"model:(use|sure|again):(\d{1,9}):(\d{1,9})"
"""What is done, with which version, and which one was active when the button was made."""
LIST: Final = "model:list"


def outcome(value: Outcome) -> str:
    """What became of a model that was sent or trained."""
    name = f"<b>{escape(value.name, quote=False)}</b>"
    if not value.verdict.findings:
        return f"{name} is the model that I read with already."
    if value.version is None:
        return (
            f"I cannot use this model: {_why(value.verdict)} It is not kept. A model that fits "
            "comes from <code>python -m training</code>, out of the same version of this project."
        )
    head = f"{name}, kept as #{value.version}"
    return "\n".join([f"{head}. {_decision(value)}", table(value.verdict)])


def table(verdict: Verdict) -> str:
    """Old and new side by side, narrow enough for a phone."""
    shown = [finding for finding in verdict.findings if finding.check is not Check.LOADS]
    if not shown:
        return ""
    rows = [("", "old", "new", "")]
    for found in shown:
        old, new = (
            figure(found.check, value, found.count).replace(" of ", "/")
            for value in (found.old, found.new)
        )
        rows.append((NAMES[found.check], old, new, SIGNS[found.state]))
    names, olds, news, _ = (max(map(len, column)) for column in zip(*rows, strict=True))
    lines = [
        f"{name:{names}}  {old:>{olds}}  {new:>{news}} {sign}".rstrip()
        for name, old, new, sign in rows
    ]
    return as_block("\n".join(lines))


def figure(check: Check, value: float | None, count: int) -> str:
    """One figure: a share of right answers, or milliseconds."""
    if value is None:
        return "\u2013"
    if check is Check.SPEED:
        return f"{value:.1f} ms"
    if check is Check.MNIST:
        return f"{100 * value:.2f} %"
    return f"{round(value * count)} of {count}"


def findings(found: tuple[Finding, ...]) -> str:
    """What failed, or was not checked, and by how much or why; a sentence for each."""
    return " ".join(f"{NAMES[f.check]}: {escape(f.why.rstrip('.'), quote=False)}." for f in found)


def buttons(value: Outcome, active: int | None) -> InlineKeyboardMarkup | None:
    """What an admin may press under an outcome.

    Args:
        value: the outcome.
        active: number of the version that is active, `None` for the one that ships.
    """
    if value.version is None or value.active:
        return None
    if value.verdict.may_insist:
        return InlineKeyboardMarkup([[press("Use it anyway", "use", value.version, active)]])
    return None


def press(text: str, action: str, version: int | None, active: int | None) -> InlineKeyboardButton:
    """A button that is meant for one version, and for one that is active while it is pressed."""
    data = f"model:{action}:{version or SHIPPED}:{active or SHIPPED}"
    return InlineKeyboardButton(text, callback_data=data)


def _decision(value: Outcome) -> str:
    verdict = value.verdict
    if value.active:
        return "It is as good or better in all that I check, and I read with it from now on."
    if verdict.passed:
        return "It passed, but does not load here, so I read with the model before it."
    if verdict.failed:
        return f"I do not read with it. {findings(verdict.failed)}"
    return (
        "Nothing speaks against it, but I could not check everything, so I do not read with it "
        f"until you say so. {findings(verdict.unchecked)}"
    )


def _why(verdict: Verdict) -> str:
    return " ".join(escape(f.why, quote=False) for f in verdict.failed)
