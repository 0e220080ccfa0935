"""What `python -m training` takes from the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from training.lines.recipe import RECIPES as LINE_RECIPES
from training.recipes import RECIPES
from training.ruling.recipe import RECIPES as RULING_RECIPES

START: Final = Path("models/digits.onnx")
"""What `--from` is where it is left out."""


def parser_of_commands() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="python -m training",
        description="Trains the model that the bot reads digits with, and measures it.",
        epilog="What --progress json prints: see python -m pydoc training.process.progress",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    summaries = {recipe.name: f"{recipe.name}: {recipe.summary}" for recipe in RECIPES.values()}
    for line in LINE_RECIPES.values():
        summaries[line.name] = f"{line.name}: {line.summary}"
    for ruling in RULING_RECIPES.values():
        summaries[ruling.name] = f"{ruling.name}: {ruling.summary}"
    fit = commands.add_parser("fit", help="train a model (the default)")
    check = commands.add_parser("check", help="look whether this machine can train")
    for command in (fit, check):
        command.add_argument(
            "--recipe",
            choices=summaries,
            default="quick",
            help="; ".join(summaries[name].replace("%", "%%") for name in summaries),
        )
    check.add_argument("--corrections", type=int, default=0, help="how many there are to learn")
    check.add_argument("--out", type=Path, help="folder that the run would write")
    check.add_argument("--json", action="store_true", help="print JSON")
    fit.add_argument("--corrections", type=Path, help="folder or .npz of corrected 28x28 pictures")
    fit.add_argument(
        "--from",
        dest="start",
        type=Path,
        help="the model that fine-tuning starts from, and that the line network is joined with; "
        "beside it lie the networks that lines-more and ruling-more go on from "
        f"(default: {START})",
    )
    fit.add_argument(
        "--strokes",
        type=Path,
        nargs="+",
        default=[],
        metavar="PATH",
        help="pen strokes for --recipe lines, lines-more, ruling, ruling-more or strokes: "
        "UNIPEN's and UCI's archives, or files made of them",
    )
    fit.add_argument("--out", type=Path, default=Path("out"), help="folder to write (default: out)")
    fit.add_argument("--photos", type=Path, help="folder of labelled pictures to measure with")
    fit.add_argument("--progress", choices=("rich", "json", "none"), default="rich")
    fit.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    evaluate = commands.add_parser("evaluate", help="measure a model file")
    evaluate.add_argument("model", type=Path, metavar="MODEL.onnx")
    evaluate.add_argument(
        "--photos",
        type=Path,
        help="folder of labelled pictures; with it, MNIST is not downloaded, and is measured on "
        "only where it is on this machine",
    )
    evaluate.add_argument(
        "--part",
        choices=("report", "choose", "all"),
        default="report",
        help="of folders whose labels.csv has the column part, which pictures (default: report)",
    )
    evaluate.add_argument(
        "--failures", type=Path, metavar="OUT.csv", help="write which pictures were not read right"
    )
    evaluate.add_argument("--json", action="store_true", help="print JSON instead of tables")
    evaluate.add_argument("--fast", action="store_true", help="leave corrupted MNIST out")
    gate = commands.add_parser("gate", help="measure a candidate beside the active model")
    gate.add_argument("candidate", type=Path, metavar="CANDIDATE.onnx")
    gate.add_argument("active", type=Path, metavar="ACTIVE.onnx")
    gate.add_argument("--corrections", type=Path, help="folder or .npz of corrections held out")
    gate.add_argument(
        "--lines",
        type=Path,
        default=Path(__file__).parents[2] / "models" / "lines.onnx",
        help="the line network's model (default: the one that ships)",
    )
    gate.add_argument("--parent", type=int, metavar="PID", help="end when this parent process does")
    gate.add_argument("--json", action="store_true", help="print JSON instead of a table")
    figures = commands.add_parser("figures", help="draw a model's figures")
    figures.add_argument(
        "model", type=Path, nargs="?", default=Path("models/digits.onnx"), metavar="MODEL.onnx"
    )
    figures.add_argument("--out", type=Path, help="folder (default: figures beside the model)")
    for command in (fit, check, evaluate, gate, figures):
        command.add_argument(
            "--data",
            type=lambda text: None if text == "mnist" else Path(text),
            metavar="mnist|PATH.npz",
            help="MNIST as mnist.npz (default: $MNIST_PATH, else downloaded once)",
        )
    return parser
