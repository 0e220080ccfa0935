"""Real handwriting as pen strokes: UNIPEN (CC BY 4.0) and UCI's pen digits (CC BY 4.0).

Strokes can be drawn with any pen at any size, and one writer's characters in that writer's own
relative sizes. Whoever ships a model that was trained on them names both;
`training.card.card` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final
from zipfile import ZipFile, is_zipfile

import numpy as np

from training.process.array_files import arrays
from training.process.errors import TrainingError
from training.synthesis import penarchives
from training.synthesis.characters import Characters, Ink, from_characters, joined, starts
from training.synthesis.penarchives import UNREADABLE

_WHERE: Final = (
    "UNIPEN is on Zenodo, doi 10.5281/zenodo.1195803; the pen digits are UCI's data set 81, "
    "doi 10.24432/C5MG6K."
)
_ARRAYS: Final = ("label", "contributor", "writer", "strokes", "lengths", "points")
_PLACES: Final = ("origin", "size")
_PENDIGITS: Final = {"pendigits-orig.tra": 0, "pendigits-orig.tes": 100}
"""Added to the writers' numbers: UCI counts those of both files from 1."""


def load(paths: Sequence[Path]) -> Characters:
    """Loads handwriting: the characters of all the paths, one after another.

    Args:
        paths: each `unipen.npz` or `pendigits.npz`; or what their authors publish: UNIPEN's tar
            archive or its folder, `pendigits-orig.tra` or `.tes`, the zip archive from UCI; or a
            folder that holds such files.

    Raises:
        TrainingError: a path is absent, damaged, or none of these.
    """
    files = [file for path in paths for file in _files(path)]
    if not files:
        raise TrainingError(f"No file of pen strokes was named. {_WHERE}")
    return joined([_load(file) for file in files])


def _files(path: Path) -> list[Path]:
    """The path, or what a folder holds."""
    if not path.exists():
        raise TrainingError(f"There is no {path} to take pen strokes from. {_WHERE}")
    if not path.is_dir() or penarchives.is_unipen_folder(path):
        return [path]
    names = ("unipen.npz", "pendigits.npz", *_PENDIGITS)
    found = [file for name in names for file in (path / name, path / Path(name).stem / name)]
    found = [file for file in found if file.is_file()]
    if not found:
        raise TrainingError(f"The folder {path} holds no pen strokes. {_WHERE}")
    return found


def _load(path: Path) -> Characters:
    try:
        if path.suffix == ".npz":
            return _from_arrays(path)
        if path.suffix in {".tra", ".tes"}:
            shift = _PENDIGITS.get(path.name, 100 * (path.suffix == ".tes"))
            text = path.read_text("latin-1")
            return from_characters(penarchives.pendigits(text, first_writer=shift))
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
        raise ValueError("its arrays do not fit each other")
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
        found = [
            penarchives.pendigits(archive.read(held[name]).decode("latin-1"), first_writer=shift)
            for name, shift in _PENDIGITS.items()
            if name in held
        ]
    if not found:
        packed = any(name.startswith("pendigits-orig") for name in held)
        hint = ": unpack them with `gzip -d pendigits-orig.*.Z`" if packed else ""
        raise ValueError(f"no {' or '.join(_PENDIGITS)} is in it{hint}")
    return from_characters([character for part in found for character in part])
