"""The model card: what a model is, what it was made of, and what was measured of it.

`digits.json` is for programs and `README.md` for people; both come from the same values
(after Mitchell et al. 2019, "Model Cards for Model Reporting").
"""

from __future__ import annotations

import dataclasses
import json
import math
import os
import platform
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from training.card.card_text import page
from training.data import Digits, Mnist, file_checksum
from training.fit import Trained
from training.labelled import corrections as corrected
from training.process.errors import TrainingError
from training.recipes import Recipe
from training.synthesis.characters import HELD_FOR_CHOOSING, NEVER_TRAINED, STROKES_FROM

Card = dict[str, Any]
NAME = "digits.json"
LIBRARIES = ("tensorflow", "tensorflow-cpu", "keras", "tf2onnx", "onnx", "onnxruntime", "numpy")


def describe(
    recipe: Recipe,
    mnist: Mnist,
    trained: Trained,
    report: dict[str, Any],
    *,
    path: Path,
    parity: float,
    seconds: float,
    peak_mb: float | None,
    corrections: Digits | None = None,
    start: Path | None = None,
) -> Card:
    """Puts together everything that is known of a model.

    Args:
        recipe: what made it.
        mnist: the data.
        trained: what training gave.
        report: what `evaluate.evaluate` measured.
        path: the model file.
        parity: the largest difference to Keras.
        seconds: of the whole run.
        peak_mb: the most memory of the process that trained, without those that drew for it;
            `None` where the system does not say.
        corrections: pictures that people corrected, if any.
        start: the model file that it was fine-tuned from, if any.
    """
    return {
        "model": report["model"],
        "file": {
            "name": path.name,
            "bytes": path.stat().st_size,
            "sha256": file_checksum(path),
            "parameters": trained.model.count_params(),
            "parity": parity,
        },
        "recipe": dataclasses.asdict(recipe),
        "data": {
            "source": mnist.source,
            "sha256": mnist.checksum,
            "strokes": list(STROKES_FROM) if recipe.mix.strokes else [],
            "never_trained": sorted(NEVER_TRAINED | HELD_FOR_CHOOSING)
            if recipe.mix.strokes
            else [],
            "validation": len(trained.validation),
            "validation_sha256": corrected.checksum(trained.validation),
            "corrections": len(corrections) if corrections else 0,
            "corrections_sha256": corrected.checksum(corrections) if corrections else None,
            "started_from_sha256": file_checksum(start) if start else None,
        },
        "training": {
            "finished": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "seconds": round(seconds, 1),
            "training_seconds": round(trained.seconds, 1),
            "peak_mb": None if peak_mb is None else round(peak_mb),
            "cores": os.cpu_count(),
            "machine": f"{platform.system()} {platform.machine()}",
            "python": platform.python_version(),
            "versions": _versions(),
            "history": trained.history,
            "interpolation": trained.interpolation,
        },
        "calibration": json.loads(report["model"]["calibration"]),
        "thresholds": json.loads(report["model"]["thresholds"]),
        "evaluation": {name: report[name] for name in report if name != "model"},
    }


def write(folder: Path, card: Card) -> None:
    """Writes both forms."""
    text = json.dumps(_finite(card), indent=1, ensure_ascii=False)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")
    (folder / "README.md").write_text(page(card), encoding="utf-8")


def read(model: Path) -> Card | None:
    """The card beside a model file; nothing where there is none.

    Raises:
        TrainingError: it cannot be read, or is no card.
    """
    path = model.with_suffix(".json")
    if not path.is_file():
        return None
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(
            f"The card {path} cannot be read ({error}). Get it anew, or take it away."
        ) from error
    return card if isinstance(card, dict) else None


def card_of(path: Path) -> Card:
    """`version`, `history` and `remarks` of a model's card; nothing where it has none."""
    known = read(path) or {}
    empty = {"version": path.name, "history": {"loss": [], "seconds": []}, "remarks": []}
    return {key: known.get(key, value) for key, value in empty.items()}


def _versions() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _finite(value: object) -> object:
    """JSON has no word for "not a number"."""
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
