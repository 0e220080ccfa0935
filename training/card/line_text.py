"""The card of a line network, for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from training.card.card_text import hands_rows, photos_text, table_text

Card = dict[str, Any]


def page(card: Card) -> str:
    """Markdown of what `training.lines.run` knows of a line network."""
    return "\n\n".join(_parts(card)) + "\n"


def _parts(card: Card) -> Iterable[str]:
    file, choices, held = card["file"], card["choices"], card["held_scenes"]
    yield "# lines.onnx"
    yield (
        f"Reads a line whole: digits, the signs `. , - + / : = ( ) %` and those of multiplication "
        f"and division, letters, other marks. {file['parameters']:,} parameters, "
        f"{file['bytes'] / 1e6:.1f} MB. Version `{card['version']}`."
    )
    yield (
        "This page was written by the program that made the network (`python -m training --recipe "
        f"{choices['name']} --strokes ...`); [lines.json](lines.json) says the same to programs."
    )
    yield "## How it was made"
    rows = {
        **hands_rows(card["data"], "choose and calibrate"),
        "lines of the last training": f"{choices['rounds'] * choices['pool']:,} drawn, each seen "
        f"{choices['uses']} times",
        "training": f"{sum(card['history']['seconds']) / 60:.0f} min on {card['cores']} cores",
        "loss of the last round": f"{card['history']['loss'][-1]:.2f}",
        "joined with": f"`{card['joined_with']}`",
        "difference to Keras, in floats": f"{file['parity']:.1g}",
        "difference of eight bits to floats": f"{file['rounding']:.2%} of a column's probabilities",
        "file": f"SHA-256 `{file['sha256']}`",
    }
    yield table_text(("", ""), rows.items())
    yield from card.get("remarks", ())
    if card["fitted_on_pictures"]:
        yield (
            "How the networks are joined, and when a picture is refused, is fitted on drawn scenes "
            "by the writers that were held back, and on the pictures to choose by."
        )
    yield "## What was measured"
    yield (
        f"On drawn scenes by the writers that were held back, none of which the joining was fitted "
        f"on: of {held['lines']:,} numbers that were found {held['exact']:.1%} are read exactly, "
        f"the calibration error of their confidence is {held['ece']:.1%}; "
        f"{held['answered']:.1%} of the scenes without a number are answered, "
        f"{held['refused']:.1%} of those with one refused."
    )
    if "photos" in card:
        yield from photos_text(card["photos"])
