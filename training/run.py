"""One whole run: from the command to a folder with the model, its card and its figures."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import numpy as np

from training import export, fit
from training.card import card
from training.data import Digits, Mnist
from training.evaluate import evaluate
from training.figures.draw import draw_all
from training.finetune.trust import require_line_network, trust
from training.measure.outcomes import gather
from training.process.memory import give_back, peak_mb, require_memory
from training.process.progress import Progress
from training.process.workspace import publish, workspace
from training.recipes import Recipe
from training.synthesis.characters import Characters
from training.synthesis.prefetch import Prefetch

MODEL = "digits.onnx"
PART = "report"
"""Of labelled pictures whose table says so, the half that is measured on."""
SHOWN = 1_000
"""Training pictures that are kept in memory for the figures."""


def run(
    recipe: Recipe,
    mnist: Mnist,
    out: Path,
    progress: Progress,
    *,
    corrections: Digits | None = None,
    characters: Characters | None = None,
    start: Path | None = None,
    photos: Path | None = None,
    prefetch: Prefetch | None = None,
    began: float | None = None,
) -> Path:
    """Trains, exports, evaluates and describes a model.

    Args:
        recipe: every choice.
        mnist: the data.
        out: the folder to write; it may exist, and other files in it stay.
        progress: is told what happens.
        corrections: pictures that people corrected.
        characters: pen strokes of writers that may be trained on, where the recipe draws any.
        start: the model file that fine-tuning starts from.
        photos: labelled pictures to measure with.
        prefetch: draws pictures already.
        began: `time.monotonic()` of the start of the program.

    Returns:
        The path of the model file.

    Raises:
        TrainingError: see its message; the model in `out` is as it was.
    """
    began = time.monotonic() if began is None else began
    require_memory(recipe.memory_mb)
    networks = start.parent if start else out
    if recipe.start and corrections is not None:
        require_line_network(networks)
    if photos is not None:
        gather(photos, PART)  # a wrong folder is told before the training, not after it
    with workspace(out) as work:
        trained = fit.train(
            recipe,
            mnist,
            progress,
            corrections=corrections,
            characters=characters,
            start=start,
            prefetch=prefetch,
        )
        mnist = dataclasses.replace(
            mnist, train=mnist.train.take(np.arange(len(mnist.train))[:SHOWN])
        )
        give_back()
        progress.tell("stage", name="export")
        path = work / MODEL
        version = export.export(trained.model, trained.calibration, recipe, path)
        if recipe.start and corrections is not None:
            trusted = trust(path, networks, corrections, trained.validation)
            calibration = dataclasses.replace(trained.calibration, trust=trusted)
            trained = dataclasses.replace(trained, calibration=calibration)
            version = export.export(trained.model, calibration, recipe, path)
        sample = trained.validation.images[:1000]
        parity = export.check_parity(trained.model, trained.calibration, path, sample)
        progress.tell("stage", name="evaluate")
        report = evaluate(path, mnist.test, photos, corrupted=recipe.corrupted, part=PART)
        progress.tell(
            "evaluate", **{k: report["mnist"][k] for k in ("accuracy", "errors", "loss", "ece")}
        )
        give_back()
        progress.tell("stage", name="figures")
        draw_all(path, mnist, work / "figures", trained.history)
        seconds, peak = time.monotonic() - began, peak_mb()
        card.write(
            work,
            card.describe(
                recipe,
                mnist,
                trained,
                report,
                path=path,
                parity=parity,
                seconds=seconds,
                peak_mb=peak,
                corrections=corrections,
                start=start,
            ),
        )
        publish(work, out)
    progress.tell("done", out=str(out / MODEL), version=version, seconds=seconds, peak_mb=peak)
    return out / MODEL
