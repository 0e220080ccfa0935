"""Readers side by side, as tables."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from training.measure.figure_rows import Row, rows
from training.measure.outcomes import Labelled, Outcome
from training.measure.share import Share

SINGLES: Final = frozenset({"single", "single-more"})
ONE: Final = "single"
"""The folder that the time of a digit is taken from; that of a line is from `LINE`."""
LINE: Final = "line"
NAME: Final = 27


@dataclass(frozen=True)
class Found:
    """What a reader said of pictures.

    Attributes:
        name: which reader.
        pictures: the pictures.
        texts: what it said of each.
        ms: how long it took for each, in milliseconds of processor time.
        megabytes: of its models.
        memory: the most that its process had, in megabytes.
    """

    name: str
    pictures: Sequence[Labelled]
    texts: Sequence[str]
    ms: Sequence[float]
    megabytes: float
    memory: float

    @cached_property
    def folders(self) -> dict[str, Row]:
        """The figures of each folder."""
        outcomes = [
            Outcome(picture, text, 1.0)
            for picture, text in zip(self.pictures, self.texts, strict=True)
        ]
        return {row.folder: row for row in rows(outcomes) if not row.source}

    def median_ms(self, folder: str) -> float | None:
        """Of a picture of this folder."""
        pairs = zip(self.pictures, self.ms, strict=True)
        own = [ms for picture, ms in pairs if picture.group == folder]
        return statistics.median(own) if own else None

    @property
    def over_sources(self) -> float | None:
        """Of single digits: mean of the sources' shares that are right."""
        own: dict[str, list[bool]] = {}
        for picture, text in zip(self.pictures, self.texts, strict=True):
            if picture.group in SINGLES:
                right = Outcome(picture, text, 1.0).digits_alone
                own.setdefault(picture.source, []).append(right)
        return statistics.mean(statistics.mean(each) for each in own.values()) if own else None


def show(found: Sequence[Found]) -> None:
    """Prints a line a reader, then each folder, then time and memory as ratios to the first."""
    _readers(found)
    _folders(found)
    _needs(found)


def _readers(found: Sequence[Found]) -> None:
    columns: dict[str, Callable[[Found], str]] = {
        "singles, over sources": lambda own: _percent(own.over_sources),
        "scans": lambda own: _value(own, "scan", "digits"),
        "lines": lambda own: _value(own, LINE, "digits"),
        "strings": lambda own: _value(own, "string", "digits"),
        "cheques": lambda own: _value(own, "cheque", "digits"),
        "as written": lambda own: _value(own, "sign", "written"),
        "ms single/line": lambda own: f"{_ms(own, ONE)}/{_ms(own, LINE)}",
        "models, MB": lambda own: f"{own.megabytes:.1f}",
        "memory, MB": lambda own: f"{own.memory:.0f}",
    }
    print(f"{'':{NAME}}" + "".join(f"{title:>{len(title) + 2}}" for title in columns))
    for own in found:
        cells = (f"{cell(own):>{len(title) + 2}}" for title, cell in columns.items())
        print(f"{own.name:{NAME}}" + "".join(cells))


def _folders(found: Sequence[Found]) -> None:
    print(f"\n{'':36}{'pictures':>9}" + "".join(f"{own.name:>{NAME}}" for own in found))
    for folder, row in found[0].folders.items():
        if row.digits:
            _line(f"{folder}: digits alone", found, folder, "digits", row.digits.of)
            _line(f"{folder}: as written", found, folder, "exact", row.digits.of)
            if row.tables:
                _line(f"{folder}: every cell in place", found, folder, "tables", row.tables.of)
        if row.accepted:
            _line(f"{folder}: none, but answered", found, folder, "accepted", row.accepted.of)
            for kind, share in row.accepted_by_kind.items():
                cells = [own.folders[folder].accepted_by_kind[kind] for own in found]
                _cells(f"  of {kind}", share.of, cells)


def _line(label: str, found: Sequence[Found], folder: str, figure: str, of: int) -> None:
    _cells(label, of, [getattr(own.folders[folder], figure) for own in found])


def _cells(label: str, of: int, shares: Sequence[Share]) -> None:
    print(f"{label:36}{of:>9}" + "".join(f"{share!s:>{NAME}}" for share in shares))


def _needs(found: Sequence[Found]) -> None:
    print(f"\n{'of the bot to each':36}{'':9}" + "".join(f"{own.name:>{NAME}}" for own in found))
    for folder in found[0].folders:
        _ratios(f"ms a picture: {folder}", [own.median_ms(folder) for own in found])
    _ratios("models, MB", [own.megabytes for own in found])
    _ratios("memory at most, MB", [own.memory for own in found])


def _ratios(label: str, values: Sequence[float | None]) -> None:
    first = values[0]
    cells = [
        "" if value is None or first is None else f"{value:.1f} (x{first / value:.2f})"
        for value in values
    ]
    print(f"{label:45}" + "".join(f"{cell:>{NAME}}" for cell in cells))


def _ms(own: Found, folder: str) -> str:
    value = own.median_ms(folder)
    return "-" if value is None else f"{value:.1f}"


def _value(own: Found, folder: str, figure: str) -> str:
    row = own.folders.get(folder)
    share: Share | None = getattr(row, figure) if row else None
    return _percent(share.value if share else None)


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"
