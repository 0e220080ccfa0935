"""The evaluation for a person: tables in the terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from training.measure.figure_tables import remarks, tables

Report = dict[str, Any]


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
        table = Table(title=own.title, title_justify="left")
        for place, name in enumerate(own.head):
            table.add_column(name, justify="right" if place else "left")
        for row in own.rows:
            table.add_row(*map(escape, row))
        console.print(table)
    for remark in remarks(found):
        console.print(escape(remark))
