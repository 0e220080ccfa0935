"""What is said of model versions: the list, choosing one, sending one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import CallbackQueryLimit

from bot.lifecycle.gate import Finding, Verdict, from_json
from bot.replies.verdicts import LIST, NAMES, figure, findings, press, table
from bot.speech import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.lifecycle.loader import Model
    from bot.lifecycle.registry import Trouble
    from bot.storage.model_values import Activation, Version

SHOWN: Final = 8
"""Versions that are listed."""

# Translators: at most 200 characters.
ONLY_ADMINS = N_(
    "Only the people who run this bot choose its model. I read your pictures all the same!"
)
NO_MODELS_FROM_YOU = N_(
    "This is a model file. I take those from the people who run this bot only; send me a picture "
    "of a handwritten number instead."
)
TOO_LARGE = "This model is larger than 20 MB, more than I load."
LOST = "I could not get this file from Telegram. Please send it again in a minute."
MEASURING = "I am measuring this model beside the one that I read with. It takes half a minute …"
MEASURING_ANOTHER = "I am measuring a model already. Please try again in a minute."
STOPPED = "I was stopped before it was measured. Please try again in a minute."
NO_ROOM = "I could not measure it: the disk of this machine is full or cannot be written."
IN_USE = "I read with it already."
CHANGED = "Another model has become active meanwhile. Here is how it stands."
GONE = "This version is no longer kept."


def listing(
    current: Model,
    active: Activation | None,
    versions: Sequence[Version],
    shipped: Model,
    accuracy: float | None = None,
) -> str:
    """All versions with their figures, the active one marked.

    Args:
        current: what this process reads with.
        active: the decision in force.
        versions: the newest ones, newest first.
        shipped: the model that came with the program.
        accuracy: what its card says that it reaches on MNIST's test set, 0 to 1.
    """
    wanted = active.version if active is not None else None
    entries = ["<b>Models</b>", *(_entry(version, wanted) for version in versions)]
    mark = "●" if wanted is None else "○"
    figures = _measured_beside(shipped.name, versions)
    if not figures and accuracy is not None:
        figures = f"MNIST's test set {100 * accuracy:.2f}\u00a0%\n"
    entries.append(f"{mark} {_plain(shipped.name)}\n{figures}ships with this bot")
    if active is not None:
        entries.append(f"Active since {_moment(active.at)}.")
    if (wanted.id if wanted else None) != current.version:
        entries.append(f"This process reads with {_plain(current.name)} so far.")
    return "\n\n".join(entries)


def listing_buttons(
    active: Activation | None, before: Activation | None, versions: Sequence[Version]
) -> InlineKeyboardMarkup | None:
    """A button for each version that may be chosen, and one to roll back.

    Args:
        active: the decision in force.
        before: the last decision for another version, if there is one.
        versions: those that are listed.
    """
    if active is None and not versions:
        return None
    now = active.version.id if active is not None and active.version is not None else None
    earlier = before.version if before is not None else None
    back = (earlier.id if earlier is not None else None) if active is not None else now
    row: list[InlineKeyboardButton] = []
    for version in versions:
        verdict = from_json(version.metrics.get("verdict"))
        if version.id in {now, back}:
            continue
        if verdict is None:
            row.append(press(f"Measure #{version.id}", "again", version.id, now))
        elif not verdict.failed:
            row.append(press(f"Use #{version.id}", "use", version.id, now))
    if None not in {now, back}:
        row.append(press("Use the shipped one", "use", None, now))
    rows = [row[at : at + 3] for at in range(0, len(row), 3)]
    if active is not None and back != now:
        rows.insert(0, [roll_back(earlier, now)])
    return InlineKeyboardMarkup(rows) if rows else None


def roll_back(before: Version | None, active: int | None) -> InlineKeyboardButton:
    """The button that goes back to the version before."""
    name = f"#{before.id}" if before is not None else "the shipped one"
    return press(f"Roll back to {name}", "use", before.id if before is not None else None, active)


def confirm(version: Version) -> str:
    """Whether a version is to be used though it was not checked whole."""
    verdict = from_json(version.metrics.get("verdict"))
    assert verdict is not None, "only what was measured is asked for"
    return (
        f"<b>Use #{version.id}, {_plain(version.name)}?</b>\nNot everything could be checked. "
        f"{findings(verdict.unchecked)}\n{table(verdict)}"
    )


def confirm_buttons(version: int, active: int | None) -> InlineKeyboardMarkup:
    """Yes, or back to the list."""
    back = InlineKeyboardButton("No", callback_data=LIST)
    return InlineKeyboardMarkup([[press("Yes, use it", "sure", version, active), back]])


def chosen(model: Model) -> str:
    """An admin has chosen a model."""
    number = f"#{model.version}, " if model.version is not None else ""
    return f"I read with {number}{_plain(model.name)} now."


def chosen_buttons(before: Version | None, now: int | None) -> InlineKeyboardMarkup:
    """The way back."""
    models = InlineKeyboardButton("All models", callback_data=LIST)
    return InlineKeyboardMarkup([[roll_back(before, now), models]])


def not_allowed(version: Version) -> str:
    """A version must not be used; plain text, shown over the chat."""
    verdict = from_json(version.metrics.get("verdict"))
    if verdict is None:
        return f"#{version.id} has not been measured yet. /models has a button for that."
    why = "; ".join(f"{NAMES[f.check]}: {f.why}" for f in verdict.failed)
    return f"#{version.id} stays out. {why}"[: CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH]


def does_not_load(version: int, model: Model) -> str:
    """A version was chosen, but does not load on this machine; plain text, shown over the chat."""
    return f"#{version} does not load on this machine. I read with {model.name}."


def trouble(value: Trouble) -> str:
    """To the admins: the active model cannot be loaded."""
    instead = value.instead
    number = f"#{instead.version}, " if instead.version is not None else "the one that ships, "
    return (
        f"The active model #{value.wanted.id}, {_plain(value.wanted.name)}, does not load on this "
        f"machine: {_plain(value.why)} I read with {number}{_plain(instead.name)}. "
        "/models chooses another."
    )


def _entry(version: Version, active: Version | None) -> str:
    mark = "●" if active is not None and version.id == active.id else "○"
    verdict = from_json(version.metrics.get("verdict"))
    lines = [f"{mark} <b>#{version.id}</b> {_plain(version.name)}", _measured(verdict)]
    lines.append(f"{_plain(version.origin)} on {_moment(version.created)}")
    if verdict is not None and verdict.failed:
        lines.append(f"kept out: {_names(verdict.failed)}")
    elif verdict is not None and verdict.unchecked:
        lines.append(f"not checked: {_names(verdict.unchecked)}")
    return "\n".join(lines)


def _measured(verdict: Verdict | None) -> str:
    """A version's own figures in a line."""
    if verdict is None:
        return "not measured yet"
    parts = [
        f"{NAMES[f.check]} {figure(f.check, f.new, f.count)}"
        for f in verdict.findings
        if f.new is not None
    ]
    return ", ".join(parts) or "no figures"


def _measured_beside(name: str, versions: Sequence[Version]) -> str:
    """Figures of the shipped model, from when another was last measured beside it."""
    for version in versions:
        verdict = from_json(version.metrics.get("verdict"))
        beside = version.metrics.get("figures", {}).get("active", {})
        if verdict is not None and beside.get("version") == name:
            old = [replace(finding, new=finding.old) for finding in verdict.findings]
            return _measured(Verdict(tuple(old))) + "\n"
    return ""


def _names(found: Sequence[Finding]) -> str:
    return ", ".join(NAMES[finding.check] for finding in found)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%-d %b %Y, %H:%M UTC")


def _plain(text: str) -> str:
    return escape(text, quote=False)
