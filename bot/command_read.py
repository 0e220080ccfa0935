"""`python -m bot read`: pictures from the disk, numbers to the terminal."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.reading.decode import decode
from bot.reading.errors import PictureError
from bot.reading.result import Reading
from bot.replies import answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.reading import Reader
    from bot.reading.drawing import Kind

ENDINGS: Final = {
    *(".jpg", ".jpeg", ".jfif", ".png", ".webp", ".gif"),
    *(".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif"),
}
"""What counts as a picture in a folder; a file that is named is read whatever it is called."""
STANDARD_INPUT: Final = "-"
WRONG_USE: Final = 2
NOBODY_LISTENS: Final = 141
"""What a shell makes of SIGPIPE, as `| head` sends it."""


def read_all(paths: Iterable[str], model: Path, *, as_json: bool, explain_to: Path | None) -> int:
    """Read pictures, and print a line for each.

    Args:
        paths: files, folders, or `-` for standard input.
        model: the model file.
        as_json: print one JSON object a line, as `read --help` tells.
        explain_to: write pictures that explain: to this file, or, of several pictures, to files
            of this name with a number before its ending.

    Returns:
        The exit status: 1 if a file could not be read or written, 2 if a picture would be
        overwritten, 141 when nobody listens any longer.

    Raises:
        bot.reading.model.ModelError: if the model cannot be used.
    """
    from bot.reading import Reader

    reader = Reader.open(model)
    names = list(_expand(paths))
    targets = [explain_to and _numbered(explain_to, n + 1, len(names)) for n in range(len(names))]
    given = {Path(name).resolve() for name in names if name != STANDARD_INPUT}
    for target in targets:
        if target is not None and target.resolve() in given:
            _note(f"--explain would overwrite {target}, which is to be read. Name another file.")
            return WRONG_USE
    try:
        done = [
            _tell(reader, name, target, as_json)
            for name, target in zip(names, targets, strict=True)
        ]
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the flush at the end
        return NOBODY_LISTENS
    return 0 if all(done) else 1


def _tell(reader: Reader, name: str, target: Path | None, as_json: bool) -> bool:
    """Read a picture, print its line, and draw it where that is asked; whether all went well."""
    outcome: Reading | str
    data = b""
    try:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
        outcome = reader.read(data)
    except PictureError as error:
        outcome = str(error)
    except OSError as error:
        outcome = f"{error.strerror or error}."
    line = json.dumps(as_record(name, outcome)) if as_json else as_words(name, outcome)
    print(line, flush=True)  # noqa: T201 - this command's purpose
    if isinstance(outcome, str):
        return False
    return target is None or _draw(data, outcome, target)


def as_record(name: str, outcome: Reading | str) -> dict[str, object]:
    """One picture's line for programs; a string says why it could not be read."""
    if isinstance(outcome, str):
        return {"file": name, "error": outcome}
    return {
        "file": name,
        "text": outcome.text,
        "confidence": round(outcome.confidence, 6),
        "digits": [
            {
                "digit": digit.digit,
                "confidence": round(digit.confidence, 6),
                "box": list(digit.box),
                "alternatives": [[other, round(p, 6)] for other, p in digit.alternatives],
            }
            for digit in outcome.digits
        ],
        "reason": outcome.reason and outcome.reason.value,
    }


def as_words(name: str, outcome: Reading | str) -> str:
    """One picture's line for people; further lines of writing are indented below it."""
    if isinstance(outcome, str):
        return f"{name}: {outcome}"
    if outcome.reason is not None:
        return " ".join([f"{name}:", answers.refusal(outcome.reason), *answers.advice(outcome)])
    first, *others = outcome.text.split("\n")
    sure = answers.percent(outcome.confidence)
    return "\n".join([f"{name}: {first} ({sure})", *(" " * len(name) + f"  {x}" for x in others)])


def _draw(data: bytes, reading: Reading, target: Path) -> bool:
    """Draw what was seen; whether it could be written."""
    from bot.reading.explain import explain

    kind: Kind = "jpeg" if target.suffix.lower() in {".jpg", ".jpeg"} else "png"
    try:
        target.write_bytes(explain(decode(data), reading, kind))
    except OSError as error:
        _note(f"{target} cannot be written: {error.strerror or error}.")
        return False
    _note(f"drawn in {target}")
    return True


def _note(words: str) -> None:
    """Says what is no line of a picture."""
    print(words, file=sys.stderr)  # noqa: T201


def _expand(paths: Iterable[str]) -> Iterator[str]:
    """Files in the order given; a folder's pictures, and those of folders in it, sorted."""
    for given in paths:
        path = Path(given)
        if given != STANDARD_INPUT and path.is_dir():
            found = [p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file()]
            if not found:
                _note(f"{given}: there is no picture in this folder.")
            yield from (str(p) for p in sorted(found))
        else:
            yield given


def _numbered(path: Path, place: int, count: int) -> Path:
    """`OUT.png` for one picture, else `OUT-1.png`, `OUT-2.png`, ..."""
    return path if count == 1 else path.with_stem(f"{path.stem}-{place}")
