"""What the bot and a training say to each other, as both sides write it; imports nothing of either.

A training is another process: `python -m training`. It prints one JSON object, or one a line, and
whoever started it reads that. Everything that crosses over has its form here.
"""

from bot.contract.events import (
    EVENTS,
    Alive,
    Batch,
    Began,
    Done,
    Epoch,
    Evaluated,
    Event,
    Failed,
    Stage,
    event,
    parse,
)
from bot.contract.figures import CONFUSION, CURVES, Comparison, ModelFigures, Share
from bot.contract.preflight import Check, Preflight
from bot.contract.recipes import RecipeName, elsewhere

__all__ = [
    "CONFUSION",
    "CURVES",
    "EVENTS",
    "Alive",
    "Batch",
    "Began",
    "Check",
    "Comparison",
    "Done",
    "Epoch",
    "Evaluated",
    "Event",
    "Failed",
    "ModelFigures",
    "Preflight",
    "RecipeName",
    "Share",
    "Stage",
    "elsewhere",
    "event",
    "parse",
]
