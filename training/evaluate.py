"""Evaluating the model: on MNIST's test set, on corrupted MNIST, and on real pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from training.data import Digits
from training.measure import corrupt, metrics
from training.measure.outcomes import gather, require_writable
from training.modelfile.onnxfile import OnnxFile

Report = dict[str, Any]


def on_digits(model: OnnxFile, digits: Digits) -> Report:
    """Accuracy, loss, recall of each digit, calibration error and the confusion matrix."""
    probabilities = model.run(digits.images)["probabilities"]
    said = probabilities.argmax(1)
    right = said == digits.labels
    table = metrics.confusion(said, digits.labels)
    return {
        "pictures": len(digits),
        "accuracy": float(right.mean()),
        "errors": int((~right).sum()),
        "loss": metrics.cross_entropy(probabilities, digits.labels),
        "ece": metrics.calibration_error(probabilities.max(1), right),
        "recall": {str(d): float(table[d, d] / max(table[d].sum(), 1)) for d in range(10)},
        "confusion": table.tolist(),
    }


def on_corrupted(model: OnnxFile, digits: Digits, seed: int = 0) -> Report:
    """Share of wrong answers under each of MNIST-C's corruptions, and their mean."""
    errors = {}
    for name in corrupt.CORRUPTIONS:
        changed = corrupt.corrupt(name, digits.images, np.random.default_rng(seed))
        said = model.run(changed)["probabilities"].argmax(1)
        errors[name] = float((said != digits.labels).mean())
    return {
        "pictures": len(digits),
        "mean_error": float(np.mean(list(errors.values()))),
        "errors": errors,
    }


def evaluate(
    path: Path,
    test: Digits | None,
    photos: Path | None = None,
    *,
    corrupted: bool = True,
    part: str = "report",
    failures: Path | None = None,
) -> Report:
    """Everything that is measured of one model file.

    Args:
        path: the model file.
        test: MNIST's test set; None leaves it out.
        photos: a folder of labelled pictures, or of such folders.
        corrupted: measure on corrupted MNIST too.
        part: of folders whose table says so, the half to `report` on, to `choose` by, or `all`.
        failures: a file to write, a table of the pictures that were not answered rightly.

    Raises:
        TrainingError: the model or the folder cannot be used, or `failures` not be written.
    """
    model = OnnxFile(path)
    if photos is not None:  # what is wrong is told before the minutes that MNIST takes
        gather(photos, part)
    if failures is not None:
        require_writable(failures)
    report: Report = {"model": model.metadata}
    if test is not None:
        report["mnist"] = on_digits(model, test)
        if corrupted:
            report["corrupted"] = on_corrupted(model, test)
    if photos is not None:
        from training.measure.report import on_pictures

        report["photos"] = on_pictures(path, photos, part, failures=failures)
    return report
