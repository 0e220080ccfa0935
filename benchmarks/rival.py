"""The bot's reader beside a general OCR engine, on labelled pictures.

    uv run --with "rapidocr>=3.10,<3.11" python benchmarks/rival.py DIR

The rival is RapidOCR's recognition alone (a CTC line reader), told that each picture is one line of
text. Once it may say every character it knows: then a picture is answered with a number where,
punctuation aside, digits are all it says. Once it is held to the ten digits. The bot is told
nothing. Pictures of several lines are left out, since the rival reads one. Each runs in a process
of its own on one thread; times are medians of processor time for a whole picture, from its bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np
from numpy.typing import NDArray

from training.measure.photos import Labelled, gather

MODEL = Path(__file__).resolve().parent.parent / "models" / "digits.onnx"
SUBJECTS = {"bot": "this bot", "rival": "RapidOCR", "digits": "RapidOCR, digits"}
DIGITS = "0123456789"
Read = Callable[[bytes], str]


def bot() -> tuple[Read, int]:
    """Reads as the bot does; also the bytes of its models."""
    from bot.reading import Reader

    reader = Reader.open(MODEL)
    sizes = [path.stat().st_size for path in MODEL.parent.glob("*.onnx")]
    return lambda data: reader.read(data).text, sum(sizes)


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
        assert picture is not None
        if held:
            height, width = picture.shape[:2]
            strip = recogniser.resize_norm_img(picture, max(320 / 48, width / height))
            said = recogniser.session(strip[None])[0][:, columns].argmax(1)
            return "".join(DIGITS[s - 1] for s in _collapsed(said))
        texts = engine(picture, use_det=False, use_cls=False, use_rec=True).txts
        text = "".join(c for c in "".join(texts or ()) if c.isalnum())
        return text if all(c in DIGITS for c in text) else ""

    models = Path(rapidocr.__file__).parent / "models"
    return read, max(path.stat().st_size for path in models.glob("*rec*.onnx"))


def _collapsed(said: NDArray[np.intp]) -> list[int]:
    """CTC: repeats are one symbol, blanks (0) none."""
    first = np.append([True], said[1:] != said[:-1])
    return [int(s) for s in said[first] if s]


def measure(subject: str, folder: Path) -> dict[str, Any]:
    """What one of the subjects makes of every picture."""
    cv2.setNumThreads(1)
    read, size = bot() if subject == "bot" else rival(held=subject == "digits")
    right: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    times: dict[str, list[float]] = defaultdict(list)
    for picture in _pictures(folder):
        data = picture.path.read_bytes()
        began = time.process_time()
        text = read(data)
        times[picture.group].append(1000 * (time.process_time() - began))
        right[picture.group][picture.source].append(text == picture.label)
    return {
        "megabytes": size / 1e6,
        "memory": _memory_mb(),
        "right": {
            group: {
                "sources": statistics.mean(statistics.mean(own) for own in sources.values()),
                "pictures": statistics.mean(ok for own in sources.values() for ok in own),
            }
            for group, sources in right.items()
        },
        "ms": {group: statistics.median(own) for group, own in times.items()},
    }


def _pictures(folder: Path) -> list[Labelled]:
    return [picture for picture in gather(folder) if "\n" not in picture.label]


def _memory_mb() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def show(found: dict[str, dict[str, Any]]) -> None:
    """Prints the table."""
    groups = list(found["bot"]["right"])
    print(f"{'':32}" + "".join(f"{SUBJECTS[name]:>19}" for name in found))
    for group in groups:
        for over in ("sources", "pictures"):
            label = f"{group}: right, over {over}"
            row = [f"{own['right'][group][over]:.1%}" for own in found.values()]
            print(f"{label:32}" + "".join(f"{cell:>19}" for cell in row))
    for group in groups:
        row = [f"{own['ms'][group]:.1f}" for own in found.values()]
        print(f"{group + ': ms a picture':32}" + "".join(f"{cell:>19}" for cell in row))
    for key, label in (("megabytes", "models, MB"), ("memory", "memory at most, MB")):
        row = [f"{own[key]:.1f}" for own in found.values()]
        print(f"{label:32}" + "".join(f"{cell:>19}" for cell in row))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="folder of labelled pictures, or of such folders")
    parser.add_argument("--subject", choices=SUBJECTS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.subject:
        print(json.dumps(measure(arguments.subject, arguments.folder)))
        return
    found = {}
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    for name in SUBJECTS:
        command = [sys.executable, __file__, str(arguments.folder), "--subject", name]
        done = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=True)
        found[name] = json.loads(done.stdout.splitlines()[-1])
    show(found)


if __name__ == "__main__":
    main()
