"""The figures of each folder of pictures, and of each source in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from training.measure import metrics
from training.measure.kinds import CHOSEN_ON, SIGNS_NOT_LABELLED, none_kind
from training.measure.outcomes import Outcome
from training.measure.same_number import as_written, cells_in_place, digits_alone
from training.measure.share import Share


@dataclass(frozen=True)
class Row:
    """What was measured of a folder, or of one source in it. `None` where it does not apply.

    Attributes:
        folder: which.
        source: whose pictures; empty for the whole folder.
        pictures: how many.
        exact: of the pictures with a number, those that are right.
        over_sources: mean of that over the sources, which have one writer and pen each mostly.
        digits: those whose digits alone are right.
        written: where a label has signs: those that are right as written, spaces aside.
        tables: where a label has several cells a row: those with each cell in its place.
        cells: of the cells of those, the ones in their place.
        character_errors: edits it takes to make the labels of what was read, a character.
        refused: of the pictures with a number, those not answered.
        accepted: of the pictures without a number, those answered.
        accepted_by_kind: the same for each kind of such a picture.
        calibration_error: of all confidences, of answers and of refusals, in bins.
        confidence: their mean; beside it `right`, the share that is right.
        right: of answers and refusals.
        chosen_on: whether anything was chosen on these pictures.
    """

    folder: str
    source: str
    pictures: int
    exact: Share | None
    over_sources: float | None
    digits: Share | None
    written: Share | None
    tables: Share | None
    cells: Share | None
    character_errors: float | None
    refused: Share | None
    accepted: Share | None
    accepted_by_kind: dict[str, Share]
    calibration_error: float | None
    confidence: float | None
    right: Share | None
    chosen_on: bool

    def as_record(self) -> dict[str, Any]:
        """For JSON."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def rows(
    outcomes: Sequence[Outcome], part: str = "report", fitted: Collection[str] = ()
) -> list[Row]:
    """A row for each folder, and after it one for each of its sources, if there are several.

    Args:
        outcomes: what was read.
        part: which half it was; anything but `report` has been chosen on.
        fitted: folders whose pictures something was fitted on.
    """
    found = []
    for folder, own in _by(outcomes, "group").items():
        chosen = part != "report" or folder in CHOSEN_ON or folder in fitted
        found.append(_row(folder, "", own, chosen_on=chosen))
        sources = _by(own, "source")
        if len(sources) > 1:
            found += [
                _row(folder, source, these, chosen_on=chosen) for source, these in sources.items()
            ]
    return found


def _row(folder: str, source: str, outcomes: Sequence[Outcome], *, chosen_on: bool) -> Row:
    real = [o for o in outcomes if o.picture.label]
    none = [o for o in outcomes if not o.picture.label]
    opened = [o for o in outcomes if o.opened]
    signed = [o for o in real if _has_signs(o.picture.label)]
    tables = [(o, *cells_in_place(o.text, o.picture.label)) for o in real if " " in o.picture.label]
    kinds = defaultdict(list)
    for outcome in none:
        kinds[none_kind(folder, outcome.picture.kind)].append(bool(outcome.text))
    each = [Share.of_these(o.exact for o in own) for own in _by(real, "source").values()]
    sure = np.array([o.confidence for o in opened])
    right = np.array([o.exact for o in opened])
    return Row(
        folder=folder,
        source=source,
        pictures=len(outcomes),
        exact=Share.of_these(o.exact for o in real),
        over_sources=float(np.mean([s.value for s in each if s])) if real else None,
        digits=Share.of_these(o.digits_alone for o in real),
        written=Share.of_these(o.as_written for o in signed),
        tables=Share.of_these(o.digits_alone and ok == of for o, ok, of in tables),
        cells=Share(sum(t[1] for t in tables), sum(t[2] for t in tables)) if tables else None,
        character_errors=_character_errors(folder, real),
        refused=Share.of_these(not o.text for o in real),
        accepted=Share.of_these(bool(o.text) for o in none),
        accepted_by_kind={
            kind: share for kind in sorted(kinds) if (share := Share.of_these(kinds[kind]))
        },
        calibration_error=metrics.calibration_error(sure, right) if opened else None,
        confidence=float(sure.mean()) if opened else None,
        right=Share.of_these(o.exact for o in opened),
        chosen_on=chosen_on,
    )


def _character_errors(folder: str, real: Sequence[Outcome]) -> float | None:
    same = digits_alone if folder in SIGNS_NOT_LABELLED else as_written
    pairs = [(same(o.text), same(o.picture.label)) for o in real]
    length = sum(len(label) for _, label in pairs)
    return sum(metrics.edits(*pair) for pair in pairs) / length if length else None


def _has_signs(label: str) -> bool:
    return as_written(label) != digits_alone(label)


def _by(outcomes: Sequence[Outcome], what: str) -> dict[str, list[Outcome]]:
    """Outcomes by their folder or their source."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        found[getattr(outcome.picture, what)].append(outcome)
    return dict(sorted(found.items()))


def _plain(value: object) -> object:
    if isinstance(value, Share):
        return value.as_record()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return round(value, 4) if isinstance(value, float) else value
