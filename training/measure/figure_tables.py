"""Figures of pictures as tables: what a terminal and a model's card show alike.

They are made of what `report.summarise` gives, which a card keeps as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        title: a sentence of what it shows.
        head: what the columns are.
        rows: a text for each column.
    """

    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def tables(found: Record, *, brief: bool = False) -> list[Table]:
    """The tables that have rows; `brief` leaves out how right each folder is for a confidence."""
    every = (_numbers(found), _none(found), _calibration(found), _bands(found, brief=brief))
    return [table for table in every if table.rows]


def remarks(found: Record) -> Iterator[str]:
    """What is said of all pictures together."""
    if found["auroc"] is not None:
        yield f"AUROC of a number against none: {found['auroc']:.4f}"
    if found["auroc_single"] is not None:
        yield f"AUROC of a single digit against no number: {found['auroc_single']:.4f}"
    if found["unreadable"]:
        yield f"Could not be opened: {', '.join(found['unreadable'])}"


def _numbers(found: Record) -> Table:
    rows = [
        (
            _name(row),
            str(row["exact"]["of"]),
            _share(row["exact"]),
            _percent(row["over_sources"]),
            _share(row["digits"]),
            _share(row["written"]),
            _share(row["tables"]),
            _percent(row["character_errors"]),
            _share(row["refused"]),
            "yes" if row["chosen_on"] else "no",
        )
        for row in found["rows"]
        if row["exact"]
    ]
    head = (
        *("folder, source", "pictures", "exact", "mean over sources", "digits alone"),
        *("signs as written", "tables, every cell", "character errors", "refused", "chosen on"),
    )
    part = {"all": "all pictures", "choose": "the half that is chosen by"}
    which = part.get(found["part"], "the half that is reported on")
    title = f"Pictures with a number, {which}; share and 95 % interval in %; spaces aside"
    return Table(title, head, rows)


def _none(found: Record) -> Table:
    rows = []
    for row in found["rows"]:
        if row["accepted"]:
            chosen = "yes" if row["chosen_on"] else "no"
            rows.append((_name(row), str(row["accepted"]["of"]), _share(row["accepted"]), chosen))
        if row["accepted"] and not row["source"]:
            for kind, share in row["accepted_by_kind"].items():
                rows.append((f"  of {kind}", str(share["of"]), _share(share), chosen))
    title = "Pictures without a number that were answered with one"
    return Table(title, ("folder, source", "pictures", "answered", "chosen on"), rows)


def _calibration(found: Record) -> Table:
    rows = [
        (
            row["folder"],
            str(row["right"]["of"]),
            _percent(row["confidence"]),
            _share(row["right"]),
            _percent(row["calibration_error"]),
            _percent(found["calibration_by_chance"].get(row["folder"])),
        )
        for row in found["rows"]
        if row["right"] and not row["source"]
    ]
    head = ("folder", "pictures", "mean confidence", "right", "calibration error", "by chance")
    title = "Calibration of whole answers and refusals; by chance: were every confidence true"
    return Table(title, head, rows)


def _bands(found: Record, *, brief: bool) -> Table:
    several = any(not band["folder"] for band in found["bands"])
    rows = [
        (
            band["folder"] or "all",
            "answered" if band["answered"] else "refused",
            f"{band['from']:.0%} to {band['to']:.0%}",
            str(band["right"]["of"]),
            _percent(band["said"]),
            _share(band["right"]),
        )
        for band in found["bands"]
        if not (brief and several and band["folder"])
    ]
    head = ("folder", "", "confidence", "pictures", "mean confidence", "right")
    return Table("Of answers and refusals so sure, those that are right", head, rows)


def _name(row: Record) -> str:
    return f"  {row['source']}" if row["source"] else str(row["folder"])


def _share(share: Record | None) -> str:
    if share is None:
        return ""
    return f"{100 * share['value']:.1f} ({100 * share['low']:.1f}-{100 * share['high']:.1f})"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f}"
