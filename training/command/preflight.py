"""`python -m training check`: can a run succeed on this machine? Asked before it starts.

It looks where the run would look, imports nothing heavy, and takes less than a second. With
`--json` it prints one object, `bot.contract.Preflight`.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path
from typing import Final

from bot.contract import Check, Preflight
from training.data import KEYS, cached
from training.lines.recipe import RECIPES as LINE_RECIPES
from training.lines.recipe import LineRecipe
from training.process.memory import free_mb
from training.process.workspace import DISK_MB
from training.recipes import RECIPES, Recipe
from training.ruling.recipe import RECIPES as RULING_RECIPES
from training.ruling.recipe import RulingRecipe

LIBRARIES: Final = ("tensorflow", "keras", "tf2onnx", "onnx", "matplotlib", "rich")
ORIGIN: Final = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
"""Where Keras downloads MNIST from."""
ANSWER_WITHIN: Final = 3.0


def check(
    name: str, *, data: Path | None = None, corrections: int = 0, out: Path | None = None
) -> list[Check]:
    """Looks at everything that a run needs.

    Args:
        name: the recipe.
        data: `--data` of the run.
        corrections: how many there are to train on.
        out: where the run writes; the system's folder for temporary files if it is not said.
    """
    every: dict[str, Recipe | LineRecipe | RulingRecipe] = {
        **RECIPES,
        **LINE_RECIPES,
        **RULING_RECIPES,
    }
    recipe = every[name]
    found = [_libraries(), _memory(recipe.memory_mb), _data(data), _disk(out)]
    if isinstance(recipe, Recipe) and recipe.start and recipe.corrections:
        found.append(_corrections(corrections))
    return found


def show(name: str, checks: list[Check], *, as_json: bool) -> bool:
    """Prints what was found; returns whether everything is there."""
    found = Preflight(name, tuple(checks))
    if as_json:
        sys.stdout.write(json.dumps(found.as_json()) + "\n")
        return found.ok
    for one in checks:
        sys.stdout.write(f"{'yes' if one.ok else 'NO ':3}  {one.message}\n")
    if not found.ok:
        sys.stdout.write(f"It can be trained on another machine with: {found.elsewhere}\n")
    return found.ok


def missing(modules: tuple[str, ...]) -> str | None:
    """Which libraries are not installed, and how to install them; `None` if all are."""
    absent = [name for name in modules if importlib.util.find_spec(name) is None]
    if not absent:
        return None
    return (
        f"Training needs {', '.join(absent)}, which the bot does without. Install it with "
        "`uv sync --extra training`, or `pip install '.[training]'`, in the project's folder."
    )


def _libraries() -> Check:
    lack = missing(LIBRARIES)
    return Check("libraries", lack is None, lack or "TensorFlow is installed.")


def _memory(needed: int) -> Check:
    free = free_mb()
    if free is None:
        return Check("memory", True, "How much memory is free cannot be told on this system.")
    if free >= needed:
        return Check("memory", True, f"{free} MB of memory are free, {needed} are needed.")
    return Check(
        "memory",
        False,
        f"This recipe needs about {needed} MB of memory, and {max(0, free)} MB are free. Give the "
        "machine more memory, close other programs, or train on another machine.",
    )


def _disk(out: Path | None) -> Check:
    if out is not None and out.exists() and not out.is_dir():
        return Check("disk", False, f"--out {out} is a file. Pass a folder.")
    instead = "Set TMPDIR to" if out is None else "Pass as --out"
    folder = Path(tempfile.gettempdir()) if out is None else out.resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 2**20
    if free >= DISK_MB and os.access(folder, os.W_OK):
        return Check("disk", True, f"{free} MB of disk are free.")
    if free >= DISK_MB:
        return Check("disk", False, f"{folder} cannot be written. {instead} a folder that can.")
    return Check("disk", False, f"Only {free} MB are free at {folder}; {DISK_MB} MB are needed.")


def _data(path: Path | None) -> Check:
    undone = "unset MNIST_PATH" if path is None else "leave --data out"
    if path is None and os.environ.get("MNIST_PATH"):
        path = Path(os.environ["MNIST_PATH"])
    if path is not None:
        path = path / "mnist.npz" if path.is_dir() else path
        if not path.is_file():
            return Check(
                "data",
                False,
                f"There is no data file {path}. Put mnist.npz there, or {undone} to have MNIST "
                "downloaded.",
            )
        if not _whole(path):
            return Check(
                "data", False, f"The data file {path} is damaged, or not mnist.npz. Get it anew."
            )
        return Check("data", True, "MNIST is there.")
    if _whole(cached()):
        return Check("data", True, "MNIST is there.")
    return _download()


def _download() -> Check:
    """Whether Keras will be able to download MNIST."""
    try:
        asked = urllib.request.Request(ORIGIN, method="HEAD")
        with urllib.request.urlopen(asked, timeout=ANSWER_WITHIN):  # noqa: S310
            return Check("data", True, "MNIST is not there yet; it is downloaded first (11 MB).")
    except (OSError, ValueError):
        return Check(
            "data",
            False,
            "MNIST is not on this machine and cannot be downloaded from here. Copy mnist.npz to "
            "it and set MNIST_PATH to that file.",
        )


def _whole(path: Path) -> bool:
    """Whether a file is an archive with MNIST's arrays, as far as can be told quickly."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {f"{key}.npy" for key in KEYS} <= set(archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def _corrections(count: int) -> Check:
    if count:
        return Check("corrections", True, f"{count} corrections to learn from.")
    return Check(
        "corrections",
        False,
        "There are no approved corrections to learn from. Correct readings with ✗ under an answer, "
        "approve them with /corrections, or train with the recipe quick.",
    )
