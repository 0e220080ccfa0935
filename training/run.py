"""One whole run: from the command to a folder with the model, its card and its figures.

Nothing of the folder changes before everything is made: the run works in a folder of its own
beside it and moves file by file at the end, the model last.
"""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import numpy as np

from training import card, export, fit
from training.ahead import Ahead
from training.data import Digits, Mnist
from training.errors import TrainingError
from training.evaluate import evaluate
from training.figures import draw_all
from training.memory import give_back, peak_mb, require_memory
from training.preflight import DISK_MB
from training.progress import Progress
from training.recipes import Recipe

MODEL = "digits.onnx"
ASKED_AGAIN = 0.5
"""Seconds after which a run that was told to stop, and has not, is told again."""
SHOWN = 1_000
"""Training pictures that are kept in memory for the figures."""


def run(
    recipe: Recipe,
    mnist: Mnist,
    out: Path,
    progress: Progress,
    *,
    corrections: Digits | None = None,
    start: Path | None = None,
    photos: Path | None = None,
    ahead: Ahead | None = None,
    began: float | None = None,
) -> Path:
    """Trains, exports, evaluates and describes a model.

    Args:
        recipe: every choice.
        mnist: the data.
        out: the folder to write; it may exist, and other files in it stay.
        progress: is told what happens.
        corrections: pictures that people corrected.
        start: the model file that fine-tuning starts from.
        photos: labelled pictures to measure with.
        ahead: draws pictures already.
        began: `time.monotonic()` of the start of the program.

    Returns:
        The path of the model file.

    Raises:
        TrainingError: see its message; `out` is as it was.
    """
    began = time.monotonic() if began is None else began
    require_memory(recipe.memory_mb)
    with workspace(out) as work:
        trained = fit.train(
            recipe, mnist, progress, corrections=corrections, start=start, ahead=ahead
        )
        mnist = dataclasses.replace(
            mnist, train=mnist.train.take(np.arange(len(mnist.train))[:SHOWN])
        )
        give_back()
        progress.tell("stage", name="export")
        path = work / MODEL
        version = export.export(trained.model, trained.calibration, recipe, path)
        sample = trained.validation.images[:1000]
        parity = export.check_parity(trained.model, trained.calibration, path, sample)
        progress.tell("stage", name="evaluate")
        report = evaluate(path, mnist.test, photos, corrupted=recipe.corrupted)
        progress.tell(
            "evaluate", **{k: report["mnist"][k] for k in ("accuracy", "errors", "loss", "ece")}
        )
        give_back()
        progress.tell("stage", name="figures")
        draw_all(path, mnist, work / "figures", trained.history)
        seconds, peak = time.monotonic() - began, peak_mb()
        card.write(
            work,
            card.describe(
                recipe,
                mnist,
                trained,
                report,
                path=path,
                parity=parity,
                seconds=seconds,
                peak_mb=peak,
                corrections=corrections,
                start=start,
            ),
        )
        publish(work, out)
    progress.tell("done", out=str(out / MODEL), version=version, seconds=seconds, peak_mb=peak)
    return out / MODEL


@contextlib.contextmanager
def workspace(out: Path) -> Iterator[Path]:
    """A folder beside `out` that is gone at the end, however it ends.

    Raises:
        TrainingError: `out` is a file, or cannot be written, or the disk is full.
    """
    if out.exists() and not out.is_dir():
        raise TrainingError(f"--out {out} is a file. Pass a folder.")
    parent = out.resolve().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(parent).free // 2**20
        if free < DISK_MB:
            raise TrainingError(f"Only {free} MB are free at {parent}; {DISK_MB} MB are needed.")
        work = Path(tempfile.mkdtemp(prefix=f".{out.resolve().name}-", dir=parent))
    except OSError as error:
        raise TrainingError(
            f"{out} cannot be written ({error.strerror}). Pass another --out."
        ) from error
    try:
        with stopped_by_signals():
            yield work
    except OSError as error:
        raise TrainingError(
            f"Writing failed ({error.strerror or error}). {out} is as it was."
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def publish(work: Path, out: Path) -> None:
    """Moves every file of `work` to `out`, each at once, the model last."""
    files = sorted(path for path in work.rglob("*") if path.is_file())
    for path in sorted(files, key=lambda path: path.name == MODEL):
        target = out / path.relative_to(work)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """SIGTERM cleans up as Ctrl-C does, and neither is lost.

    An exception that is raised while TensorFlow's own code runs may be cleared there, so it is
    raised again until this has been left.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        signal.setitimer(signal.ITIMER_REAL, ASKED_AGAIN)
        raise KeyboardInterrupt

    before = {
        number: signal.signal(number, stop)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)
    }
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
