"""Two builds of the reader on the same pictures, in turn: time, memory, and every other answer.

    python -m benchmarks.beside OTHER [PICTURES ...] [--turns 5] [--each 25] [--part choose]

OTHER is another checkout of this project with an environment of its own in `.venv`. Each build is
one process for the whole run, on one thread; they take turns, so that whatever else the machine
does falls on both. Times are processor time of a whole picture, from its bytes. A ratio is this
build to the other: the median over turns, and between the lowest and the highest of them. Drawn
photographs and a drawn page of 130 digits are always read; of a folder, pictures evenly spread.
Where a build cannot decode a file its answer is "!". Answers that differ are shown, so of
labelled pictures only those to choose by are read unless `--part` says otherwise.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.photographs import HEIGHT, SCENES, Scene, photograph
from training.labelled.labels import TABLE
from training.measure.outcomes import gather

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURES: Final = frozenset((".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tiff", ".heic"))
SAME: Final = 1e-3
"""Confidences that differ by no more than this are one."""
PAGE: Final = Scene(
    "a page of 130 digits",
    "\n".join("3141592653"[k % 10 :] + "3141592653"[: k % 10] for k in range(13)),
    round(HEIGHT / 26),
)

# It runs in the other build too, so it may use only what both have.
READER: Final = """
import json, resource, sys, time
import cv2
cv2.setNumThreads(1)
from pathlib import Path
from bot.reading import PictureError, Reader
reader = Reader.open(Path("models/digits.onnx").resolve())
for line in sys.stdin:
    times, answers = [], []
    for path in json.loads(line):
        data = Path(path).read_bytes()
        began = time.process_time()
        try:
            reading = reader.read(data)
            answer = [reading.text, reading.confidence, str(reading.reason)]
        except PictureError:
            answer = ["!", 0.0, ""]
        times.append(1000 * (time.process_time() - began))
        answers.append(answer)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"times": times, "answers": answers, "memory": memory}), flush=True)
"""


@dataclass(frozen=True)
class Turn:
    """What a build did in a turn.

    Attributes:
        times: milliseconds of processor time, a picture each.
        answers: text, confidence and reason, likewise.
        memory: the most that its process has had so far, in MB.
    """

    times: list[float]
    answers: list[list[Any]]
    memory: float


class Build:
    """A process that reads with one checkout."""

    def __init__(self, checkout: Path, python: Path) -> None:
        self._process = subprocess.Popen(
            [python, "-c", READER], cwd=checkout, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def read(self, pictures: Sequence[Path]) -> Turn:
        """Reads pictures once.

        Raises:
            SystemExit: the process has ended; what it wrote says why.
        """
        into, out = self._process.stdin, self._process.stdout
        assert into is not None
        assert out is not None
        into.write(json.dumps([str(path) for path in pictures]).encode() + b"\n")
        into.flush()
        line = out.readline()
        if not line:
            raise SystemExit("A build has ended; what it wrote above says why.")
        return Turn(**json.loads(line))

    def end(self) -> None:
        """Ends the process."""
        self._process.communicate()


def spread(files: list[Path], most: int) -> list[Path]:
    """At most so many of some files, evenly spread; all of them where `most` is 0."""
    if not most or len(files) <= most:
        return files
    return [files[k * len(files) // most] for k in range(most)]


def labelled(path: Path, part: str) -> list[Path] | None:
    """The pictures of a part, in a folder with `labels.csv` or with folders that have one."""
    if not any((path / TABLE).is_file() for path in (path, *path.glob("*"))):
        return None
    return [picture.path for picture in gather(path, part)]


def gathered(paths: Sequence[Path], folder: Path, each: int, part: str) -> dict[str, list[Path]]:
    """The pictures of each row of the table; drawn ones are written into `folder`."""
    groups: dict[str, list[Path]] = {}
    for scene in (*SCENES, PAGE):
        groups[scene.name] = [folder / f"{scene.name}.jpg"]
        groups[scene.name][0].write_bytes(photograph(scene))
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        inside = labelled(path, part) or inside
        folders: dict[str, list[Path]] = defaultdict(list)
        for file in inside:
            if file.suffix.lower() in PICTURES:
                folders[file.parent.name].append(file.resolve())
        groups |= {name: spread(files, each) for name, files in folders.items()}
    return groups


def figures(values: Sequence[float]) -> str:
    """The median, and between which two values all are."""
    return f"{statistics.median(values):6.2f} ({min(values):.2f}-{max(values):.2f})"


def show(groups: dict[str, list[Path]], ours: list[Turn], theirs: list[Turn]) -> None:
    """Prints a line a group, the memory, and the answers that differ."""
    print(f"{'ms a picture':28}{'pictures':>9}{'this':>10}{'other':>10}  ratio")
    start = 0
    for name, files in groups.items():
        part = slice(start, start + len(files))
        start = part.stop
        own = [statistics.mean(turn.times[part]) for turn in ours]
        other = [statistics.mean(turn.times[part]) for turn in theirs]
        ratios = [a / b for a, b in zip(own, other, strict=True)]
        print(
            f"{name[:28]:28}{len(files):>9}{statistics.median(own):>10.1f}"
            f"{statistics.median(other):>10.1f}{figures(ratios)}"
        )
    print(f"memory at most, MB: {ours[-1].memory:.0f}, other {theirs[-1].memory:.0f}")
    pictures = [path for files in groups.values() for path in files]
    differ = 0
    for path, one, two in zip(pictures, ours[0].answers, theirs[0].answers, strict=True):
        if one[0] != two[0] or one[2] != two[2] or abs(one[1] - two[1]) > SAME:
            differ += 1
            print(f"  {path.parent.name}/{path.name}: {one} / {two}")
    print(f"{differ} of {len(pictures)} answers differ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("other", type=Path, help="folder of another checkout")
    parser.add_argument("pictures", type=Path, nargs="*")
    parser.add_argument("--turns", type=int, default=5, help="of each build (%(default)s)")
    parser.add_argument("--each", type=int, default=25, help="pictures of a folder; 0 for all")
    parser.add_argument(
        "--part", choices=("choose", "report", "all"), default="choose", help="of labelled pictures"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        groups = gathered(given.pictures, Path(folder), given.each, given.part)
        pictures = [path for files in groups.values() for path in files]
        builds = [
            Build(ROOT, Path(sys.executable)),
            Build(given.other, given.other.absolute() / ".venv" / "bin" / "python"),
        ]
        turns: list[list[Turn]] = [[], []]
        try:
            for build in builds:
                build.read(pictures[: len(SCENES)])  # the first pictures pay for imports
            for turn in range(given.turns):
                # Whoever comes second finds the processor as the first left it.
                for which in (0, 1) if turn % 2 == 0 else (1, 0):
                    turns[which].append(builds[which].read(pictures))
        finally:
            for build in builds:
                build.end()
        show(groups, *turns)


if __name__ == "__main__":
    main()
