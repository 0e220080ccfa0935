"""The card of a ruling network, for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from training.card.card_text import hands_rows, table_text

Card = dict[str, Any]


def page(card: Card) -> str:
    """Markdown of what `training.ruling.run` knows of a ruling network."""
    return "\n\n".join(_parts(card)) + "\n"


def _parts(card: Card) -> Iterable[str]:
    file, choices, held = card["file"], card["choices"], card["held_scenes"]
    yield "# ruling.onnx"
    yield (
        "Tells for each pixel of ink whether it is of a rule (a box, a comb field, a table, ruled "
        f"paper, a line to write on), of writing, or of both. {file['parameters']:,} parameters, "
        f"{file['bytes'] / 1e6:.1f} MB. Version `{card['version']}`."
    )
    yield (
        "This page was written by the program that made the network (`python -m training --recipe "
        f"{choices['name']} --strokes ...`); [ruling.json](ruling.json) says the same to programs."
    )
    yield "## How it was made"
    rows = {
        **hands_rows(card["data"], "choose and measure"),
        "scenes of the last training": f"{choices['rounds'] * choices['pool']:,} drawn, each seen "
        f"{choices['uses']} times, turned and mirrored",
        "training": f"{sum(card['history']['seconds']) / 60:.0f} min on {card['cores']} cores",
        "loss of the last round": f"{card['history']['loss'][-1]:.4f}",
        "difference to Keras": f"{file['parity']:.1g}",
        "file": f"SHA-256 `{file['sha256']}`",
    }
    yield table_text(("", ""), rows.items())
    yield from card["remarks"]
    yield "## What was measured"
    yield (
        f"On {held['scenes']:,} drawn scenes by the writers that were held back: of the ink that "
        f"is of rules alone {held['taken']:.1%} is taken out; of the ink of writing "
        f"{held['lost']:.1%} with it, and {held['crossing']:.1%} of that which lies on rules. "
        "What that is worth to the reader is in [lines.md](lines.md) and in the README: their "
        "figures are of the whole reader."
    )
