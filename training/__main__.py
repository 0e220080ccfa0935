"""`python -m training`: fit (the default), check, evaluate, gate, figures."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator

from bot.machine.output import NOBODY_LISTENS, Unprinted, printing
from training.command import preflight
from training.command.agreement import require_used
from training.command.arguments import START, parser_of_commands
from training.lines.recipe import RECIPES as LINE_RECIPES
from training.lines.recipe import STATE as LINE_STATE
from training.process import progress as progresses
from training.process.errors import TrainingError
from training.recipes import RECIPES
from training.ruling.recipe import RECIPES as RULING_RECIPES
from training.ruling.recipe import STATE as RULING_STATE

BEGAN = time.monotonic()
COMMANDS = ("fit", "check", "evaluate", "gate", "figures")
NEEDED: dict[str, tuple[str, ...]] = {"fit": preflight.LIBRARIES}
NEEDED["figures"] = ("tensorflow", "keras", "onnx", "matplotlib")
NEEDED["evaluate"] = ("rich",)
STATES = {
    **dict.fromkeys(LINE_RECIPES, LINE_STATE),
    **dict.fromkeys(RULING_RECIPES, RULING_STATE),
}
"""The file that a run of each recipe, which may be stopped after any round, goes on from."""


def main(arguments: list[str] | None = None) -> int:
    """Runs one command.

    Returns:
        The exit status: 0, 1 for an error, 2 for wrong arguments, 130 when it was stopped, 141
        when nobody listens any longer.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0] not in COMMANDS and given[0] not in ("-h", "--help")):
        given.insert(0, "fit")
    options = parser_of_commands().parse_args(given)
    needed = () if getattr(options, "json", False) else NEEDED.get(options.command, ())
    lack = preflight.missing(needed)
    shown = getattr(options, "progress", "none")
    progress = progresses.make("none" if lack is not None and shown == "rich" else shown)
    try:
        return _carry_out(options, progress, lack)
    except Unprinted as unprinted:
        if unprinted.status != NOBODY_LISTENS:
            sys.stderr.write(f"{unprinted}\n")
        return unprinted.status
    finally:
        progress.close()


def _carry_out(options: argparse.Namespace, progress: progresses.Progress, lack: str | None) -> int:
    """Runs a command, or tells what it lacks; what goes wrong is told."""
    try:
        if lack is not None:
            raise TrainingError(lack)
        return RUN[options.command](options, progress) or 0
    except TrainingError as error:
        progress.tell("error", message=str(error))
        return 1
    except MemoryError:
        progress.tell(
            "error", message=f"Memory ran out. Close other programs{_left(options, short=True)}"
        )
        return 1
    except KeyboardInterrupt:
        progress.tell("error", message=f"Stopped{_left(options)}")
        return 130


def _left(options: argparse.Namespace, *, short: bool = False) -> str:
    """How a sentence ends on a command that was ended: what there is of it."""
    if options.command != "fit":
        return "."
    if options.recipe not in STATES:
        return f"{', or use --recipe quick' if short else ''}. Nothing was written."
    state = options.out / STATES[options.recipe]
    if not state.is_file():
        return ". Nothing was written."
    return f". The same command goes on from the last whole round, which is kept in {state}."


def _fit(options: argparse.Namespace, progress: progresses.Progress) -> None:
    from training.process import supervised

    if options.parent is not None:
        supervised.stay_with(options.parent)
        supervised.give_way()
    from training import data
    from training.labelled import corrections

    require_used(options)
    if options.recipe in STATES:
        _fit_drawn(options, progress)
        return
    recipe = RECIPES[options.recipe]
    corrected = corrections.load(options.corrections) if options.corrections else None
    if recipe.start and recipe.corrections and corrected is None:
        raise TrainingError(f"--recipe {recipe.name} needs --corrections; {corrections.FORM}.")
    characters = None
    if recipe.mix.strokes:
        from training.synthesis import penstrokes

        characters = penstrokes.load(options.strokes).for_training()
        penstrokes.require_whole(characters, "that may be trained on")
    mnist = data.load(options.data)
    from training.synthesis.prefetch import Prefetch

    with contextlib.closing(Prefetch(recipe, mnist)) as prefetch, _short_of_memory():
        from training.run import run

        run(
            recipe,
            mnist,
            options.out,
            progress,
            corrections=corrected,
            characters=characters,
            start=(options.start or START) if recipe.start else None,
            photos=options.photos,
            prefetch=prefetch,
            began=BEGAN,
        )


def _fit_drawn(options: argparse.Namespace, progress: progresses.Progress) -> None:
    """The line network, or the ruling network, which learn from what is drawn."""
    from training import data
    from training.synthesis import penstrokes

    characters, mnist = penstrokes.load(options.strokes), data.load(options.data)
    from training.lines.run import run as fit_lines
    from training.ruling.run import run as fit_ruling

    given = mnist, characters, options.start or START, options.out, progress
    with _short_of_memory():
        if options.recipe in LINE_RECIPES:
            fit_lines(LINE_RECIPES[options.recipe], *given, options.photos)
        else:
            fit_ruling(RULING_RECIPES[options.recipe], *given)


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
    with printing():
        return 0 if preflight.show(options.recipe, found, as_json=options.json) else 1


def _evaluate(options: argparse.Namespace, progress: progresses.Progress) -> None:
    from training import data
    from training.evaluate import evaluate
    from training.modelfile.onnxfile import OnnxFile

    OnnxFile(options.model)  # what is wrong with it is told before MNIST is downloaded
    if options.failures and not options.photos:
        raise TrainingError("--failures names pictures. Pass --photos DIR too.")
    mnist = data.load_present(options.data) if options.photos else data.load(options.data)
    report = evaluate(
        options.model,
        None if mnist is None else mnist.test,
        options.photos,
        corrupted=not options.fast,
        part=options.part,
        failures=options.failures,
    )
    with printing():
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
    with printing():
        sys.stdout.write(json.dumps(found) + "\n" if options.json else comparison.table(found))


def _figures(options: argparse.Namespace, progress: progresses.Progress) -> None:
    from training import data
    from training.card import card
    from training.figures.draw import draw_all

    known = card.read(options.model) or {}
    history = known.get("training", {}).get("history")
    out = options.out or options.model.parent / "figures"
    for path in draw_all(options.model, data.load(options.data), out, history):
        with printing():
            sys.stdout.write(f"{path}\n")


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
