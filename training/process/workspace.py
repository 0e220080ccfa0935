"""Where a run works until everything is made, and how it then comes to be where it belongs.

Nothing of the folder that is written changes before that: the run works in a folder of its own in
it, on the same file system, and moves file by file at the end, the model last.
"""

from __future__ import annotations

import contextlib
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Final

from training.process.errors import TrainingError

DISK_MB: Final = 50
"""What the files of a run take, with room to spare."""
ASKED_AGAIN: Final = 0.5
"""Seconds after which a run that was told to stop, and has not, is told again."""
AGAIN: Final = hasattr(signal, "SIGALRM")
"""Windows has no clock that raises a signal."""
STOPPING: Final = (signal.SIGINT, signal.SIGTERM, *([signal.SIGALRM] if AGAIN else []))


@contextlib.contextmanager
def workspace(out: Path) -> Iterator[Path]:
    """A folder in `out` that is gone at the end, and `out` with it where it was not there before.

    Raises:
        TrainingError: `out` is a file, or cannot be written, or the disk is full.
    """
    if out.exists() and not out.is_dir():
        raise TrainingError(f"--out {out} is a file. Pass a folder.")
    whole = out.absolute()
    made = [folder for folder in (whole, *whole.parents) if not folder.exists()]
    try:
        work = _begun(whole)
        try:
            with stopped_by_signals():
                yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise TrainingError(
            f"Writing failed ({error.strerror or error}). The models in {out} are as they were. "
            "Make room there, or pass another --out."
        ) from error
    finally:
        for folder in made:
            with contextlib.suppress(OSError):  # it is not empty
                folder.rmdir()


def _begun(out: Path) -> Path:
    """Makes the folder to work in."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(out).free // 2**20
        if free < DISK_MB:
            raise TrainingError(
                f"Only {free} MB are free at {out}; {DISK_MB} MB are needed. Make room, or pass "
                "another --out."
            )
        return Path(tempfile.mkdtemp(prefix=".new-", dir=out))
    except OSError as error:
        raise TrainingError(
            f"{out} cannot be written ({error.strerror}). Pass another --out."
        ) from error


def publish(work: Path, out: Path) -> None:
    """Moves every file of `work` to `out`, each at once, the model last; not to be stopped halfway.

    Raises:
        TrainingError: a file cannot be moved.
    """
    files = [path for path in sorted(work.rglob("*")) if path.is_file()]
    files.sort(key=lambda path: path.suffix == ".onnx")
    with _unstopped():
        for number, path in enumerate(files):
            target = out / path.relative_to(work)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                path.replace(target)
            except OSError as error:
                raise TrainingError(
                    f"{target} cannot be written ({error.strerror}). The model in {out} is as it "
                    f"was, but {number} of the {len(files)} files beside it are new. Train again "
                    "with another --out."
                ) from error


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """SIGTERM cleans up as Ctrl-C does, and neither is lost.

    An exception that is raised while TensorFlow's own code runs may be cleared there, so it is
    raised again until this has been left.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        if AGAIN:
            signal.setitimer(signal.ITIMER_REAL, ASKED_AGAIN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in STOPPING}
    try:
        yield
    finally:
        if AGAIN:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _unstopped() -> Iterator[None]:
    """Signals to stop are passed over: what is begun here is done sooner than it is undone."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
