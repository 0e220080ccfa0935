"""Labelled pictures, and what a reader makes of them."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from bot.reading import PictureError
from training.labelled.labels import TABLE, rows
from training.measure.kinds import SIGNS_NOT_LABELLED
from training.measure.same_number import as_written, digits_alone
from training.process.errors import TrainingError

HALVES: Final = ("choose", "report")
PARTS: Final = (*HALVES, "all")
"""Constants are chosen on one half of a folder, figures reported on the other."""

_AMBIGUOUS: Final = "-ambiguous"
_COLUMNS: Final = ("file", "label", "kind", "source")
_FAILURES: Final = ("file", "label", "read", "confidence", "reason", "kind", "source")
_HEAD: Final = ",".join(_FAILURES).encode()


class Answer(Protocol):
    """What is taken of a reading."""

    @property
    def text(self) -> str:
        """What was read, empty when refused."""

    @property
    def confidence(self) -> float:
        """The probability, said of itself, that this is right."""

    @property
    def reason(self) -> str | None:
        """Why nothing was read; `None` when something was."""


class Reads(Protocol):
    """Anything that reads pictures as the bot's reader does."""

    def read(self, data: bytes, /) -> Answer:
        """Reads a picture file.

        Raises:
            PictureError: it cannot be opened.
        """


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled picture.

    Attributes:
        path: the file.
        label: the number, lines joined by a line break; empty when there is none.
        kind: what sort of picture it is.
        source: whose it is.
        group: the folder that it came in.
    """

    path: Path
    label: str
    kind: str
    source: str
    group: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read from one labelled picture.

    Attributes:
        picture: which.
        text: what was read, empty when refused.
        confidence: the probability, said of itself, that this is right.
        reason: why nothing was read; `None` when something was.
        opened: whether the file could be opened at all.
    """

    picture: Labelled
    text: str
    confidence: float
    reason: str | None = None
    opened: bool = True

    @property
    def as_written(self) -> bool:
        """Whether it is the label, signs included, spaces aside."""
        return self.opened and as_written(self.text) == as_written(self.picture.label)

    @property
    def digits_alone(self) -> bool:
        """Whether its digits are those of the label."""
        return self.opened and digits_alone(self.text) == digits_alone(self.picture.label)

    @property
    def exact(self) -> bool:
        """Whether it is right: as written, where the labels say how it is written."""
        unsigned = self.picture.group in SIGNS_NOT_LABELLED
        return self.digits_alone if unsigned else self.as_written

    @property
    def score(self) -> float:
        """How sure the reader is that there is a number: above a half when it read one."""
        if not self.opened:
            return 0.0
        return (1 + self.confidence) / 2 if self.text else (1 - self.confidence) / 2


def gather(folder: Path, part: str = "all") -> list[Labelled]:
    """The labelled pictures of a folder with `labels.csv`, or of the folders in it that have one.

    Args:
        folder: see above.
        part: `choose` or `report`, of the tables that have a column `part`; pictures of the other
            tables belong to both. `all` is every picture.

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
    found, others, ambiguous = [], 0, 0
    for table in tables:
        for row in rows(table, _COLUMNS, also=("part",)):
            if part != "all" and row["part"] not in {"", part}:
                others += 1
                continue
            if row["kind"].endswith(_AMBIGUOUS):
                ambiguous += 1
                continue
            label = "\n".join(line.strip() for line in row["label"].split("|")).strip()
            path, group = table.parent / row["file"], table.parent.resolve().name
            found.append(Labelled(path, label, row["kind"], row["source"], group))
    if not found:
        which = f" but ones whose kind ends in {_AMBIGUOUS}" if ambiguous else ""
        if others:
            which = f" whose part is {part}; pass another --part"
        raise TrainingError(f"The tables {TABLE} in {folder} name no pictures{which}.")
    return found


def in_both_halves(folder: Path) -> set[str]:
    """Of folders as for `gather`, those with pictures to choose by that are reported on as well."""
    choose, report = ({(p.group, p.path) for p in gather(folder, part)} for part in HALVES)
    return {group for group, _ in report & choose}


def read_all(reader: Reads, pictures: Iterable[Labelled]) -> list[Outcome]:
    """What a reader makes of the pictures; one that cannot be opened is marked so."""
    return [_read(reader, picture) for picture in pictures]


def require_writable(file: Path) -> None:
    """Looks whether a table could be written there.

    Raises:
        TrainingError: it is a folder, or its own folder is not there or cannot be written, or
            another file than such a table, as one of labels, is there and would be lost.
    """
    folder = file.absolute().parent
    if file.is_dir() or not folder.is_dir():
        why = "it is a folder" if file.is_dir() else f"there is no folder {folder}"
    elif not os.access(file if file.exists() else folder, os.W_OK):
        why = "this user may not"
    elif _is_another(file):
        why = "it is there already, and no table of failures"
    else:
        return
    raise TrainingError(f"{file} cannot be written: {why}. Pass another --failures.")


def _is_another(file: Path) -> bool:
    """Whether a file is there, has something in it, and is no table that was written here."""
    if not file.is_file():
        return False
    try:
        with file.open("rb") as there:
            head = there.read(len(_HEAD))
    except OSError:
        return True
    return bool(head) and head != _HEAD


def write_failures(file: Path, outcomes: Sequence[Outcome]) -> int:
    """Writes a table of the pictures that were not answered rightly.

    Returns:
        How many there are.

    Raises:
        TrainingError: it cannot be written.
    """
    wrong = [outcome for outcome in outcomes if not outcome.exact]
    try:
        with file.open("w", newline="", encoding="utf-8") as out:
            table = csv.writer(out)
            table.writerow(_FAILURES)
            for o in wrong:
                read = o.text.replace("\n", "|")
                label = o.picture.label.replace("\n", "|")
                sure = f"{o.confidence:.4f}" if o.opened else ""
                reason = o.reason or ("" if o.opened else "cannot be opened")
                table.writerow(
                    (o.picture.path, label, read, sure, reason, o.picture.kind, o.picture.source)
                )
    except OSError as error:
        raise TrainingError(
            f"{file} cannot be written: {error.strerror or error}. Pass another --failures."
        ) from error
    return len(wrong)


def _read(reader: Reads, picture: Labelled) -> Outcome:
    try:
        reading = reader.read(picture.path.read_bytes())
    except (PictureError, OSError):
        return Outcome(picture, "", 0.0, opened=False)
    return Outcome(picture, reading.text, reading.confidence, reading.reason)
