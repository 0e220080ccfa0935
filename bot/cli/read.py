"""`python -m bot read`: pictures and PDFs from the disk, numbers to the terminal."""

from __future__ import annotations

import gc
import json
import os
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

from bot.cli.folders import expand
from bot.cli.items import STANDARD_INPUT, items
from bot.cli.lines import as_record, as_words
from bot.cli.printing import ended, note, say
from bot.machine.output import Unprinted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.drawing.canvas import Kind
    from bot.reading import Reader, Reading
    from bot.reading.open.decode import Picture
    from bot.tables.pages import Page

MODEL: Final = Path(__file__).parents[2] / "models" / "digits.onnx"
UNREAD: Final = 1
WRONG_USE: Final = 2
FEW: Final = 4
"""So many pictures are read sooner with networks that load quickly than with those that run so."""
DRAWN: Final[dict[str, Kind]] = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
"""What `--explain` draws, by the ending of its name."""


def model_path() -> Path:
    """What `ReadingSettings` says of the model, without loading pydantic where it says nothing.

    To load it takes longer than to read a picture.

    Raises:
        bot.reading.model.ModelError: the settings cannot be read, and so not which model it is.
    """
    name = "model_path"
    environment = Path(".env")
    if any(variable.lower() == name for variable in os.environ) or (
        environment.is_file() and name in environment.read_text("utf-8", "replace").lower()
    ):
        from bot import settings
        from bot.reading.model import ModelError

        try:
            return settings.model_path()
        except settings.SettingsError as error:
            raise ModelError(str(error)) from None
    return MODEL


def read_all(
    paths: Iterable[str],
    model: Path,
    *,
    as_json: bool = False,
    as_csv: bool = False,
    explain_to: Path | None = None,
) -> int:
    """Read pictures, and print a line for each, or for each page of a PDF.

    Args:
        paths: files, folders, or `-` for standard input.
        model: the model file.
        as_json: print one JSON object a line, as `read --help` tells.
        as_csv: print one table of all that is written, once all is read, as `read --help` tells.
        explain_to: write pictures that explain: to this file, or, of several files, to files of
            this name with a number before its ending, their place among them.

    Returns:
        The exit status: 1 if a file could not be read or written, a folder has no picture, or
        nothing more can be printed; 2 if a picture would be overwritten, or cannot be of the kind
        that its name says; 141 when nobody listens any longer.

    Raises:
        bot.reading.model.ModelError: if the model cannot be used.
    """
    if explain_to is not None and explain_to.suffix.lower() not in DRAWN:
        note(f"--explain draws PNG or JPEG: let the name end in .png or .jpg, not {explain_to}.")
        return WRONG_USE
    names, whole = expand(paths, note)
    if not names:
        return UNREAD
    reader = _opened(model, brief=len(names) <= FEW)
    gc.freeze()  # else the first collection looks through all that was loaded
    gc.enable()
    targets = [explain_to and _numbered(explain_to, n + 1, len(names)) for n in range(len(names))]
    given = {Path(name).resolve() for name in names if name != STANDARD_INPUT}
    for target in targets:
        if target is not None and target.resolve() in given:
            note(f"--explain would overwrite {target}, which is to be read. Name another file.")
            return WRONG_USE
    pages: list[Page] | None = [] if as_csv else None
    try:
        done = [
            _tell(reader, name, target, as_json, pages)
            for name, target in zip(names, targets, strict=True)
        ]
        if pages is not None:
            _print_table(pages)
    except Unprinted as unprinted:
        return ended(unprinted)
    return 0 if whole and all(done) else UNREAD


def _opened(model: Path, *, brief: bool) -> Reader:
    """The reader. While its networks load, which needs no Python, the rest is imported.

    Raises:
        bot.reading.model.ModelError: if the model cannot be used.
    """
    from bot.reading.digits.classify import Classifier
    from bot.reading.layout.ruling import RulingNetwork
    from bot.reading.line.network import LineNetwork

    opened: list[tuple[Classifier, LineNetwork, RulingNetwork] | Exception] = []

    def load() -> None:
        try:
            classifier = Classifier.open(model, brief=brief)
            lines = LineNetwork.beside(model.parent, brief=brief)
            ruling = RulingNetwork.beside(model.parent, brief=brief)
            opened.append((classifier, lines, ruling))
        except Exception as error:  # noqa: BLE001 - raised below
            opened.append(error)

    loading = Thread(target=load)
    loading.start()
    import PIL.JpegImagePlugin  # noqa: F401 - what is opened, of whatever kind, is held against it

    from bot.reading.reader import Reader

    loading.join()
    [networks] = opened
    if isinstance(networks, Exception):
        raise networks
    return Reader(*networks)


def _tell(
    reader: Reader, name: str, target: Path | None, as_json: bool, pages: list[Page] | None
) -> bool:
    """Read a file, print its lines, and draw it where that is asked; whether all went well.

    Args:
        reader: reads it.
        name: the file's.
        target: where it is drawn.
        as_json: how the lines are printed.
        pages: take what was read, for a table, where nothing is to be printed yet.
    """
    well = True
    for item in items(reader, name):
        shown = name if item.of == 1 else f"{name}, page {item.page}"
        if pages is not None:
            pages.append(_page(shown, item.outcome))
        elif as_json:
            say(json.dumps(as_record(name, item.outcome, item.page)))
        else:
            say(as_words(shown, item.outcome))
        if isinstance(item.outcome, str):
            well = False
        elif target is not None and item.picture is not None:
            place = _numbered(target, item.page or 1, item.of)
            well = _draw(item.picture(), item.outcome, place) and well
    return well


def _page(name: str, outcome: Reading | str) -> Page:
    """What of a picture goes into a table."""
    from bot.replies import answers
    from bot.tables.pages import Page
    from bot.tables.typed_table import TypedTable, typed

    if isinstance(outcome, str):
        return Page(name, TypedTable((), ()), outcome)
    why_not = "" if outcome.reason is None else answers.refusal(outcome.reason)
    return Page(name, typed(outcome), why_not)


def _print_table(pages: list[Page]) -> None:
    from bot.tables.csv_file import csv_of
    from bot.tables.pages import decimal_notes

    for page in pages:
        for words in decimal_notes(page.table):
            note(f"{page.name}: {words}")
    say(csv_of(pages, named=True).replace("\r\n", "\n").removesuffix("\n"))


def _draw(picture: Picture, reading: Reading, target: Path) -> bool:
    """Draw what was seen; whether it could be written."""
    from bot.drawing.explain import explain

    try:
        target.write_bytes(explain(picture, reading, DRAWN[target.suffix.lower()]))
    except OSError as error:
        note(f"{target} cannot be written: {error.strerror or error}.")
        return False
    note(f"drawn in {target}")
    return True


def _numbered(path: Path, place: int, count: int) -> Path:
    """`OUT.png` for one picture, else `OUT-1.png`, `OUT-2.png`, ..."""
    return path if count == 1 else path.with_stem(f"{path.stem}-{place}")
