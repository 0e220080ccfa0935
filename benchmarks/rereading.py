"""Pictures to choose by, read again in processes whose reader was changed, and what that does."""

from __future__ import annotations

import math
import multiprocessing
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

# Loaded before the processes part, so that each needs to load the reader alone.
import cv2

from benchmarks.constantsource import Number
from bot.reading.model import ModelError
from training.measure.outcomes import Labelled, gather
from training.process.errors import TrainingError

Answers = list[tuple[str, bool, float]]
"""For each picture the text, whether it is right, and its confidence."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a changed value does.

    Attributes:
        value: what the constant was set to.
        changed: how many answers are others.
        lost: how many are no longer right.
        won: how many are right that were not.
        failure: why nothing could be read.
    """

    value: Number
    changed: int = 0
    lost: int = 0
    won: int = 0
    failure: str = ""

    def __str__(self) -> str:
        if self.failure:
            return f"{self.value:g}: fails"
        said = f"{self.value:g}: {self.changed} changed"
        return said + (f", {self.lost} lost, {self.won} won" if self.lost or self.won else "")


def effect(value: Number, before: Answers, after: Answers | str) -> Effect:
    """Compares the answers."""
    if isinstance(after, str):
        return Effect(value, failure=after)
    pairs = list(zip(before, after, strict=True))
    return Effect(
        value,
        changed=sum(old[0] != new[0] for old, new in pairs),
        lost=sum(old[1] and not new[1] for old, new in pairs),
        won=sum(new[1] and not old[1] for old, new in pairs),
    )


def read(pictures: Sequence[Labelled], model: Path) -> Answers:
    """What is read, by the modules that this process would import now."""
    from bot.reading import PictureError, Reader
    from training.measure.outcomes import Outcome

    cv2.setNumThreads(1)
    reader = Reader.open(model)
    found = []
    for picture in pictures:
        try:
            reading = reader.read(picture.path.read_bytes())
            text, confidence = reading.text, reading.confidence
        except PictureError:
            text, confidence = "", 1.0
        found.append((text, Outcome(picture, text, confidence).exact, confidence))
    return found


def answers(
    pictures: Sequence[Labelled], model: Path, prepare: Callable[[], None]
) -> Answers | str:
    """What is read in a process of its own that is prepared first; or why nothing is."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, pictures, model, prepare))
    process.start()
    theirs.close()
    try:
        found: Answers | str = ours.recv()
    except EOFError:
        found = "the process ended"
    process.join()
    return found


def _answer(
    out: Connection, pictures: Sequence[Labelled], model: Path, prepare: Callable[[], None]
) -> None:
    prepare()
    try:
        out.send(read(pictures, model))
    except Exception as error:  # noqa: BLE001 - a size that is not the network's fails anyhow
        out.send(f"{type(error).__name__}: {error}")


def hardest(folders: Sequence[Path], part: str, model: Path, most: int) -> list[Labelled]:
    """At most so many pictures of each folder, see `spread`.

    Raises:
        SystemExit: the pictures or the model cannot be used; its text says why.
    """
    try:
        every = [picture for folder in folders for picture in gather(folder, part)]
        first = read(every, model)
    except (TrainingError, ModelError) as error:
        raise SystemExit(str(error)) from error
    return spread(every, [sure if right else math.inf for _, right, sure in first], most)


def spread(pictures: Sequence[Labelled], sure: Sequence[float], most: int) -> list[Labelled]:
    """At most so many of each folder: the least sure, then some from all over the others.

    Args:
        pictures: all of them.
        sure: of each, how confident the answer is; infinite where it is wrong.
        most: of a folder.
    """
    folders: dict[str, list[tuple[float, Labelled]]] = defaultdict(list)
    for picture, confidence in zip(pictures, sure, strict=True):
        folders[picture.group].append((confidence, picture))
    found = []
    for own in folders.values():
        doubted = sorted((pair for pair in own if math.isfinite(pair[0])), key=lambda pair: pair[0])
        chosen = [picture for _, picture in doubted[: (most + 1) // 2]]
        others = [picture for _, picture in own if picture not in chosen]
        count = min(most - len(chosen), len(others))
        found += chosen + [others[place * len(others) // count] for place in range(count)]
    return found
