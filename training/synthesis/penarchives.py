"""Pen strokes as their authors publish them: UNIPEN's archive, and UCI's pen digits.

UNIPEN (I. Guyon, L. Schomaker, R. Plamondon, M. Liberman, S. Janet, ICPR 1994) is a tar archive of
text files. A file below `data/1a` (digits), `1b`, `1c` (letters) or `1d` (signs) includes files
below `include`, which hold the ink, and says which of the ink's components make each character:

    .INCLUDE gmd/data/b.dat
    .SEGMENT CHARACTER 25-26 OK "4"

Components count from 0 over the ink of all included files. Every run of points is one, with the
pen down or up; a lifted pen that leaves no points is none. UCI's files hold the ink directly.
"""

from __future__ import annotations

import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

UNREADABLE: Final = (
    *(OSError, EOFError, ValueError, RuntimeError),
    *(tarfile.TarError, zipfile.BadZipFile, zlib.error),
)
"""What reading a damaged archive raises."""

_KEYWORD: Final = re.compile(r"^\.([A-Z_]+)", re.MULTILINE)
_SEGMENT: Final = re.compile(r'CHARACTER\s+(\S+)\s+\S+\s+"((?:\\.|[^"\\])+)"')
_RANGE: Final = re.compile(r"(\d+)(?::(\d+))?(?:-(\d+)(?::(\d+))?)?")
_ISOLATED: Final = ("1a", "1b", "1c", "1d")
"""UNIPEN's categories of characters that stand alone."""
_DEEPEST: Final = 8
"""Files that include each other would include each other for ever."""
_WRITER: Final = re.compile(r"\d+\s+(\d+)")


@dataclass(frozen=True, slots=True)
class Character:
    """A character as it was written.

    Attributes:
        label: which it is.
        contributor: who collected it.
        writer: number of the writer, among the contributor's (of UNIPEN: of the file).
        strokes: the points of each stroke, `[n, 2]`, in the tablet's units, y upwards.
    """

    label: str
    contributor: str
    writer: int
    strokes: list[Floats]


@dataclass(slots=True)
class _Ink:
    """The components of included files, in order: the points, and whether the pen was down."""

    components: list[tuple[Floats, bool]] = field(default_factory=list)
    columns: tuple[int, int, int] = (0, 1, 2)
    """Which column is x, which is y, and how many there are."""


def is_unipen_folder(path: Path) -> bool:
    """Whether a folder is UNIPEN's archive, unpacked."""
    return (path / "data").is_dir() and (path / "include").is_dir()


def unipen(path: Path) -> list[Character]:
    """The isolated characters of UNIPEN's archive, or of the folder that it unpacks to.

    Raises:
        UNREADABLE: the archive is damaged, or a file that it names is not in it.
    """
    texts = _tar_texts(path) if path.is_file() else _folder_texts(path)
    heads = dict(texts(lambda name: name[:1] == ("data",)))
    wanted = {
        ("include", *PurePosixPath(rest.strip()).parts)
        for text in heads.values()
        for word, rest in _keywords(text)
        if word == "INCLUDE"
    }
    files = dict(texts(wanted.__contains__))
    hands = sorted({name[2:] for name in heads})
    numbers = {hand: number for number, hand in enumerate(hands)}
    return [
        character
        for name in sorted(heads, key=lambda name: (numbers[name[2:]], name[1]))
        for character in _characters(heads[name], files, name[2], numbers[name[2:]])
    ]


def pendigits(text: str, *, first_writer: int = 0) -> list[Character]:
    """The digits of `pendigits-orig.tra` or `.tes`.

    Args:
        text: the file.
        first_writer: added to the writers' numbers, which both files count from 1.

    Raises:
        ValueError: it holds no digits.
    """
    found = []
    label, writer, strokes = "", 0, list[Floats]()
    for word, rest in [*_keywords(text), ("SEGMENT", "")]:
        if word == "SEGMENT":
            if label and strokes:
                found.append(Character(label, "pen", first_writer + writer, strokes))
            quoted = rest.split('"')
            label, strokes = (quoted[1] if len(quoted) > 1 else ""), []
        elif word == "COMMENT" and (number := _WRITER.search(rest)):
            writer = int(number[1])
        elif word == "PEN_DOWN" and len(points := _points(rest, (0, 1, 2))):
            strokes.append(points)
    if not found:
        raise ValueError("no digits are in it")
    return found


