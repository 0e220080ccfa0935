"""The bot's reader beside a general OCR engine, on labelled pictures.

    uv run --with "rapidocr>=3.10,<3.11" python benchmarks/rival.py DIR [--strokes PATH...]

The rival is RapidOCR's recognition alone (a CTC line reader; its models come with its wheel), told
that each picture is one line of text. Once it may say every character it knows: then a picture is
answered with a number where it says no letter. Once it is held to the ten digits. The bot is told
nothing. Pictures of several lines are left out, since the rival reads one. Each runs in a process
of its own on one thread; times are medians of processor time for a whole picture, from its bytes,
memory the most that the process had. With strokes (see `drawn.py`) also drawn numbers are read.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.rivaltable import Found, show
from training.measure.outcomes import PARTS, Labelled, gather
from training.process.errors import TrainingError

MODEL: Final = Path(__file__).resolve().parent.parent / "models" / "digits.onnx"
SUBJECTS: Final = {
    "bot": "this bot",
    "rival": "RapidOCR, all characters",
    "digits": "RapidOCR, held to digits",
}
DIGITS: Final = "0123456789"
TIMES: Final = frozenset("xX\u00d7")
Read = Callable[[bytes], str]


def bot(model: Path) -> tuple[Read, int]:
    """Reads as the bot does; also the bytes of its models."""
    from bot.reading import PictureError, Reader

    reader = Reader.open(model)
    size = sum(path.stat().st_size for path in model.parent.glob("*.onnx"))

    def read(data: bytes) -> str:
        try:
            return reader.read(data).text
        except PictureError:
            return ""

    return read, size


def rival(*, held: bool) -> tuple[Read, int]:
    """Reads with RapidOCR's recognition; `held` to digits, or with all its characters."""
    import rapidocr

    engine = rapidocr.RapidOCR(
        params={
            "Global.use_det": False,
            "Global.use_cls": False,
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    recogniser = engine._load_rec_model()
    characters = recogniser.postprocess_op.character
    columns = [0, *(characters.index(digit) for digit in DIGITS)]

    def read(data: bytes) -> str:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        if picture is None:
            return ""
        if held:
            height, width = picture.shape[:2]
            strip = recogniser.resize_norm_img(picture, max(320 / 48, width / height))
            said = recogniser.session(strip[None])[0][:, columns].argmax(1)
            return "".join(DIGITS[s - 1] for s in collapsed(said))
        texts = engine(picture, use_det=False, use_cls=False, use_rec=True).txts
        return number("".join(texts or ()))

    models = Path(rapidocr.__file__).parent / "models"
    return read, max(path.stat().st_size for path in models.glob("*rec*.onnx"))


def number(text: str) -> str:
    """What is said, if it is a number: digits, and no letter but a sign for times between them."""
    letters = any(c.isalpha() and c not in TIMES for c in text)
    return text if any(c in DIGITS for c in text) and not letters else ""


def collapsed(said: NDArray[np.intp]) -> list[int]:
    """CTC: repeats are one symbol, blanks (0) none."""
    first = np.append([True], said[1:] != said[:-1])
    return [int(s) for s in said[first] if s]


def one_line(folders: list[Path], part: str) -> list[Labelled]:
    """The pictures that are compared."""
    return [p for folder in folders for p in gather(folder, part) if "\n" not in p.label]


def measure(subject: str, folders: list[Path], part: str, model: Path) -> dict[str, Any]:
    """What one of the subjects says of every picture, how long it took, and what it needs."""
    cv2.setNumThreads(1)
    read, size = bot(model) if subject == "bot" else rival(held=subject == "digits")
    texts, times = [], []
    for picture in one_line(folders, part):
        data = picture.path.read_bytes()
        began = time.process_time()
        texts.append(read(data))
        times.append(1000 * (time.process_time() - began))
    return {"texts": texts, "ms": times, "megabytes": size / 1e6, "memory": _memory_mb()}


def _memory_mb() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def compare(options: argparse.Namespace, folders: list[Path]) -> None:
    """Runs every subject in a process of its own, and prints the tables."""
    pictures = one_line(folders, options.part)
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    found = []
    for subject, name in SUBJECTS.items():
        command = [sys.executable, __file__, *map(str, folders), "--subject", subject]
        command += ["--part", options.part, "--model", str(options.model)]
        done = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=True)
        found.append(Found(name, pictures, **json.loads(done.stdout.splitlines()[-1])))
    show(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "folders", type=Path, nargs="+", metavar="DIR", help="of pictures, or of such folders"
    )
    parser.add_argument("--part", choices=PARTS, default="report")
    parser.add_argument("--strokes", type=Path, nargs="+", metavar="PATH", help="draw with these")
    parser.add_argument("--count", type=int, default=40, help="drawn pictures of each kind")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--subject", choices=SUBJECTS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.subject:
        print(json.dumps(measure(options.subject, options.folders, options.part, options.model)))
        return
    if importlib.util.find_spec("rapidocr") is None:
        raise SystemExit(
            "RapidOCR, which this compares with, is not installed. Run: uv run --with "
            '"rapidocr>=3.10,<3.11" python benchmarks/rival.py DIR'
        )
    try:
        with tempfile.TemporaryDirectory() as drawn:
            if options.strokes:
                from benchmarks.drawn import save_all

                save_all(Path(drawn), options.strokes, options.count)
            compare(options, [*options.folders, *([Path(drawn)] if options.strokes else [])])
    except TrainingError as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
