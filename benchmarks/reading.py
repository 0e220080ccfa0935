"""How long reading a picture takes beside decoding it alone, and what memory it needs.

    python benchmarks/reading.py [PHOTO or FOLDER ...]

Photographs of 1280x960 are drawn; files that are given are measured after them, of folders those
that are as large. Every figure is the median of interleaved runs on one thread, in milliseconds of
processor time, so that the ratios hold on a busy machine. "Gray alone" is decoding to a gray array
at full size and nothing else, by Pillow, which the bot decodes with too, and by OpenCV, which is
faster; "ratio" and "strict" say how many times as long reading takes as the one and as the other.
"""

from __future__ import annotations

import argparse
import io
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np
from PIL import Image

from benchmarks.photographs import SCENES, WIDTH, photograph
from bot.reading import Reader
from bot.reading.binarise.ink import DETECT_SIDE
from bot.reading.open.decode import decode
from bot.reading.page.recognise import Recogniser
from bot.reading.picture.picture_file import PictureFile

GOAL = 2.5
ENDINGS = {".jpg", ".jpeg"}


def gray_by_pillow(data: bytes) -> object:
    with Image.open(io.BytesIO(data)) as image:
        image.draft("L", image.size)
        return np.asarray(image if image.mode == "L" else image.convert("L"))


def gray_by_opencv(data: bytes) -> object:
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)


def medians(steps: list[Callable[[], object]], runs: int) -> list[float]:
    """Median milliseconds of each step, the steps run in turn."""
    times: list[list[float]] = [[] for _ in steps]
    for step in steps:
        step()
    for _ in range(runs):
        for own, step in zip(times, steps, strict=True):
            began = time.thread_time()
            step()
            own.append((time.thread_time() - began) * 1000)
    return [statistics.median(own) for own in times]


def measure(name: str, data: bytes, reader: Reader, recogniser: Recogniser, runs: int) -> float:
    """Prints a row; returns how many times as long as decoding alone reading takes."""
    page = PictureFile(data, reader.unruled).page()
    pillow, opencv, decoded, opened, rows, whole = medians(
        [
            lambda: gray_by_pillow(data),
            lambda: gray_by_opencv(data),
            lambda: decode(data, DETECT_SIDE),
            lambda: PictureFile(data, reader.unruled).page(),
            lambda: recogniser.read(page.segments, page.ink, page.gray),
            lambda: reader.read(data),
        ],
        runs,
    )
    reading = reader.read(data)
    text = reading.text.replace("\n", "|") or f"({reading.reason})"
    print(
        f"{name[-25:]:25}{len(data) // 1024:5}{pillow:8.2f}{opencv:8.2f}{decoded:8.2f}"
        f"{opened - decoded:8.2f}{rows:8.2f}{whole:9.2f}"
        f"{whole / pillow:7.2f}{whole / opencv:8.2f}  {text}",
        flush=True,
    )
    return whole / pillow


def pictures(paths: list[Path]) -> Iterator[tuple[str, bytes]]:
    """The drawn photographs, then the files; of a folder, the large JPEGs."""
    for scene in SCENES:
        yield scene.name, photograph(scene)
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix.lower() not in ENDINGS:
                continue
            with Image.open(file) as image:
                large = max(image.size) >= WIDTH
            if large or not path.is_dir():
                yield file.stem, file.read_bytes()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("photos", nargs="*", type=Path)
    parser.add_argument("--model", type=Path, default=Path("models/digits.onnx"))
    parser.add_argument("--runs", type=int, default=25)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    reader = Reader.open(arguments.model)
    recogniser = reader.recogniser
    steps = "".join(f"{step:>8}" for step in ("Pillow", "OpenCV", "decode", "find", "digits"))
    print(f"{'':30}{'gray alone':>16}{'the bot':>32}")
    print(f"{'picture':25}{'kB':>5}{steps}{'in all':>9}{'ratio':>7}{'strict':>8}  reads")
    ratios = [
        measure(name, data, reader, recogniser, arguments.runs)
        for name, data in pictures(arguments.photos)
    ]
    met = sum(ratio <= GOAL for ratio in ratios)
    print(f"\nmedian ratio {statistics.median(ratios):.2f}; {met} of {len(ratios)} within {GOAL}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
