"""Real handwriting as pen strokes: UNIPEN (CC BY 4.0) and UCI's pen digits (CC BY 4.0).

Strokes can be drawn with any pen at any size, and one writer's characters in that writer's own
relative sizes. Whoever ships a model that was trained on them names both;
`training.card.card` does.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from zipfile import ZipFile, is_zipfile

import numpy as np

from training.process.array_files import arrays
from training.process.errors import TrainingError
from training.synthesis import penarchives
from training.synthesis.characters import Characters, Ink, from_characters, joined, starts
from training.synthesis.handwriting import DIGITS
from training.synthesis.penarchives import UNREADABLE, Character

_WHERE: Final = (
    "UNIPEN is on Zenodo, doi 10.5281/zenodo.1195803; the pen digits are UCI's data set 81, "
    "doi 10.24432/C5MG6K."
)
_ARRAYS: Final = ("label", "contributor", "writer", "strokes", "lengths", "points")
_PLACES: Final = ("origin", "size")
_PENDIGITS: Final = ("pendigits-orig.tra", "pendigits-orig.tes")
_UNFIT: Final = "its arrays do not fit each other"
_PACKED: Final = ".Z"
_TEST_WRITERS: Final = 100
"""Added to the numbers of the test file's writers: UCI counts those of both files from 1."""


def load(paths: Sequence[Path]) -> Characters:
    """Loads handwriting: the characters of all the paths, one after another.

    Args:
        paths: each `unipen.npz` or `pendigits.npz`; or what their authors publish: UNIPEN's tar
            archive or its folder, `pendigits-orig.tra` or `.tes`, packed (`.Z`) or not, the zip
            archive from UCI; or a folder that holds such files.

    Raises:
        TrainingError: a path is absent, damaged, or none of these.
    """
    files = [file for path in paths for file in _files(path)]
    if not files:
        raise TrainingError(f"No file of pen strokes was named: pass --strokes PATH... {_WHERE}")
    return joined([_load(file) for file in files])


def require_whole(characters: Characters, whose: str) -> None:
    """Looks whether there is what a training draws: every digit, and letters or signs.

    Args:
        characters: of the writers that it is about.
        whose: says which those are, after "pen strokes".

    Raises:
        TrainingError: something is lacking.
    """
    labels = set(characters.label.tolist())
    lacking = ", ".join(digit for digit in DIGITS if digit not in labels)
    if not lacking and not labels <= set(DIGITS):
        return
    raise TrainingError(
        f"The pen strokes {whose} hold no {lacking or 'letters'}. Pass both data sets to "
        f"--strokes: {_WHERE}"
    )


def _files(path: Path) -> list[Path]:
    """The path, or what a folder holds."""
    if not path.exists():
        raise TrainingError(f"There is no {path} to take pen strokes from. {_WHERE}")
    if not path.is_dir() or penarchives.is_unipen_folder(path):
        return [path]
    originals = (name + end for name in _PENDIGITS for end in ("", _PACKED))
    names = ("unipen.npz", "pendigits.npz", *originals)
    found = [file for name in names for file in (path / name, path / Path(name).stem / name)]
    found = [file for file in found if file.is_file()]
    if not found:
        raise TrainingError(f"The folder {path} holds no pen strokes. {_WHERE}")
    return found


def _load(path: Path) -> Characters:
    try:
        if path.suffix == ".npz":
            return _from_arrays(path)
        if path.name.removesuffix(_PACKED).endswith((".tra", ".tes")):
            return from_characters(_pendigits(path.name, path.read_bytes()))
        if is_zipfile(path):
            return _from_zip(path)
        return from_characters(penarchives.unipen(path))
    except UNREADABLE as error:
        raise TrainingError(
            f"The file of pen strokes {path} is damaged, or it is none ({error}). "
            f"Get it anew: {_WHERE}"
        ) from error


def _from_arrays(path: Path) -> Characters:
    found = arrays(path, (*_ARRAYS, *_PLACES))
    missing = [name for name in (*_ARRAYS, *_PLACES) if name not in found]
    if missing:
        raise ValueError(f"it lacks {', '.join(missing)}")
    if not all(array.ndim for array in found.values()):
        raise ValueError(_UNFIT)
    strokes, lengths = (found[name].astype(np.int64) for name in ("strokes", "lengths"))
    count = len(found["label"])
    wrong = (
        any(len(found[name]) != count for name in ("contributor", "writer", "strokes", *_PLACES))
        or strokes.sum() != len(lengths)
        or found["points"].shape != (lengths.sum(), 2)
        or found["origin"].shape != (count, 2)
        or any(found[name].dtype.kind != "U" for name in ("label", "contributor"))
        or (count and min(strokes.min(), lengths.min()) < 1)
    )
    if wrong or not count:
        raise ValueError(_UNFIT)
    return Characters(
        np.array([penarchives.unescaped(label) for label in found["label"]]),
        found["contributor"].astype(np.str_),
        found["writer"].astype(np.int64),
        found["origin"].astype(np.float32),
        found["size"].astype(np.float32),
        starts(strokes)[:-1],
        strokes,
        Ink(found["points"].astype(np.int16), starts(lengths)),
    )


def _from_zip(path: Path) -> Characters:
    with ZipFile(path) as archive:
        held = {Path(name).name: name for name in archive.namelist()}
        names = [name for own in _PENDIGITS for name in (own, own + _PACKED) if name in held]
        found = [
            character for name in names for character in _pendigits(name, archive.read(held[name]))
        ]
    if not found:
        raise ValueError(f"no {' or '.join(_PENDIGITS)} is in it")
    return from_characters(found)


def _pendigits(name: str, data: bytes) -> list[Character]:
    """The digits of one of UCI's files, which may be packed."""
    if name.endswith(_PACKED):
        from uncompresspy import LZWFile

        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)
            try:
                data = LZWFile(io.BytesIO(data)).read()
            except RuntimeWarning as warning:
                raise ValueError(str(warning)) from warning
    first = _TEST_WRITERS if name.removesuffix(_PACKED).endswith(".tes") else 0
    return penarchives.pendigits(data.decode("latin-1"), first_writer=first)
