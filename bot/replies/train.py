"""What is said of training runs."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.lifecycle.progress import CHECKING, PREPARING, TRAINING
from bot.lifecycle.training_backend import Kind
from bot.replies import verdicts
from bot.speech import N_
from bot.storage.model_values import RunState

if TYPE_CHECKING:
    from bot.contract import Preflight
    from bot.lifecycle.progress import Progress
    from bot.lifecycle.promotion import Outcome

CANCEL: Final = r"train:cancel:(\d{1,18})"
"""Presses of the button under a run's message."""
BAR: Final = 20
MOST_OF_LINES: Final = 1200
"""Characters of a run's last lines that are shown."""

# Translators: at most 200 characters.
ONLY_ADMINS = N_("Only the people who run this bot can do that. I read your pictures all the same!")
IN_PRIVATE = (
    "A training may show what people wrote, which is not for everybody to see. Please ask me in a "
    "private chat."
)
USAGE = (
    "<b>/train quick</b> makes a small model anew, in minutes.\n"
    "<b>/train full</b> makes the large model anew, for hours.\n"
    "<b>/train fine-tune</b> teaches the model in use what people corrected, in minutes.\n"
    "<b>/train</b> alone takes fine-tune where there are approved corrections, else quick."
)
NOTHING_RUNS = "No training is running."
CANCELLING = "The training is being cancelled."
ALOUD: Final = {
    RunState.FAILED: "The training has failed; the message above says why.",
    RunState.INTERRUPTED: "The training was interrupted; the message above says more.",
}
"""Said of ends that nobody asked for: an edit alone tells without a sound, far above what was said
since."""
FIGURES = "How it learned, and what it takes for what."
CHECKED_ALREADY = "It is trained already and is being checked; that takes less than a minute."
NAMES: Final = {Kind.QUICK: "quick", Kind.FULL: "full", Kind.FINE_TUNE: "fine-tune"}
STAGES: Final = {
    PREPARING: "Getting ready",
    "calibrate": "Calibrating",
    "export": "Writing the model file",
    "evaluate": "Measuring it",
    "figures": "Drawing the figures",
    CHECKING: "Trained. Comparing it with the model in use",
}


def progress(kind: Kind, now: Progress, *, cancelling: bool = False) -> str:
    """The message of a run while it goes on."""
    head = f"<b>Training: {NAMES[kind]}</b>"
    share = int(100 * now.done)
    filled = round(BAR * now.done)
    lines = [head, f"{'▓' * filled}{'░' * (BAR - filled)}\u2007{share}\u00a0%"]
    if now.stage == TRAINING:
        lines.append(_training(now))
        if now.left is not None:
            lines.append(f"{left(now.left)} left")
    else:
        lines.append(f"{STAGES.get(now.stage, now.stage)} …")
    if cancelling:
        lines.append("Being cancelled …")
    return "\n".join(lines)


def left(seconds: float) -> str:
    """About how long it takes, no more exactly than it is known."""
    if seconds >= 5400:
        return f"About {seconds / 3600:.1f}\u00a0h"
    if seconds >= 90:
        return f"About {round(seconds / 60)}\u00a0min"
    if seconds >= 10:
        return f"About {round(seconds, -1):.0f}\u00a0s"
    return "A few seconds"


def under_way(kind: Kind, now: Progress) -> str:
    """Somebody wants to begin a run while another goes on."""
    return f"A training is running already.\n\n{progress(kind, now)}\n\n/cancel stops it."


def refused(kind: Kind, found: Preflight, *, with_corrections: bool) -> str:
    """Why a run is not begun, and how to come to a model all the same."""
    noes = "\n".join(f"• {_marked(one)}" for one in found.obstacles)
    corrections = " The file corrections.npz is below; put it there." if with_corrections else ""
    return (
        f"I cannot train ({NAMES[kind]}) here:\n{noes}\n\n"
        "Or train on another machine, in a copy of this project with its training extra:\n"
        f"<pre>{escape(found.elsewhere, quote=False)}</pre>\n"
        f"and send me the file <code>out/digits.onnx</code>.{corrections}"
    )


def ended(kind: Kind, state: RunState, last_lines: str) -> str:
    """A run has ended without a model."""
    name = NAMES[kind]
    if state is RunState.CANCELLED:
        return f"<b>Training: {name}</b>\nCancelled. Nothing has changed."
    if state is RunState.INTERRUPTED:
        return (
            f"<b>Training: {name}</b>\nInterrupted: the bot, or its trainer, stopped meanwhile. "
            f"Nothing has changed; /train {name} begins anew."
        )
    first, _, rest = last_lines.partition("\n")
    text = f"<b>Training: {name}</b>\nIt failed, and nothing has changed. {_marked(first)}"
    if rest:
        text += f"\n\nIts last lines:\n<pre>{_plain(rest[-MOST_OF_LINES:])}</pre>"
    return text


def made(kind: Kind, outcome: Outcome) -> str:
    """A run has given a model, which is in use now, or is not."""
    return f"<b>Training: {NAMES[kind]}</b>\nDone. {verdicts.outcome(outcome)}"


def cancel_button(run: int) -> InlineKeyboardMarkup:
    """The button under a run that goes on."""
    button = InlineKeyboardButton("Cancel", callback_data=f"train:cancel:{run}")
    return InlineKeyboardMarkup([[button]])


def _training(now: Progress) -> str:
    parts = [f"Epoch {max(1, now.epoch)} of {now.epochs}"]
    if now.accuracy is not None:
        parts.append(f"accuracy {now.accuracy:.1%}".replace("%", "\u00a0%"))
    if now.validated is not None:
        parts.append(f"validation {now.validated:.2%}".replace("%", "\u00a0%"))
    return ", ".join(parts)


def _plain(text: str) -> str:
    return escape(text, quote=False)


def _marked(text: str) -> str:
    """A sentence of a run; its commands, which a terminal shows in `backticks`, as code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", _plain(text))
