"""What the gate says of a candidate, for people: old and new side by side, and what failed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from bot.lifecycle.gate import Check, State

if TYPE_CHECKING:
    from bot.lifecycle.gate import Finding, Verdict

NAMES: Final = {
    Check.LOADS: "loads",
    Check.MNIST: "MNIST",
    Check.CORRECTIONS: "corrections",
    Check.SCENES: "whole pictures",
    Check.SPEED: "speed",
}
MARKS: Final = {State.PASSED: "✓", State.FAILED: "✗", State.UNCHECKED: "?", State.NOTHING: "-"}
NONE: Final = "-"


def side_by_side(verdict: Verdict) -> str:
    """The figures of the old and the new model in columns; empty where there are none."""
    rows = [
        (NAMES[f.check], figure(f, f.old), figure(f, f.new), MARKS[f.state])
        for f in verdict.findings
        if f.old is not None or f.new is not None
    ]
    if not rows:
        return ""
    table = [("", "old", "new", ""), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(3)]
    lines = [
        f"{name:<{widths[0]}}  {old:>{widths[1]}}  {new:>{widths[2]}}  {mark}".rstrip()
        for name, old, new, mark in table
    ]
    return f"<pre>{escape(chr(10).join(lines), quote=False)}</pre>"


def reasons(verdict: Verdict) -> str:
    """One line for each check that failed, or could not be made."""
    told = [*verdict.failed, *verdict.unchecked]
    return "\n".join(
        f"{MARKS[finding.state]} {NAMES[finding.check]}: {escape(finding.why, quote=False)}"
        for finding in told
    )


def figure(finding: Finding, value: float | None) -> str:
    """A figure of a check as people read it."""
    if value is None:
        return NONE
    return f"{value:.2f} ms" if finding.check is Check.SPEED else f"{100 * value:.2f} %"
