"""Does fine-tuning learn what people corrected, and forget nothing?

    python benchmarks/finetune.py [--data PATH/mnist.npz] [--corrections 200]

Draws sevens that stand on a line, a manner that MNIST lacks, and keeps those that the shipped model
gets wrong: so many corrections. Fine-tunes on half of them, and reads the other half.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from bot.reading.digits.normalise import normalise
from training import data
from training.augment import photograph
from training.data import Digits
from training.measure import comparison
from training.modelfile.onnxfile import OnnxFile
from training.synthesis.strokes import draw, jitter, slant, smooth

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "models" / "digits.onnx"
ON_A_LINE = [[(5, 3), (92, 2), (92, 2), (36, 100)], [(5, 100), (95, 100)]]
"""A seven that stands on a line, on a field of 100 by 100."""


def sevens(count: int, rng: np.random.Generator) -> Digits:
    """Sevens on a line, each in another hand, as the bot would have kept them."""
    images = []
    for _ in range(count):
        strokes = jitter([np.array(one, np.float64) for one in ON_A_LINE], rng, size=3.0)
        hand = slant(strokes, rng, aspect=(0.7, 1.0))
        images.append(normalise(photograph(draw([smooth(one) for one in hand], rng), rng)))
    return Digits(np.stack(images), np.full(count, 7, np.uint8))


def misread(count: int, model: OnnxFile, rng: np.random.Generator) -> Digits:
    """So many sevens on a line that `model` takes for another digit."""
    found = Digits(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
    while len(found) < count:
        drawn = sevens(count, rng)
        wrong = drawn.take(~right(model, drawn))
        found = Digits(
            np.concatenate([found.images, wrong.images]),
            np.concatenate([found.labels, wrong.labels]),
        )
    return found.take(slice(count))


def right(model: OnnxFile, digits: Digits) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of these digits `model` reads right."""
    return np.asarray(model.run(digits.images)["probabilities"].argmax(axis=1) == digits.labels)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, help="mnist.npz (default: MNIST_PATH, else Keras's)")
    parser.add_argument("--corrections", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    mnist = data.load(arguments.data)
    old = OnnxFile(SHIPPED, threads=1)
    corrections = misread(arguments.corrections, old, np.random.default_rng(arguments.seed))
    half = len(corrections) // 2
    seen, unseen = corrections.take(slice(half)), corrections.take(slice(half, None))
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "corrections.npz", Path(folder) / "out"
        np.savez(file, images=seen.images, labels=seen.labels)
        command = ["fit", "--recipe", "fine-tune", "--corrections", str(file), "--out", str(out)]
        command += ["--from", str(SHIPPED), "--progress", "none"]
        if arguments.data:
            command += ["--data", str(arguments.data)]
        began = time.monotonic()
        subprocess.run([sys.executable, "-m", "training", *command], cwd=ROOT, check=True)
        seconds = time.monotonic() - began
        new = OnnxFile(out / "digits.onnx", threads=1)
        lines = SHIPPED.with_name("lines.onnx")
        gated = comparison.measure(
            out / "digits.onnx", SHIPPED, mnist=arguments.data, corrections=None, lines=lines
        )
    _, validation = data.split(mnist.train)
    print(
        f"{len(seen)} corrections trained on, {len(unseen)} of the same kind not; {seconds:.0f} s"
    )
    print(f"  {'right of':32s}{'shipped':>10s}{'tuned':>10s}")
    rows = {
        "corrections trained on": seen,
        "corrections not trained on": unseen,
        "MNIST's validation split": validation,
        "MNIST's test set": mnist.test,
    }
    for name, digits in rows.items():
        before, after = (right(model, digits).mean() for model in (old, new))
        print(f"  {name:32s}{before:>10.2%}{after:>10.2%}")
    scenes = [gated[model]["scenes"] for model in ("active", "candidate")]
    before, after = (found["right"] / found["count"] for found in scenes)
    print(f"  {'the gate: whole pictures':32s}{before:>10.2%}{after:>10.2%}")


if __name__ == "__main__":
    main()
