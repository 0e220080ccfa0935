"""One whole run of the ruling network: from the command to the model file and its card."""

from __future__ import annotations

import dataclasses
import json
import os
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from bot.reading.layout.ruling import FILE, RulingNetwork
from training.card.card import Card, card_of
from training.card.ruling_text import page
from training.data import Mnist, file_checksum, split
from training.process import workers
from training.process.drawers import Drawer
from training.process.errors import TrainingError
from training.process.memory import peak_mb, require_memory
from training.process.progress import Progress
from training.process.workspace import publish, workspace
from training.ruling.batches import batch_of
from training.ruling.export import check_parity, export
from training.ruling.fit import Fit
from training.ruling.held_scenes import measure
from training.ruling.recipe import STATE, RulingRecipe
from training.ruling.scenes import draw_scenes
from training.synthesis import penstrokes
from training.synthesis.characters import (
    HELD_FOR_CHOOSING,
    NEVER_TRAINED,
    STROKES_FROM,
    Characters,
)
from training.synthesis.stroke_bank import hands_of

History = dict[str, list[float]]

CARD: Final = "ruling.json"
PAGE: Final = "ruling.md"
ATTRIBUTION: Final = (*STROKES_FROM, "MNIST (LeCun, Cortes, Burges), CC BY-SA 3.0")
COMPARED: Final = 8
"""Scenes on which a file is compared with Keras."""


def run(
    recipe: RulingRecipe,
    mnist: Mnist,
    characters: Characters,
    start: Path,
    out: Path,
    progress: Progress,
) -> Path:
    """Trains, exports and describes a ruling network.

    Args:
        recipe: every choice.
        mnist: digits to write with.
        characters: pen strokes, of all writers; who is held back is left out here.
        start: a digit network's file; beside it lies the ruling network that a recipe goes on from.
        out: the folder to write; the checkpoint is in it until the run has ended.
        progress: is told what happens.

    Returns:
        The path of the model file.

    Raises:
        TrainingError: see its message; the model in `out` is as it was.
    """
    began = time.monotonic()
    require_memory(recipe.memory_mb)
    parent = start.with_name(FILE) if recipe.further else None
    if parent is not None and not parent.is_file():
        raise TrainingError(f"There is no model file {parent} to go on from.")
    before = card_of(parent) if parent is not None else None
    penstrokes.require_whole(characters.for_training(), "that may be trained on")
    penstrokes.require_whole(characters.for_choosing(), "of the writers to choose by")
    train, validation = split(mnist.train)
    progress.tell("stage", name="taking pens from strokes")
    hands = hands_of(characters.for_training(), train.take(slice(recipe.writers)))
    held = hands_of(characters.for_choosing(), validation)
    data: dict[str, Any] = {
        "characters": len(characters.for_training()),
        "mnist_sha256": mnist.checksum,
    }
    with workspace(out) as work:
        begun_with = file_checksum(parent) if parent is not None else None
        fit = Fit(recipe, out, {**data, "from": begun_with}, parent)
        fit.announce(mnist.source, mnist.checksum, recipe.held, progress)
        with closing(Drawer(draw_scenes, hands, workers.count())) as drawer:
            fit.run(drawer, progress)
        progress.tell("stage", name="export")
        about = {"recipe": recipe.name, "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
        path = work / FILE
        version = export(fit.model, about, path)
        rng = np.random.default_rng([recipe.seed, recipe.rounds])
        scenes = draw_scenes(recipe.held, rng, held)
        parity = check_parity(fit.model, path, batch_of(scenes[:COMPARED]).ink)
        progress.tell("stage", name="evaluate")
        card: dict[str, Any] = {
            "version": version,
            **about,
            "choices": dataclasses.asdict(recipe),
            "data": {
                "sources": ATTRIBUTION,
                "held_for_choosing": sorted(HELD_FOR_CHOOSING),
                "never_trained": sorted(NEVER_TRAINED),
                **data,
            },
            "file": {
                "bytes": path.stat().st_size,
                "sha256": file_checksum(path),
                "parameters": fit.model.count_params(),
                "parity": parity,
            },
            "cores": os.cpu_count(),
            "history": _after(before, fit.history),
            "remarks": _remarks(recipe, before),
            "held_scenes": measure(RulingNetwork.open(path), scenes)._asdict(),
        }
        (work / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
        (work / PAGE).write_text(page(card), encoding="utf-8")
        publish(work, out)
    (out / STATE).unlink(missing_ok=True)
    seconds = time.monotonic() - began
    progress.tell("done", out=str(out / FILE), version=version, seconds=seconds, peak_mb=peak_mb())
    return out / FILE


def _after(before: Card | None, history: History) -> History:
    """The history of all trainings; `before` is the card of those that were gone on from."""
    if before is None:
        return history
    return {name: before["history"][name] + own for name, own in history.items()}


def _remarks(recipe: RulingRecipe, before: Card | None) -> list[str]:
    if before is None:
        return []
    told = (
        f"Then gone on from {before['version']}: {recipe.rounds} rounds of {recipe.pool:,} scenes."
    )
    return [*before["remarks"], told]
