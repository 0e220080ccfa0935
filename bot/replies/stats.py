"""What /stats says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from bot.replies.percent import share
from bot.replies.tables import as_block
from bot.speech import ENGLISH, listed, plural, speaking, spoken, tr

if TYPE_CHECKING:
    from bot.storage.correction_values import Tally

STAGES: Final = {
    "wait": "waiting",
    "fetch": "fetching",
    "read": "reading",
    "reply": "replying",
}


@dataclass(frozen=True, slots=True)
class Overview:
    """How the bot does, for admins.

    Attributes:
        read: pictures that were read, since ever and today.
        refused: pictures without a digit, since ever and today.
        tally: corrections and verdicts of everybody.
        latency: for each stage of an answer, its seconds: the median and the 95th percentile.
        memory: bytes that this process occupies.
        uptime: seconds since it started.
        model: what the active model calls itself.
    """

    read: tuple[int, int]
    refused: tuple[int, int]
    tally: Tally
    latency: Mapping[str, tuple[float, float]]
    memory: int
    uptime: float
    model: str


def own(tally: Tally, known: int = 0) -> str:
    """To somebody about themselves.

    Args:
        tally: what they said of answers.
        known: from how many digits their hand is known.
    """
    if not (tally.corrections or tally.right or tally.wrong or known):
        advice = tr(
            "You have not judged any answer yet. The buttons ✓ and ✗ under my answers help me to "
            "get better."
        )
        return f"{tr('<b>You</b>')}\n{advice}"
    lines = [tr("<b>You</b>"), _verdicts(tally)]
    if tally.corrections:
        lines.append(_corrections(tally))
    if known:
        text = plural(
            "I know your hand by {count} digit of your corrections, for your pictures alone.",
            "I know your hand by {count} digits of your corrections, for your pictures alone.",
            known,
        )
        lines.append(text.format(count=known))
    lines.append(tr("/forget deletes all of it."))
    return "\n".join(lines)


def everything(value: Overview) -> str:
    """To admins about the bot, in English as all that is for them."""
    with speaking(ENGLISH):
        return _everything(value)


def _everything(value: Overview) -> str:
    lines = [
        "<b>Everybody</b>",
        f"Pictures answered with a number: {_since(value.read)}",
        f"Pictures without a digit: {_since(value.refused)}",
        _verdicts(value.tally),
        _corrections(value.tally),
        "",
        f"<b>This process</b>, up {_duration(value.uptime)}",
        f"Memory: {value.memory >> 20} MB",
        f"Model: {escape(value.model, quote=False)}",
    ]
    if value.latency:
        lines.append(_table(value.latency))
    return "\n".join(lines)


def _verdicts(tally: Tally) -> str:
    judged = tally.right + tally.wrong
    if not judged:
        return tr("Answers judged: none")
    text = tr("Answers judged: {judged}, right: {right} ({share})")
    right = share(tally.right, judged)
    return text.format(judged=_grouped(judged), right=_grouped(tally.right), share=right)


def _corrections(tally: Tally) -> str:
    if not tally.corrections:
        return tr("Corrections: none")
    parts = (
        (plural("{count} waiting", "{count} waiting", tally.pending), tally.pending),
        (plural("{count} approved", "{count} approved", tally.approved), tally.approved),
        (plural("{count} not used", "{count} not used", tally.dropped), tally.dropped),
    )
    details = listed(text.format(count=_grouped(count)) for text, count in parts if count)
    text = tr("Corrections: {count} ({details})")
    return text.format(count=_grouped(tally.corrections), details=details)


def _grouped(count: int) -> str:
    """With commas in English; other languages write them otherwise, or not at all."""
    return f"{count:,}" if spoken() == ENGLISH else str(count)


def _since(counts: tuple[int, int]) -> str:
    ever, today = counts
    return f"{ever:,}, today {today:,}"


def _duration(seconds: float) -> str:
    minutes = int(seconds) // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours < 48 else f"{hours // 24} days"


def _table(latency: Mapping[str, tuple[float, float]]) -> str:
    rows = [f"{'':9}{'median':>9}{'95 %':>9}"]
    rows += [
        f"{STAGES[stage]:9}{_time(half):>9}{_time(most):>9}"
        for stage, (half, most) in latency.items()
    ]
    return as_block("\n".join(rows))


def _time(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{max(1, round(1000 * seconds))} ms"
