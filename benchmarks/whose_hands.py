"""The options of a program that draws with people's hands: whose."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.handwritten import Hands
from training.process.errors import TrainingError
from training.synthesis.penstrokes import load


def add_options(parser: argparse.ArgumentParser) -> None:
    """Lets a program be told where the strokes are, and whose are drawn with."""
    parser.add_argument("--strokes", type=Path, nargs="+", default=[], metavar="PATH")
    parser.add_argument("--choosing", action="store_true", help="hands held back to choose by")


def hands_of(options: argparse.Namespace) -> Hands:
    """The hands that nothing is trained on, or those to choose by.

    Raises:
        SystemExit: the strokes cannot be used; its text says why.
    """
    try:
        characters = load(options.strokes)
    except TrainingError as error:
        raise SystemExit(str(error)) from error
    return Hands(characters.for_choosing() if options.choosing else characters.for_reporting())
