"""The evaluation for a person: tables in the terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

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
    columns = {
        "exact": "exact",
        "exact_over_sources": "mean over sources",
        "character_error_rate": "character errors",
        "refused": "refused",
        "false_accepts": "false accepts",
    }
    table = Table(title=f"Real pictures, {found['pictures']:,}", title_justify="left")
    table.add_column("folder")
    table.add_column("pictures", justify="right")
    for title in columns.values():
        table.add_column(title, justify="right")
    for name, group in found["groups"].items():
        figures = [f"{group[key]:.1%}" if key in group else "" for key in columns]
        table.add_row(name, str(group["pictures"]), *figures)
    console.print(table)
    for key, title in (
        ("exact_by_source", "Exact by source"),
        ("exact_by_kind", "Exact by kind"),
        ("false_accepts_by_source", "False accepts by source"),
    ):
        table = Table("folder", "", "share", title=title, title_justify="left")
        for name, group in found["groups"].items():
            for one, share in group.get(key, {}).items():
                table.add_row(name, one, f"{share:.1%}")
        if table.row_count:
            console.print(table)
    measures = {
        "auroc": "AUROC, digits against no digit",
        "auroc_single": "AUROC, single digits against no digit",
        "ece": "calibration error of what was read",
        "mean_confidence": "mean confidence of what was read",
        "right_when_read": "right, of what was read",
    }
    for key, title in measures.items():
        if found.get(key) is not None:
            console.print(f"{title}: [bold]{found[key]:.4f}[/bold]")
    if found["unreadable"]:
        console.print(f"Could not be opened: {', '.join(found['unreadable'])}")
