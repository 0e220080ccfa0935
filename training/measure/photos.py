"""Measuring on real pictures, through everything that the bot does to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.reading import PictureError, Reader, Reading
from bot.reading.digits.classify import Classifier
from bot.reading.line.linereader import LineReader
from bot.reading.reader import LINES
from training.measure import metrics
from training.measure.labels import TABLE, rows
from training.process.errors import TrainingError

AMBIGUOUS = "-ambiguous"
SHIPPED_LINES = Path(__file__).resolve().parents[2] / "models" / LINES
COLUMNS = ("file", "label", "kind", "source")


@dataclass(frozen=True)
class Labelled:
    """One labelled picture.

    Attributes:
        path: the file.
        label: the digits, lines joined by a line break; empty when there is none.
        kind: what sort of picture it is.
        source: whose it is.
        group: the folder that it came in.
    """

    path: Path
    label: str
    kind: str
    source: str
    group: str


@dataclass(frozen=True)
class Outcome:
    """What was read from one labelled picture; `reading` is `None` if it could not be opened."""

    picture: Labelled
    reading: Reading | None

    @property
    def text(self) -> str:
        """What was read, empty when refused."""
        return self.reading.text if self.reading else ""

    @property
    def exact(self) -> bool:
        """Whether it is the label, all of it."""
        return self.text == self.picture.label

    @property
    def score(self) -> float:
        """How sure the bot is that there is a digit: above a half when it read one."""
        if self.reading is None:
            return 0.0
        sure = self.reading.confidence
        return (1 + sure) / 2 if self.text else (1 - sure) / 2


def gather(folder: Path) -> list[Labelled]:
    """The labelled pictures of a folder with `labels.csv`, or of the folders in it that have one.

    Raises:
        TrainingError: there are none, or a table cannot be used.
    """
    tables = [folder / TABLE] if (folder / TABLE).is_file() else []
    tables = tables or sorted(folder.glob(f"*/{TABLE}"))
    if not tables:
        raise TrainingError(
            f"{folder} holds no {TABLE}. Pass a folder of pictures with {TABLE}, whose "
            "columns are file, label, kind and source."
        )
    found = []
    for table in tables:
        for row in rows(table, COLUMNS):
            label = row["label"].replace("|", "\n")
            path, group = table.parent / row["file"], table.parent.name
            found.append(Labelled(path, label, row["kind"], row["source"], group))
    return [picture for picture in found if not picture.kind.endswith(AMBIGUOUS)]


def on_photos(model: Path, folder: Path) -> dict[str, Any]:
    """Reads every picture of a folder and reports how well.

    Args:
        model: the model file.
        folder: see `gather`.

    Raises:
        TrainingError: the model or the folder cannot be used.
    """
    pictures = gather(folder)
    try:
        reader = open_reader(model)
    except ValueError as error:
        raise TrainingError(f"The bot does not take {model}: {error}") from error
    return summarise([Outcome(picture, _read(reader, picture.path)) for picture in pictures])


def open_reader(model: Path) -> Reader:
    """The bot's reader with another model: the line reader is that beside it, or the shipped one.

    Raises:
        ModelError: a file is missing or does not fit.
    """
    lines = next((path for path in (model.with_name(LINES), SHIPPED_LINES) if path.is_file()), None)
    return Reader(Classifier.open(model), LineReader.open(lines) if lines else None)


def summarise(outcomes: list[Outcome]) -> dict[str, Any]:
    """The figures, for each folder and for all together."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.picture.group].append(outcome)
    real = [o for o in outcomes if o.picture.label]
    none = [o for o in outcomes if not o.picture.label]
    singles = [o for o in real if len(o.picture.label) == 1]
    report: dict[str, Any] = {
        "pictures": len(outcomes),
        "groups": {name: _group(found) for name, found in groups.items()},
        "unreadable": [o.picture.path.name for o in outcomes if o.reading is None],
    }
    report["auroc"] = metrics.auroc(_scores(real), _scores(none)) if real and none else None
    report["auroc_single"] = (
        metrics.auroc(_scores(singles), _scores(none)) if singles and none else None
    )
    read = [o for o in real if o.reading is not None and o.text]
    if read:
        sure = np.array([o.reading.confidence for o in read if o.reading])
        right = np.array([o.exact for o in read])
        report["ece"] = metrics.calibration_error(sure, right)
        report["mean_confidence"] = float(sure.mean())
        report["right_when_read"] = float(right.mean())
    return report


def _group(outcomes: list[Outcome]) -> dict[str, Any]:
    """The figures of one folder."""
    real = [o for o in outcomes if o.picture.label]
    none = [o for o in outcomes if not o.picture.label]
    report: dict[str, Any] = {"pictures": len(outcomes)}
    if real:
        sources = _by(real, "source")
        exact = {name: _share(o.exact for o in found) for name, found in sources.items()}
        report["exact"] = _share(o.exact for o in real)
        report["exact_over_sources"] = float(np.mean(list(exact.values())))
        report["exact_by_source"] = exact
        report["exact_by_kind"] = {
            name: _share(o.exact for o in found) for name, found in _by(real, "kind").items()
        }
        distance = sum(metrics.edits(o.text, o.picture.label) for o in real)
        report["character_error_rate"] = distance / sum(len(o.picture.label) for o in real)
        report["refused"] = _share(not o.text for o in real)
    if none:
        report["false_accepts"] = _share(bool(o.text) for o in none)
        report["false_accepts_by_source"] = {
            name: _share(bool(o.text) for o in found) for name, found in _by(none, "source").items()
        }
    return report


def _by(outcomes: list[Outcome], what: str) -> dict[str, list[Outcome]]:
    """Outcomes by their source or their kind."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        found[getattr(outcome.picture, what)].append(outcome)
    return dict(sorted(found.items()))


def _share(of: Iterable[bool]) -> float:
    return float(np.mean([bool(one) for one in of]))


def _scores(outcomes: list[Outcome]) -> metrics.Floats:
    return np.array([outcome.score for outcome in outcomes])


def _read(reader: Reader, path: Path) -> Reading | None:
    try:
        return reader.read(path.read_bytes())
    except (PictureError, OSError):
        return None
