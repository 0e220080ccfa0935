"""One whole run of the line network: from the command to the model file and its card."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from training.card.card import card_of
from training.data import Mnist, file_checksum, split
from training.finetune.weight_interpolation import Weights
from training.lines import further, network, pool
from training.lines.finish import MODEL, Made, finish, require_usable
from training.lines.fit import Fit
from training.lines.recipe import STATE, LineRecipe
from training.process import workers
from training.process.drawers import Drawer
from training.process.memory import peak_mb, require_memory
from training.process.progress import Progress
from training.process.workspace import publish, workspace
from training.synthesis import penstrokes
from training.synthesis.characters import Characters
from training.synthesis.handwriting import Hands
from training.synthesis.stroke_bank import hands_of

MEASURED: Final = 400
"""Lines on which the ranges of eight bits are measured, and files are compared."""


def run(
    recipe: LineRecipe,
    mnist: Mnist,
    characters: Characters,
    classifier: Path,
    out: Path,
    progress: Progress,
    photos: Path | None = None,
) -> Path:
    """Trains, exports, fits the joining, and describes a line network.

    Args:
        recipe: every choice.
        mnist: digits to write with.
        characters: pen strokes, of all writers; who is held back is left out here.
        classifier: the digit network's file that the line network is joined with; beside it lies
            the line network that a recipe with shares goes on from.
        out: the folder to write; the checkpoint is in it until the run has ended.
        progress: is told what happens.
        photos: folders of labelled pictures: those to choose by are fitted on as well, those to
            report on are measured.

    Returns:
        The path of the model file.

    Raises:
        TrainingError: see its message; the model in `out` is as it was.
    """
    began = time.monotonic()
    require_memory(recipe.memory_mb)
    parent = classifier.with_name(MODEL)
    before = card_of(parent) if recipe.shares else {}
    require_usable(classifier, photos)
    penstrokes.require_whole(characters.for_training(), "that may be trained on")
    penstrokes.require_whole(characters.for_choosing(), "of the writers to choose by")
    train, validation = split(mnist.train)
    progress.tell("stage", name="taking pens from strokes")
    hands = hands_of(characters.for_training(), train.take(slice(recipe.writers)))
    held = hands_of(characters.for_choosing(), validation)
    rng = np.random.default_rng([recipe.seed, recipe.rounds])
    lines = pool.Pool.of(pool.draw_lines(recipe.renewed, rng, hands))
    start = further.begin(parent, lines, recipe.batch) if recipe.shares else None
    data = {"characters": len(characters.for_training()), "mnist_sha256": mnist.checksum}
    with workspace(out) as work:
        begun_with = file_checksum(parent) if start is not None else None
        fit = Fit(recipe, out, start, {**data, "from": begun_with})
        fit.announce(mnist.source, mnist.checksum, 2 * recipe.scenes, progress)
        with closing(Drawer(pool.draw_lines, hands, workers.count())) as drawer:
            fit.run(drawer, progress)
        fit.renew(lines)
        made = Made(network.fold(fit.model), fit.history, lines.pixels[:MEASURED])
        if start is not None:
            progress.tell("stage", name="mixing with the weights before")
            told = _mixed(fit, start, lines, held)
            made = replace(
                made,
                model=network.fold(fit.model),
                history={key: before["history"][key] + fit.history[key] for key in fit.history},
                remarks=(*before["remarks"], f"Then gone on from {before['version']}: {told}"),
            )
        version = finish(recipe, made, data, held, classifier, work, progress, photos)
        publish(work, out)
    (out / STATE).unlink(missing_ok=True)
    seconds = time.monotonic() - began
    progress.tell("done", out=str(out / MODEL), version=version, seconds=seconds, peak_mb=peak_mb())
    return out / MODEL


def _mixed(fit: Fit, start: Weights, lines: pool.Pool, held: Hands) -> str:
    """Leaves the best mean of the weights before and after in the model; says how it was chosen."""
    recipe = fit.recipe
    rng = np.random.default_rng([recipe.seed, recipe.rounds, 1])
    compared = pool.Pool.of(pool.draw_lines(recipe.compared, rng, held))
    share, losses = further.go_partway(
        fit.model,
        start,
        recipe.shares,
        lambda: fit.renew(lines),
        lambda: further.loss_of(fit.model, compared, recipe.batch, recipe.forgiving),
    )
    tried = ", ".join(f"{loss:.3f} at {share:.0%}" for share, loss in losses.items())
    return (
        f"{recipe.rounds} rounds of {recipe.pool:,} lines. {share:.0%} of the new weights are in "
        f"the mean with those before, chosen by the loss on {recipe.compared:,} lines by the "
        f"writers held back ({tried})."
    )
