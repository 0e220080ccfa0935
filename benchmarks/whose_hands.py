"""The options of a program that draws with people's hands, and reads that: whose, and with what."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks.handwritten import Hands
from training.process.errors import TrainingError
from training.synthesis.penstrokes import load

MODEL: Final = Path(__file__).resolve().parent.parent / "models" / "digits.onnx"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Lets a program be told where the strokes are, whose are drawn with, and what reads them."""
    parser.add_argument("--strokes", type=Path, nargs="+", default=[], metavar="PATH")
    parser.add_argument("--choosing", action="store_true", help="hands held back to choose by")
    parser.add_argument("--model", type=Path, default=MODEL)


def run(main: Callable[[], None]) -> None:
    """Runs a program; where it cannot go on, it says why and what to do, and no more."""
    try:
        main()
    except TrainingError as error:
        raise SystemExit(str(error)) from error


def hands_of(options: argparse.Namespace) -> Hands:
    """The hands that nothing is trained on, or those to choose by.

    Raises:
        TrainingError: the strokes cannot be used.
    """
    characters = load(options.strokes)
    return Hands(characters.for_choosing() if options.choosing else characters.for_reporting())
