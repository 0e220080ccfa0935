"""One whole run of the line network: from the command to the model file and its card."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from bot.reading.digits.classify import Classifier
from bot.reading.line.digit_lines import DigitLineNetwork
from bot.reading.line.network import LineNetwork
from bot.reading.reader import DIGIT_LINES, LineNetworks, Reader
from bot.reading.recognise import Recogniser
from training.card.line_text import page
from training.data import Mnist, file_checksum, split
from training.lines import joining, network, pool, scenes
from training.lines.export import check_parity, export
from training.lines.fit import STATE, Fit
from training.lines.recipe import LineRecipe
from training.measure.outcomes import gather, read_all
from training.measure.report import summarise
from training.process import workers
from training.process.memory import peak_mb, require_memory
from training.process.progress import Progress
from training.process.workspace import publish, workspace
from training.synthesis.characters import HELD_FOR_CHOOSING, NEVER_TRAINED, Characters
from training.synthesis.hands import hands_of
from training.synthesis.handwriting import Hands

MODEL: Final = "lines.onnx"
CARD: Final = "lines.json"
PAGE: Final = "lines.md"
RENEWED: Final = 1_600
"""Lines that the normalisations are measured anew on."""
CHECKED: Final = 50
"""Lines on which the file is compared with Keras."""

_UNIPEN: Final = (
    "UNIPEN project (International Unipen Foundation), doi:10.5281/zenodo.1195803, CC BY 4.0; "
    "Guyon et al., ICPR 1994, doi:10.1109/ICPR.1994.576870"
)
_PENDIGITS: Final = (
    "Pen-Based Recognition of Handwritten Digits (Alpaydin, Alimoglu 1996), UCI Machine Learning "
    "Repository, doi:10.24432/C5MG6K, CC BY 4.0"
)
ATTRIBUTION: Final = (_UNIPEN, _PENDIGITS, "MNIST (LeCun, Cortes, Burges), CC BY-SA 3.0")


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
        classifier: the digit network's file that the line network is joined with.
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
    train, validation = split(mnist.train)
    progress.tell("stage", name="taking pens from strokes")
    hands = hands_of(characters.for_training(), train.take(slice(recipe.writers)))
    held = hands_of(characters.for_choosing(), validation)
    out.mkdir(parents=True, exist_ok=True)
    with workspace(out) as work:
        fit = Fit(recipe, out)
        _announce(recipe, mnist, fit, progress)
        with closing(pool.Drawer(hands, workers.count())) as drawer:
            fit.run(drawer, progress)
        rng = np.random.default_rng([recipe.seed, recipe.rounds])
        lines = pool.Pool.of(pool.draw_lines(RENEWED, rng, hands))
        fit.renew(lines)
        folded = network.fold(fit.model)
        path = work / MODEL
        about = {
            "recipe": recipe.name,
            "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        progress.tell("stage", name="calibrate")
        export(folded, {"joining": joining.START}, about, path)
        parity = check_parity(folded, path, lines.pixels[:CHECKED])
        digits = Classifier.open(classifier)
        second = DigitLineNetwork.open(classifier.with_name(DIGIT_LINES))
        recogniser = Recogniser(digits, LineNetwork.open(path), second)
        seen = joining.look(_scenes(recipe, 1, held), recogniser)
        if photos is not None:
            seen += joining.look_at_pictures(gather(photos, "choose"), recogniser)
        weights = joining.fit(seen)
        report = joining.measure(joining.look(_scenes(recipe, 2, held), recogniser), weights)
        progress.tell("stage", name="export")
        calibration = {"joining": dataclasses.asdict(weights), "held": report}
        version = export(folded, calibration, about, path)
        card: dict[str, Any] = {
            "version": version,
            **about,
            "choices": dataclasses.asdict(recipe),
            "data": {
                "sources": ATTRIBUTION,
                "characters": len(characters.for_training()),
                "held_for_choosing": sorted(HELD_FOR_CHOOSING),
                "never_trained": sorted(NEVER_TRAINED),
                "mnist_sha256": mnist.checksum,
            },
            "joined_with": digits.info.version,
            "file": {
                "bytes": path.stat().st_size,
                "sha256": file_checksum(path),
                "parameters": fit.model.count_params(),
                "parity": parity,
            },
            "history": fit.history,
            "joining": dataclasses.asdict(weights),
            "held_scenes": report,
        }
        if photos is not None:
            progress.tell("stage", name="evaluate")
            reader = Reader(digits, LineNetworks(LineNetwork.open(path), second))
            card["photos"] = summarise(read_all(reader, gather(photos, "report")), "report")
        (work / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
        (work / PAGE).write_text(page(card), encoding="utf-8")
        publish(work, out)
    (out / STATE).unlink(missing_ok=True)
    seconds = time.monotonic() - began
    progress.tell("done", out=str(out / MODEL), version=version, seconds=seconds, peak_mb=peak_mb())
    return out / MODEL


def _announce(recipe: LineRecipe, mnist: Mnist, fit: Fit, progress: Progress) -> None:
    progress.tell(
        "start",
        recipe=recipe.name,
        data=mnist.source,
        checksum=mnist.checksum,
        train=recipe.pool * recipe.rounds,
        validation=2 * recipe.scenes,
        parameters=fit.model.count_params(),
        epochs=recipe.rounds,
        steps=recipe.steps_a_round,
    )


def _scenes(recipe: LineRecipe, part: int, hands: Hands) -> Iterator[scenes.Scene]:
    rng = np.random.default_rng([recipe.seed, part])
    return (scenes.draw(rng, hands) for _ in range(recipe.scenes))
