"""How long reading a picture takes, beside decoding it alone, and what memory it needs.

    python benchmarks/reading.py [PHOTO ...]

Without a photo it draws one of 1280x960. Every figure is the median of one process, on one thread,
of interleaved runs, so that the ratios hold on a noisy machine.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np

from bot.reading import Reader
from bot.reading.decode import decode
from bot.reading.ink import find_ink
from bot.reading.segment import segment

RUNS = 40


def drawn_photo() -> bytes:
    """A number on shaded, grainy paper, as a JPEG of 1280x960."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[0:960, 0:1280]
    paper = 205 - 60 * (x / 1280) ** 2 - 25 * (y / 960) + rng.normal(0, 3, (960, 1280))
    photo = np.clip(paper, 0, 255).astype(np.uint8)
    cv2.putText(photo, "40719", (260, 560), cv2.FONT_HERSHEY_SIMPLEX, 8, 45, 14, cv2.LINE_AA)
    return bytes(cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 87])[1])


def medians(steps: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Median milliseconds of each step, the steps run in turn."""
    times: dict[str, list[float]] = {name: [] for name in steps}
    for step in steps.values():
        step()
    for _ in range(RUNS):
        for name, step in steps.items():
            began = time.perf_counter()
            step()
            times[name].append((time.perf_counter() - began) * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def gray_alone(data: bytes) -> Callable[[], object]:
    """Decoding to gray at full size, and nothing else."""
    buffer = np.frombuffer(data, np.uint8)
    return lambda: cv2.imdecode(buffer, cv2.IMREAD_GRAYSCALE)


def measure(name: str, data: bytes, reader: Reader) -> None:
    picture = decode(data)
    ink = find_ink(picture.gray)
    reading = reader.read(data)
    figures = medians(
        {
            "full-size gray decode alone": gray_alone(data),
            "decode, as the bot does": lambda: decode(data),
            "find the ink": lambda: find_ink(picture.gray),
            "segment": lambda: segment(ink),
            "decode to Reading": lambda: reader.read(data),
        }
    )
    floor = figures["full-size gray decode alone"]
    height, width = picture.gray.shape
    print(f"\n{name}: {width}x{height}, reads {reading.text!r} ({reading.confidence:.1%})")
    print(f"  {'step':32s}{'ms':>8s}{'x decode':>10s}")
    for step, milliseconds in figures.items():
        print(f"  {step:32s}{milliseconds:8.2f}{milliseconds / floor:10.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("photos", nargs="*", type=Path)
    parser.add_argument("--model", type=Path, default=Path("models/digits.onnx"))
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    reader = Reader.open(arguments.model)
    photos = [(p.name, p.read_bytes()) for p in arguments.photos] or [("drawn", drawn_photo())]
    for name, data in photos:
        measure(name, data, reader)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of this process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
