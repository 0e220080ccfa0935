"""The table `labels.csv` of a folder of pictures: what each of them shows."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from training.process.errors import TrainingError

TABLE = "labels.csv"


def rows(table: Path, columns: Sequence[str], *, also: Sequence[str] = ()) -> list[dict[str, str]]:
    """The rows of a table, a value for each of these columns in every one.

    Args:
        table: the file; a spreadsheet's mark at its beginning is no part of the first column.
        columns: which it has to have.
        also: which it may have; the value is empty where it has not.

    Raises:
        TrainingError: it cannot be read, or lacks a column, or a row of it lacks a value.
    """
    try:
        with table.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise TrainingError(
                    f"{table} lacks the columns {', '.join(missing)}. Name them in its first "
                    "line, with commas between them."
                )
            return [
                _whole(row, columns, table, reader.line_num)
                | {name: row.get(name) or "" for name in also}
                for row in reader
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TrainingError(
            f"{table} cannot be read ({error}). Save it as CSV with commas, in UTF-8."
        ) from error


def _whole(
    row: dict[str, str | None], columns: Sequence[str], table: Path, line: int
) -> dict[str, str]:
    found = {name: value for name in columns if (value := row[name]) is not None}
    if len(found) < len(columns):
        raise TrainingError(
            f"Line {line} of {table} has too few columns. Write {', '.join(columns)}, with a "
            "comma also where a value is empty."
        )
    return found
