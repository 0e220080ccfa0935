"""Measuring a reader on folders of labelled pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from training.measure import metrics
from training.measure.outcomes import Outcome, Reads, gather, read_all, write_failures
from training.measure.rows import Row, rows


def measure(
    reader: Reads, folder: Path, part: str = "all", *, failures: Path | None = None
) -> list[Row]:
    """Reads every picture of a folder, or of the folders in it.

    Args:
        reader: the bot's, or anything else with its `read`.
        folder: see `outcomes.gather`.
        part: `choose`, `report` or `all`.
        failures: a file to write, a table of the pictures that were not answered rightly.

    Raises:
        TrainingError: the folder cannot be used, or the file not be written.
    """
    outcomes = read_all(reader, gather(folder, part))
    if failures is not None:
        write_failures(failures, outcomes)
    return rows(outcomes, part)


def summarise(outcomes: Sequence[Outcome], part: str = "all") -> dict[str, Any]:
    """The figures of each folder and of all together, for JSON and for a model's card."""
    real = [o for o in outcomes if o.picture.label]
    none = [o for o in outcomes if not o.picture.label]
    singles = [o for o in real if len(o.picture.label) == 1]
    opened = [o for o in outcomes if o.opened]
    sure, right = np.array([o.confidence for o in opened]), np.array([o.exact for o in opened])
    return {
        "pictures": len(outcomes),
        "part": part,
        "rows": [row.as_record() for row in rows(outcomes, part)],
        "unreadable": [o.picture.path.name for o in outcomes if not o.opened],
        "auroc": _auroc(real, none),
        "auroc_single": _auroc(singles, none),
        "ece": metrics.calibration_error(sure, right) if opened else None,
    }


def _auroc(real: Sequence[Outcome], none: Sequence[Outcome]) -> float | None:
    """The chance that a picture with a number scores above one without."""
    scores = [np.array([o.score for o in own]) for own in (real, none)]
    return metrics.auroc(*scores) if real and none else None
