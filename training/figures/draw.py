"""The pictures of the tutorial, drawn from the model that was made.

`draw_all` writes them all. What goes into the network is drawn by `inputs`, what comes out of it by
`results`, and the network and its training here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import (
    FormatStrFormatter,
    LogLocator,
    MaxNLocator,
    NullFormatter,
    PercentFormatter,
)
from PIL import Image

from bot.contract import CONFUSION, CURVES
from training.data import Mnist
from training.figures.inputs import normalisation, samples
from training.figures.results import confusion, mistakes, prediction, reliability
from training.figures.style import ACCENT, MUTED, plain
from training.finetune.restore import restore
from training.modelfile.onnxfile import OnnxFile
from training.process.errors import TrainingError

if TYPE_CHECKING:
    import keras

DPI = 120
COLOURS = 96
"""In a figure file; few, so that the files stay small in the repository."""


def draw_all(
    path: Path, mnist: Mnist, out: Path, history: dict[str, list[float]] | None = None
) -> list[Path]:
    """Draws every figure.

    Args:
        path: the model file.
        mnist: the data.
        out: the folder to draw into.
        history: loss and accuracy of each epoch; without it there are no curves.

    Returns:
        The files.

    Raises:
        TrainingError: the model file cannot be used, or the folder not be written.
    """
    probabilities = OnnxFile(path).run(mnist.test.images)["probabilities"]
    figures = {
        "digits.png": samples(mnist.train),
        "normalisation.png": normalisation(mnist.test.images[0]),
        "network.png": summary(restore(path)),
        CONFUSION: confusion(probabilities, mnist.test.labels),
        "wrong.png": mistakes(probabilities, mnist.test),
        "reliability.png": reliability(probabilities, mnist.test.labels),
        "prediction.png": prediction(probabilities, mnist.test),
    }
    if history:
        figures[CURVES] = curves(history)
    try:
        out.mkdir(parents=True, exist_ok=True)
        return [_save(figure, out / name) for name, figure in figures.items()]
    except OSError as error:
        raise TrainingError(
            f"{out} cannot be written ({error.strerror or error}). Pass another --out."
        ) from error


def summary(model: keras.Model) -> Figure:
    """The layers, what comes out of each, and how much each has learnt, as a table."""
    rows = [
        (layer.name, type(layer).__name__, _shape(layer), f"{layer.count_params():,}")
        for layer in model.layers
    ]
    total = f"{model.count_params():,}"
    rows.append(("total", "", "", total))
    figure = Figure(figsize=(7.2, 0.6 + 0.25 * len(rows)), layout="constrained")
    axis = figure.subplots()
    axis.axis("off")
    table = axis.table(
        [list(row) for row in rows],
        colLabels=["layer", "kind", "output", "parameters"],
        colWidths=[0.3, 0.27, 0.25, 0.18],
        cellLoc="left",
        loc="center",
        edges="horizontal",
    )
    table.auto_set_font_size(value=False)
    table.set_fontsize(9)
    table.scale(1, 1.25)
    for (row, column), cell in table.get_celld().items():
        cell.set_edgecolor("#d0d5da")
        cell.set_text_props(ha="right" if column == 3 else "left")
        if row in (0, len(rows)):
            cell.set_text_props(weight="bold")
    axis.set_title(f"The network “{model.name}”: {total} parameters")
    return figure


def curves(history: dict[str, list[float]]) -> Figure:
    """Loss and accuracy over the epochs, in training and in validation."""
    figure = Figure(figsize=(8, 3.2), layout="constrained")
    epochs = np.arange(1, len(history["loss"]) + 1)
    marker = "o" if len(epochs) < 13 else ""
    for axis, name in zip(figure.subplots(1, 2), ("loss", "accuracy"), strict=True):
        plain(axis)
        last = history[f"val_{name}"][-1]
        said = f"{last:.2%}" if name == "accuracy" else f"{last:.4f}"
        for kind, colour, label in (("", MUTED, "training"), ("val_", ACCENT, "validation")):
            text = f"{label}, {said} at the end" if kind else label
            axis.plot(
                epochs, history[f"{kind}{name}"], color=colour, marker=marker, ms=4, label=text
            )
        axis.set_title(name.capitalize())
        axis.set_xlabel("epoch")
        axis.xaxis.set_major_locator(MaxNLocator(integer=True))
        axis.legend(frameon=False)
        if name == "accuracy":
            axis.yaxis.set_major_formatter(PercentFormatter(1, decimals=1))
        else:
            axis.set_yscale("log")
            axis.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axis.yaxis.set_major_formatter(FormatStrFormatter("%g"))
            axis.yaxis.set_minor_formatter(NullFormatter())
    return figure


def _shape(layer: keras.layers.Layer) -> str:
    return " x ".join(str(side) for side in layer.output.shape[1:])


def _save(figure: Figure, path: Path) -> Path:
    """Writes a small PNG."""
    figure.set_dpi(DPI)
    pixels, size = FigureCanvasAgg(figure).print_to_buffer()  # type: ignore[no-untyped-call]
    picture = Image.frombuffer("RGBA", size, pixels).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    return path