Name = tuple[str, ...]
_Texts = Callable[[Callable[[Name], bool]], Iterator[tuple[Name, str]]]
"""Gives the names and texts of the files that are wanted."""


def _tar_texts(path: Path) -> _Texts:
    def texts(wanted: Callable[[Name], bool]) -> Iterator[tuple[Name, str]]:
        # Read from the front: going back and forth in a compressed archive takes hours.
        with tarfile.open(path, "r|*") as archive:
            for member in archive:
                name = _within(PurePosixPath(member.name).parts)
                if member.isfile() and wanted(name) and (file := archive.extractfile(member)):
                    yield name, file.read().decode("latin-1")

    return texts


def _folder_texts(path: Path) -> _Texts:
    def texts(wanted: Callable[[Name], bool]) -> Iterator[tuple[Name, str]]:
        for file in sorted(path.rglob("*")):
            name = _within(file.relative_to(path).parts)
            if wanted(name) and file.is_file():
                yield name, file.read_text("latin-1")

    return texts


def _within(parts: Name) -> Name:
    """A file's path from `data/1a` (or `1b`, ...) or `include` on; empty if it is none of these."""
    for place, part in enumerate(parts[:-1]):
        if part == "include":
            return parts[place:]
        if part == "data" and parts[place + 1] in _ISOLATED and len(parts) > place + 3:
            return parts[place:]
    return ()


def _keywords(text: str) -> Iterator[tuple[str, str]]:
    """Every keyword, and what stands up to the next one."""
    _, *parts = _KEYWORD.split(text)
    yield from zip(parts[::2], parts[1::2], strict=True)


def _characters(
    text: str, files: dict[Name, str], contributor: str, writer: int
) -> Iterator[Character]:
    ink = _Ink()
    for word, rest in _keywords(text):
        if word == "INCLUDE":
            _include(rest, files, ink)
        elif word == "SEGMENT" and (match := _SEGMENT.search(rest)):
            strokes = _strokes(match[1], ink.components)
            if strokes:
                yield Character(unescaped(match[2]), contributor, writer, strokes)


def unescaped(label: str) -> str:
    """A label of UNIPEN's without the backslash that stands before a quotation mark."""
    return re.sub(r"\\(.)", r"\1", label)


def _include(rest: str, files: dict[Name, str], ink: _Ink, depth: int = 0) -> None:
    name = ("include", *PurePosixPath(rest.strip()).parts)
    if name not in files or depth > _DEEPEST:
        raise ValueError(f"{'/'.join(name)}, which it includes, is not in it")
    for word, body in _keywords(files[name]):
        if word == "INCLUDE":
            _include(body, files, ink, depth + 1)
        elif word == "COORD":
            names = body.split()
            ink.columns = (names.index("X"), names.index("Y"), len(names))
        elif word in {"PEN_DOWN", "PEN_UP"} and len(points := _points(body, ink.columns)):
            ink.components.append((points, word == "PEN_DOWN"))


def _points(body: str, columns: tuple[int, int, int]) -> Floats:
    x, y, count = columns
    numbers = np.array(body.split(), np.float64)
    return numbers[: len(numbers) // count * count].reshape(-1, count)[:, [x, y]]


def _strokes(delineation: str, components: Collection[tuple[Floats, bool]]) -> list[Floats]:
    """The strokes that `3-5`, `3,5` or `3:10-5:20` (component:point) names.

    Raises:
        ValueError: it names ink that there is not.
    """
    every = list(components)
    found = []
    for part in delineation.split(","):
        match = _RANGE.fullmatch(part)
        if not match:
            continue
        first, start, last, end = (None if g is None else int(g) for g in match.groups())
        first = first or 0
        last = first if last is None else last
        if last >= len(every):
            raise ValueError(f"component {last} of {len(every)} is named in it")
        for place in range(first, last + 1):
            points, down = every[place]
            begin = start if place == first else None
            stop = end + 1 if place == last and end is not None else None
            if down and len(points[begin:stop]):
                found.append(points[begin:stop])
    return found
