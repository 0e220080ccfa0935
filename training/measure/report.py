"""Measuring a reader on folders of labelled pictures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.reading import Reader
from training.measure import metrics
from training.measure.calibration import bands, by_chance
from training.measure.figure_rows import Row, rows
from training.measure.outcomes import Outcome, Reads, gather, read_all, write_failures
from training.process.errors import TrainingError


def measure(
    reader: Reads, folder: Path, part: str = "report", *, failures: Path | None = None
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
    return rows(_outcomes(reader, folder, part, failures), part)


def on_pictures(
    model: Path, folder: Path, part: str = "report", *, failures: Path | None = None
) -> dict[str, Any]:
    """What `summarise` says of the bot's reader with a model file.

    Raises:
        TrainingError: the model or the folder cannot be used, or the file not be written.
    """
    gather(folder, part)
    try:
        reader = Reader.open(model)
    except ValueError as error:
        raise TrainingError(f"The bot does not take {model}: {error}") from error
    return summarise(_outcomes(reader, folder, part, failures), part)


def summarise(
    outcomes: Sequence[Outcome], part: str = "report", fitted: Collection[str] = ()
) -> dict[str, Any]:
    """The figures of each folder and of all together, for JSON, for tables and for cards.

    Args:
        outcomes: what was read.
        part: `choose`, `report` or `all`.
        fitted: folders whose pictures something was fitted on.
    """
    real = [o for o in outcomes if o.picture.label]
    none = [o for o in outcomes if not o.picture.label]
    singles = [o for o in real if len(o.picture.label) == 1]
    folders = {
        o.picture.group: [p for p in outcomes if p.picture.group == o.picture.group]
        for o in outcomes
    }
    return {
        "pictures": len(outcomes),
        "part": part,
        "rows": [row.as_record() for row in rows(outcomes, part, fitted)],
        "bands": [band.as_record() for band in bands(outcomes)],
        "calibration_by_chance": {name: by_chance(own) for name, own in folders.items()},
        "unreadable": [o.picture.path.name for o in outcomes if not o.opened],
        "auroc": _auroc(real, none),
        "auroc_single": _auroc(singles, none),
    }


def _outcomes(reader: Reads, folder: Path, part: str, failures: Path | None) -> list[Outcome]:
    outcomes = read_all(reader, gather(folder, part))
    if failures is not None:
        write_failures(failures, outcomes)
    return outcomes


def _auroc(real: Sequence[Outcome], none: Sequence[Outcome]) -> float | None:
    """The chance that a picture with a number scores above one without."""
    scores = [np.array([o.score for o in own]) for own in (real, none)]
    return metrics.auroc(*scores) if real and none else None
