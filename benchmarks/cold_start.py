"""How long `python -m bot read` takes from nothing: `python -m benchmarks.cold_start OTHER`.

OTHER is another checkout of this project. Both read the same picture, in turn, each time in a new
process, with the libraries of the Python that this runs in. Printed are the seconds of each, by
the clock and of the processor, and how many times OTHER's they are: the median of the pairs, and
between which two their middle half lies. The last line is what a process takes that only loads
numpy, OpenCV and onnxruntime, without threads of OpenBLAS as `read` does, which no lazy import
here can go below.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.small import drawn_photo

ROOT: Final = Path(__file__).resolve().parent.parent
FLOOR: Final = (
    "import os; os.environ['OPENBLAS_NUM_THREADS'] = '1'; "
    "import numpy, cv2, onnxruntime; os._exit(0)"
)


def seconds(arguments: list[str], folder: Path) -> tuple[float, float]:
    """By the clock, and of the processor, of one new process of this Python."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        # Else nothing that was imported is ever kept compiled.
        env={k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    took = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def median(values: Sequence[float]) -> float:
    return float(np.median(values))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split(":")[0])
    parser.add_argument("other", type=Path, help="folder of another checkout")
    parser.add_argument("picture", nargs="?", type=Path, help="what is read (default: one drawn)")
    parser.add_argument("--pairs", type=int, default=15, help="of processes (%(default)s)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        picture = arguments.picture
        if picture is None:
            picture = Path(folder) / "one.jpg"
            picture.write_bytes(drawn_photo())
        read = ["-m", "bot", "read", str(picture.resolve())]
        programs = {"this": (read, ROOT), "other": (read, arguments.other)}
        programs["libraries"] = (["-c", FLOOR], Path(folder))
        took: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
        for turn in range(arguments.pairs + 1):
            # Whoever comes second finds the disk's cache and the processor as the first left them.
            for name in sorted(programs, reverse=turn % 2 == 1):
                measured = seconds(*programs[name])
                if turn:  # the first turn compiles
                    took[name].append(measured)
    print(f"{arguments.pairs} pairs       seconds, by the clock / of the processor     of other's")
    for name, pairs in took.items():
        by = [[pair[way] for pair in pairs] for way in (0, 1)]
        line = f"{name:12}{median(by[0]):>18.3f} / {median(by[1]):.3f}"
        for way in (0, 1):
            ratios = [m[way] / o[way] for m, o in zip(pairs, took["other"], strict=True)]
            low, high = np.percentile(ratios, (25, 75))
            line += f"    {median(ratios):.2f} ({low:.2f} to {high:.2f})"
        print(line)


if __name__ == "__main__":
    main()
