"""One whole run of the second line network: from the command to the model file and its card."""

from __future__ import annotations

import dataclasses
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from training.data import Mnist, file_checksum
from training.digit_lines import fit
from training.digit_lines.export import calibrate, check_parity, export, measure
from training.digit_lines.recipe import DigitLineRecipe
from training.process.memory import peak_mb, require_memory
from training.process.progress import Progress
from training.process.workspace import publish, workspace

MODEL = "digitlines.onnx"
CARD = "digitlines.json"


def run(recipe: DigitLineRecipe, mnist: Mnist, out: Path, progress: Progress) -> Path:
    """Trains, exports, measures and describes a second line network.

    Args:
        recipe: every choice.
        mnist: the digits that lines are written with.
        out: the folder to write; other files in it stay.
        progress: is told what happens.

    Returns:
        The path of the model file.

    Raises:
        TrainingError: see its message; the model in `out` is as it was.
    """
    began = time.monotonic()
    require_memory(recipe.memory_mb)
    with workspace(out) as work:
        trained = fit.train(recipe, mnist, progress)
        progress.tell("stage", name="calibrate")
        temperature = calibrate(trained.model, trained.held)
        report = measure(trained.model, temperature, trained.held)
        progress.tell("stage", name="export")
        path = work / MODEL
        created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        about = {"recipe": recipe.name, "created": created}
        version = export(trained.model, temperature, report, about, path)
        parity = check_parity(trained.model, temperature, path, trained.held.pixels[:100])
        card: dict[str, Any] = {
            "version": version,
            "created": created,
            "recipe": dataclasses.asdict(recipe),
            "data": {"source": mnist.source, "sha256": mnist.checksum},
            "file": {
                "bytes": path.stat().st_size,
                "sha256": file_checksum(path),
                "parameters": trained.model.count_params(),
                "parity": parity,
            },
            "training_seconds": round(trained.seconds, 1),
            "history": trained.history,
            "temperature": temperature,
            "held_lines": report,
        }
        (work / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
        publish(work, out)
    seconds = time.monotonic() - began
    progress.tell("done", out=str(out / MODEL), version=version, seconds=seconds, peak_mb=peak_mb())
    return out / MODEL
