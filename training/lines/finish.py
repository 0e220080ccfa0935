"""The second half of a run: a trained line network -> its file, how it is joined, and its card."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
from numpy.typing import NDArray

from bot.reading.digits.classify import Classifier
from bot.reading.layout.rule_remover import RuleRemover
from bot.reading.layout.ruling import RulingNetwork
from bot.reading.line.confusion import LETTERS
from bot.reading.line.network import LineNetwork
from bot.reading.line.symbols import FIRST_LETTER
from bot.reading.model import ModelError
from bot.reading.page.recognise import Recogniser
from bot.reading.reader import Reader
from training.card.line_text import page
from training.data import file_checksum
from training.lines import confusion, evidence, forms, joining, scenes
from training.lines.export import check_parity, check_rounding, export
from training.lines.recipe import LineRecipe
from training.measure.outcomes import gather, in_both_halves, read_all
from training.measure.report import summarise
from training.process.errors import TrainingError
from training.process.progress import Progress
from training.synthesis.characters import HELD_FOR_CHOOSING, NEVER_TRAINED, STROKES_FROM
from training.synthesis.handwriting import Hands

MODEL: Final = "lines.onnx"
CARD: Final = "lines.json"
PAGE: Final = "lines.md"
PLAIN: Final = "lines-float.onnx"
"""Before it is quantised."""

COMPARED: Final = 50
"""Lines on which a file is compared with Keras."""

TIMES: Final = 6
"""A real picture counts as so many drawn scenes."""

ONES: Final = 12
"""Percent as many lone straight ones as scenes."""

ATTRIBUTION: Final = (*STROKES_FROM, "MNIST (LeCun, Cortes, Burges), CC BY-SA 3.0")


@dataclass(frozen=True)
class Made:
    """What training made.

    Attributes:
        model: folded, from `line` to `logits`.
        history: per round: loss, seconds.
        strips: some lines, to measure ranges and to compare files on.
        remarks: what else its card says of how it was made.
    """

    model: keras.Model
    history: dict[str, list[float]]
    strips: Sequence[NDArray[np.uint8]]
    remarks: tuple[str, ...] = field(default=())


def require_usable(classifier: Path, photos: Path | None) -> None:
    """Looks at what `finish` needs, hours before it does.

    Raises:
        TrainingError: the digit network's file or the folders of pictures cannot be used.
    """
    try:
        Classifier.open(classifier)
    except ModelError as error:
        raise TrainingError(
            f"The digit network that this one is joined with cannot be used: {error} Pass --from "
            "MODEL.onnx."
        ) from error
    if photos is not None:
        for part in ("choose", "report"):
            gather(photos, part)


def finish(
    recipe: LineRecipe,
    made: Made,
    data: dict[str, Any],
    held: Hands,
    classifier: Path,
    work: Path,
    progress: Progress,
    photos: Path | None = None,
) -> str:
    """Exports a network, fits how it is joined with the digit network, and describes it.

    Args:
        recipe: every choice.
        made: the network.
        data: what it learnt from, for the card.
        held: hands that it has not learnt from.
        classifier: the digit network's file.
        work: the folder to write.
        progress: is told what happens.
        photos: folders of labelled pictures: those to choose by are fitted on as well, those to
            report on are measured.

    Returns:
        The version.

    Raises:
        TrainingError: see its message.
    """
    path = work / MODEL
    about = {"recipe": recipe.name, "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    progress.tell("stage", name="calibrate")
    rng = np.random.default_rng(recipe.seed)
    said = forms.count(np.random.default_rng([recipe.seed, 4])).round(3).tolist()
    usual = {"joining": joining.START, "forms": said}
    none = np.full((LETTERS, FIRST_LETTER), 1 / FIRST_LETTER).tolist()
    plain = work / PLAIN
    export(made.model, {**usual, "confusion": none}, about, plain)
    parity = check_parity(made.model, plain, made.strips[:COMPARED])
    export(made.model, {**usual, "confusion": none}, about, path, made.strips)
    rounding = check_rounding(plain, path, made.strips)
    plain.unlink()
    counted = confusion.count(LineNetwork.open(path), held, recipe.counted, rng)
    taken = np.round(counted, 4).tolist()
    export(made.model, {**usual, "confusion": taken}, about, path, made.strips)
    digits = Classifier.open(classifier)
    recogniser = Recogniser(digits, LineNetwork.open(path))
    ruling = RulingNetwork.beside(classifier.parent)
    unruled = RuleRemover(ruling)
    seen = evidence.look(_scenes(recipe, 1, held), recogniser, unruled)
    rng = np.random.default_rng([recipe.seed, 3])
    ones = (scenes.lone_one(rng) for _ in range(recipe.scenes * ONES // 100))
    seen += evidence.look(ones, recogniser, unruled)
    if photos is not None:
        choose = gather(photos, "choose")
        seen += TIMES * evidence.look_at_pictures(choose, recogniser, unruled)
    weights = joining.fit(seen)
    others = evidence.look(_scenes(recipe, 2, held), recogniser, unruled)
    report = joining.measure(others, weights)
    progress.tell("stage", name="export")
    fitted = {"joining": weights._asdict(), "held": report}
    calibration = {**usual, "confusion": taken, **fitted}
    version = export(made.model, calibration, about, path, made.strips)
    card: dict[str, Any] = {
        "version": version,
        **about,
        "choices": dataclasses.asdict(recipe),
        "data": {
            "sources": ATTRIBUTION,
            "held_for_choosing": sorted(HELD_FOR_CHOOSING),
            "never_trained": sorted(NEVER_TRAINED),
            **data,
        },
        "joined_with": digits.info.version,
        "file": {
            "bytes": path.stat().st_size,
            "sha256": file_checksum(path),
            "parameters": made.model.count_params(),
            "parity": parity,
            "rounding": rounding,
        },
        "cores": os.cpu_count(),
        "history": made.history,
        "remarks": made.remarks,
        "joining": weights._asdict(),
        "fitted_on_pictures": photos is not None,
        "held_scenes": report,
    }
    if photos is not None:
        progress.tell("stage", name="evaluate")
        reader = Reader(digits, LineNetwork.open(path), ruling)
        outcomes = read_all(reader, gather(photos, "report"))
        card["photos"] = summarise(outcomes, "report", in_both_halves(photos))
    (work / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    (work / PAGE).write_text(page(card), encoding="utf-8")
    return version


def _scenes(recipe: LineRecipe, part: int, hands: Hands) -> Iterator[scenes.Scene]:
    rng = np.random.default_rng([recipe.seed, part])
    return (scenes.draw(rng, hands) for _ in range(recipe.scenes))
