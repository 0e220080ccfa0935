"""`python -m training`: fit (the default), check, evaluate, gate, figures."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from training.command import preflight
from training.digit_lines.recipe import DIGIT_LINES
from training.lines.recipe import LINES
from training.process import progress as progresses
from training.process.errors import TrainingError
from training.recipes import RECIPES

BEGAN = time.monotonic()
COMMANDS = ("fit", "check", "evaluate", "gate", "figures")
NEEDED: dict[str, tuple[str, ...]] = {"fit": preflight.LIBRARIES}
NEEDED["figures"] = ("tensorflow", "keras", "onnx", "matplotlib")
NEEDED["evaluate"] = ("rich",)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command.

    Returns:
        The exit status: 0, 1 for an error, 2 for wrong arguments, 130 when it was stopped.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0] not in COMMANDS and given[0] not in ("-h", "--help")):
        given.insert(0, "fit")
    options = _parser().parse_args(given)
    needed = () if getattr(options, "json", False) else NEEDED.get(options.command, ())
    lack = preflight.missing(needed)
    shown = getattr(options, "progress", "none")
    progress = progresses.make("none" if lack is not None and shown == "rich" else shown)
    try:
        if lack is not None:
            raise TrainingError(lack)
        return RUN[options.command](options, progress) or 0
    except TrainingError as error:
        progress.tell("error", message=str(error))
        return 1
    except MemoryError:
        progress.tell("error", message=_NO_MEMORY)
        return 1
    except KeyboardInterrupt:
        written = " Nothing was written." if options.command == "fit" else ""
        progress.tell("error", message=f"Stopped.{written}")
        return 130
    finally:
        progress.close()


_NO_MEMORY = "Memory ran out. Close other programs, or use --recipe quick. Nothing was written."


def _fit(options: argparse.Namespace, progress: progresses.Progress) -> None:
    from training.process import supervised

    if options.parent is not None:
        supervised.stay_with(options.parent)
        supervised.give_way()
    from training import data
    from training.labelled import corrections

    if options.recipe == DIGIT_LINES.name:
        mnist = data.load(options.data)
        from training.digit_lines import run as digit_lines

        with _short_of_memory():
            digit_lines.run(DIGIT_LINES, mnist, options.out, progress)
        return
    if options.recipe == LINES.name:
        _fit_lines(options, progress)
        return
    recipe = RECIPES[options.recipe]
    if options.corrections and not recipe.corrections:
        raise TrainingError(
            f"--recipe {recipe.name} learns from MNIST alone. Leave --corrections out, or pass "
            "--recipe quick or fine-tune."
        )
    corrected = corrections.load(options.corrections) if options.corrections else None
    if recipe.start and recipe.corrections and corrected is None:
        raise TrainingError(f"--recipe {recipe.name} needs --corrections; {corrections.FORM}.")
    characters = None
    if recipe.mix.strokes:
        from training.synthesis import penstrokes

        characters = penstrokes.load(options.strokes).for_training()
    mnist = data.load(options.data)
    from training.synthesis.prefetch import Ahead

    with contextlib.closing(Ahead(recipe, mnist)) as ahead, _short_of_memory():
        from training.run import run

        run(
            recipe,
            mnist,
            options.out,
            progress,
            corrections=corrected,
            characters=characters,
            start=options.start if recipe.start else None,
            photos=options.photos,
            ahead=ahead,
            began=BEGAN,
        )


def _fit_lines(options: argparse.Namespace, progress: progresses.Progress) -> None:
    from training import data
    from training.synthesis import penstrokes

    characters = penstrokes.load(options.strokes)
    mnist = data.load(options.data)
    from training.lines import run

    with _short_of_memory():
        run.run(LINES, mnist, characters, options.start, options.out, progress, options.photos)


@contextlib.contextmanager
def _short_of_memory() -> Iterator[None]:
    """TensorFlow has an error of its own for it."""
    import tensorflow as tf

    try:
        yield
    except tf.errors.ResourceExhaustedError as error:
        raise MemoryError from error


def _check(options: argparse.Namespace, progress: progresses.Progress) -> int:
    found = preflight.check(
        options.recipe, data=options.data, corrections=options.corrections, out=options.out
    )
    return 0 if preflight.show(options.recipe, found, as_json=options.json) else 1


def _evaluate(options: argparse.Namespace, progress: progresses.Progress) -> None:
    from training import data
    from training.evaluate import evaluate

    if options.failures and not options.photos:
        raise TrainingError("--failures names pictures. Pass --photos DIR too.")
    mnist = data.load(options.data)
    report = evaluate(
        options.model,
        mnist.test,
        options.photos,
        corrupted=not options.fast,
        part=options.part,
        failures=options.failures,
    )
    if options.json:
        sys.stdout.write(json.dumps(report, indent=1) + "\n")
    else:
        from training.measure.terminal import show

        show(report)


def _gate(options: argparse.Namespace, progress: progresses.Progress) -> None:
    from training.measure import comparison
    from training.process import supervised

    if options.parent is not None:
        supervised.stay_with(options.parent)
    supervised.behave(comparison.MOST_MB)
    found = comparison.measure(
        options.candidate,
        options.active,
        mnist=options.data,
        corrections=options.corrections,
        lines=options.lines,
    )
    sys.stdout.write(json.dumps(found) + "\n" if options.json else comparison.table(found))


def _figures(options: argparse.Namespace, progress: progresses.Progress) -> None:
    from training import data
    from training.card import card
    from training.figures.draw import draw_all

    known = card.read(options.model) or {}
    history = known.get("training", {}).get("history")
    out = options.out or options.model.parent / "figures"
    for path in draw_all(options.model, data.load(options.data), out, history):
        sys.stdout.write(f"{path}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training",
        description="Trains the model that the bot reads digits with, and measures it.",
        epilog="What --progress json prints: see python -m pydoc training.process.progress",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    summaries = {recipe.name: f"{recipe.name}: {recipe.summary}" for recipe in RECIPES.values()}
    for own in (LINES, DIGIT_LINES):
        summaries[own.name] = f"{own.name}: {own.summary}"
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
        default=Path("models/digits.onnx"),
        help="the model that fine-tuning starts from, and that the line network is joined with "
        "(default: models/digits.onnx)",
    )
    fit.add_argument(
        "--strokes",
        type=Path,
        nargs="+",
        default=[],
        metavar="PATH",
        help="pen strokes for --recipe lines or strokes: UNIPEN's and UCI's archives, or files "
        "made of them",
    )
    fit.add_argument("--out", type=Path, default=Path("out"), help="folder to write (default: out)")
    fit.add_argument("--photos", type=Path, help="folder of labelled pictures to measure with")
    fit.add_argument("--progress", choices=("rich", "json", "none"), default="rich")
    fit.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    evaluate = commands.add_parser("evaluate", help="measure a model file")
    evaluate.add_argument("model", type=Path, metavar="MODEL.onnx")
    evaluate.add_argument("--photos", type=Path, help="folder of labelled pictures")
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
        default=Path(__file__).parents[1] / "models" / "lines.onnx",
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


RUN: dict[str, Callable[[argparse.Namespace, progresses.Progress], int | None]] = {
    "fit": _fit,
    "check": _check,
    "evaluate": _evaluate,
    "gate": _gate,
    "figures": _figures,
}


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    sys.exit(main())
