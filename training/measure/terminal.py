"""The evaluation for a person: tables in the terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from training.measure.figure_tables import remarks, tables

Report = dict[str, Any]


def show(report: Report, console: Console | None = None) -> None:
    """Prints what `evaluate.evaluate` measured."""
    console = console or Console()
    model, mnist = report["model"], report["mnist"]
    console.print(f"[bold]{model.get('version', 'unknown')}[/bold], {model.get('created', '')}")
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
    if "corrupted" in report:
        console.print(_corrupted(report["corrupted"]))
    if "photos" in report:
        _photos(report["photos"], console)


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
            table.add_row(*row)
        console.print(table)
    for remark in remarks(found):
        console.print(remark)
