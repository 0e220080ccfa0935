"""The model card as a page for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from training.measure.figure_tables import remarks, tables

Card = dict[str, Any]

FIGURES = {
    "prediction": "the tutorial's test picture 63",
    "curves": "loss and accuracy",
    "confusion": "the confusion matrix",
    "wrong": "the test pictures that are read wrong",
    "reliability": "what a confidence is worth",
    "normalisation": "a digit before and after normalisation",
    "network": "the layers",
    "digits": "what MNIST looks like",
}

LIMITS = """\
- Latin digits 0 to 9, written by hand; printed digits and other scripts were not taught.
- It sees one digit of 28 x 28 pixels that `bot.reading` cut out. What is cut wrong is read wrong.
- MNIST's writers were American clerks and pupils. Sevens with a bar, ones with a long upstroke and
  a foot, and open fours are rare there.
- The confidence was fitted on MNIST and on pictures made from it; on your pictures it can be off.
"""


def page(card: Card) -> str:
    """The page, in Markdown."""
    model, file, mnist = card["model"], card["file"], card["evaluation"]["mnist"]
    head = (
        f"# {file['name']}\n\n"
        f"**{mnist['accuracy']:.2%}** on MNIST's test set ({mnist['errors']} of "
        f"{mnist['pictures']:,} wrong), {file['parameters']:,} parameters, "
        f"{file['bytes'] / 1024:.0f} KB. Version `{model['version']}`.\n\n"
        "This page was written by the program that made the model "
        f"(`python -m training --recipe {card['recipe']['name']}`); "
        "[digits.json](digits.json) says the same to programs."
    )
    figures = "\n\n".join(f"![{text}](figures/{name}.png)" for name, text in FIGURES.items())
    parts = [
        head,
        "## How it was made\n\n" + table_text(("", ""), _making(card).items()),
        "## What was measured\n\n" + "\n\n".join(_evaluation(card)),
        "## Limits\n\n" + LIMITS.rstrip(),
        "## Figures\n\n" + figures,
    ]
    return "\n\n".join(parts) + "\n"


def _making(card: Card) -> dict[str, str]:
    recipe, data, training = card["recipe"], card["data"], card["training"]
    rows = {
        "recipe": f"`{recipe['name']}`: {recipe['summary']}",
        "network": f"`{recipe['network']}`",
        "data": f"{data['source']}, SHA-256 of its content `{data['sha256']}`",
        **(
            {
                "pen strokes": "; ".join(data["strokes"]),
                "writers held back": ", ".join(data["never_trained"]),
            }
            if data.get("strokes")
            else {}
        ),
        "validation": f"{data['validation']:,} pictures of the training set, never trained on, "
        f"SHA-256 `{data['validation_sha256'][:16]}…`",
    }
    if data["corrections"]:
        count, checksum = data["corrections"], data["corrections_sha256"]
        rows["corrections"] = f"{count:,} pictures, SHA-256 `{checksum[:16]}…`"
    if data["started_from_sha256"]:
        rows["started from"] = f"the file with SHA-256 `{data['started_from_sha256']}`"
    rows["training"] = f"{recipe['epochs']} epochs of batches of {recipe['batch']}"
    if training.get("interpolation") is not None:
        rows["interpolation"] = (
            f"{training['interpolation']:.0%} of the way from there to where it ended"
        )
    rows["seed"] = str(recipe["seed"])
    rows["took"] = (
        f"{_time(training['seconds'])} in all, {_time(training['training_seconds'])} of it "
        f"training, on {training['cores']} cores; {_memory(training['peak_mb'])}"
    )
    rows["finished"] = training["finished"]
    rows["versions"] = ", ".join(f"{k} {v}" for k, v in training["versions"].items())
    rows["file"] = f"SHA-256 `{card['file']['sha256']}`"
    rows["repeatable"] = (
        "to the last byte, with the same data, versions and machine"
        if recipe["repeatable"]
        else "no: the order in which threads add up varies the last digits of the weights; the "
        "seed, the data and the order of the pictures do not vary"
    )
    return rows


def _evaluation(card: Card) -> Iterable[str]:
    evaluation, calibration = card["evaluation"], card["calibration"]
    mnist = evaluation["mnist"]
    yield "MNIST's test set, through onnxruntime:\n\n" + table_text(
        ("accuracy", "wrong", "loss", "calibration error", "difference to Keras"),
        [
            (
                f"{mnist['accuracy']:.2%}",
                str(mnist["errors"]),
                f"{mnist['loss']:.4f}",
                f"{mnist['ece']:.4f}",
                f"{card['file']['parity']:.1e}",
            )
        ],
    )
    yield table_text(
        ("digit", *mnist["recall"]),
        [("recall", *(f"{value:.1%}" for value in mnist["recall"].values()))],
    )
    yield (
        f"Calibration, fitted on the validation split: temperature {calibration['temperature']}; "
        f"calibration error there {calibration['ece_before']:.4f} before and "
        f"{calibration['ece_after']:.4f} after."
    )
    if "photos" in evaluation:
        yield from photos_text(evaluation["photos"])
    if "corrupted" in evaluation:
        corrupted = evaluation["corrupted"]
        yield (
            "Share wrong on MNIST's test set corrupted as in MNIST-C, "
            f"{corrupted['mean_error']:.1%} on average:\n\n"
            + table_text(
                ("corruption", "wrong"),
                [(k.replace("_", " "), f"{v:.1%}") for k, v in corrupted["errors"].items()],
            )
        )


def photos_text(photos: Card) -> Iterable[str]:
    """What was measured on pictures, as `report.summarise` gives it, in paragraphs of Markdown."""
    yield "Real pictures, through everything that the bot does:"
    for table in tables(photos, brief=True):
        rows = [(row[0].replace("  ", "&emsp;"), *row[1:]) for row in table.rows]
        yield f"{table.title}:\n\n" + table_text(table.head, rows)
    yield from remarks(photos)


def hands_rows(data: Card, held_for: str) -> dict[str, str]:
    """Whose hands a network that reads drawn pictures has learnt from, for a table."""
    return {
        "learnt from": "; ".join(data["sources"]),
        "characters": f"{data['characters']:,} as pen strokes, beside MNIST's",
        f"held back to {held_for} by": ", ".join(data["held_for_choosing"]),
        "never trained on": ", ".join(data["never_trained"]),
    }


def table_text(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(row) + " |" for row in (head, ("---",) * len(head), *rows)]
    return "\n".join(lines)


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} min"


def _memory(most: int | None) -> str:
    return f"{most:,} MB of memory at most" if most else "how much memory is not known"
