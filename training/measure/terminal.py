"""The evaluation for a person: tables in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from training.measure import figure_tables
from training.measure.figure_tables import remarks, tables

Report = dict[str, Any]

BETWEEN: Final = 3
"""Signs that a column takes beside what is in it."""
LONGEST: Final = 24
"""Signs of a word that are kept in one line, as of a folder's name."""


def show(report: Report, console: Console | None = None) -> None:
    """Prints what `evaluate.evaluate` measured."""
    console = console or Console()
    model = report["model"]
    version, created = (escape(model.get(key, "")) for key in ("version", "created"))
    console.print(f"[bold]{version or 'unknown'}[/bold], {created}")
    if "mnist" in report:
        _digits(report["mnist"], console)
    else:
        console.print("MNIST is not on this machine. Pass --data mnist.npz to measure on it too.")
    if "corrupted" in report:
        console.print(_corrupted(report["corrupted"]))
    if "photos" in report:
        _photos(report["photos"], console)


def _digits(mnist: Report, console: Console) -> None:
    table = Table(title=f"MNIST's test set, {mnist['pictures']:,} pictures", title_justify="left")
    for name in ("accuracy", "wrong", "loss", "calibration error"):
        table.add_column(name, justify="right")
    table.add_row(
        f"{mnist['accuracy']:.2%}",
        str(mnist["errors"]),
        f"{mnist['loss']:.4f}",
        f"{mnist['ece']:.4f}",
    )
    console.print(table)
    table = Table(title="Recall of each digit, in %", title_justify="left")
    for digit in mnist["recall"]:
        table.add_column(digit, justify="right")
    table.add_row(*(f"{100 * recall:.1f}" for recall in mnist["recall"].values()))
    console.print(table)


def _corrupted(found: Report) -> Table:
    table = Table(
        title=f"MNIST corrupted as in MNIST-C: {found['mean_error']:.1%} wrong on average",
        title_justify="left",
    )
    table.add_column("corruption")
    table.add_column("wrong", justify="right")
    for name, error in found["errors"].items():
        table.add_row(name.replace("_", " "), f"{error:.1%}")
    return table


def _photos(found: Report, console: Console) -> None:
    for own in tables(found):
        for table in _fitting(own, console.width):
            console.print(table)
    for remark in remarks(found):
        console.print(escape(remark))


def _fitting(own: figure_tables.Table, width: int) -> Iterator[Table]:
    """A table without its empty columns, as several below each other where it would be cut.

    Each begins with the first column, which names the rows.
    """
    columns = [[head, *cells] for head, *cells in zip(own.head, *own.rows, strict=True)]
    first, *others = [column for column in columns if any(column[1:])]
    title: str | None = own.title
    while others:
        shown = [first, others.pop(0)]
        while others and _needed([*shown, others[0]]) <= width:
            shown.append(others.pop(0))
        table = Table(title=title, title_justify="left")
        spare = width - _needed(shown)
        for place, column in enumerate(shown):
            more = max(0, min(spare, max(map(cell_len, column)) - _longest_word(column)))
            spare -= more
            table.add_column(
                escape(column[0]),
                justify="right" if place else "left",
                width=_longest_word(column) + more,
                overflow="fold",
            )
        for row in zip(*(column[1:] for column in shown), strict=True):
            table.add_row(*map(escape, row))
        yield table
        title = None


def _needed(columns: Sequence[Sequence[str]]) -> int:
    """Signs across in which columns stand without any word of theirs being cut."""
    return sum(_longest_word(column) + BETWEEN for column in columns) + 1


def _longest_word(column: Sequence[str]) -> int:
    return min(LONGEST, max(cell_len(word) for text in column for word in text.split()))
