"""The pictures of the tutorial, drawn from the model that was made.

`draw_all` writes them all; each function below draws one.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter
from PIL import Image

from training import metrics
from training.data import Digits, Labels, Mnist
from training.normal_figure import normalisation
from training.onnxfile import OnnxFile
from training.restore import restore
from training.style import ACCENT, INK, MUTED, WARNING, bare, plain, show_digit

if TYPE_CHECKING:
    import keras

    from training.metrics import Floats

DPI = 120
COLOURS = 96
"""In a figure file; few, so that the files stay small in the repository."""

TUTORIAL_PICTURE = 63
"""The test picture that the tutorial predicts."""


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
    """
    out.mkdir(parents=True, exist_ok=True)
    probabilities = OnnxFile(path).run(mnist.test.images)["probabilities"]
    figures = {
        "digits": samples(mnist.train),
        "normalisation": normalisation(mnist.test.images[0]),
        "network": summary(restore(path)),
        "confusion": confusion(probabilities, mnist.test.labels),
        "wrong": mistakes(probabilities, mnist.test),
        "reliability": reliability(probabilities, mnist.test.labels),
        "prediction": prediction(probabilities, mnist.test),
    }
    if history:
        figures["curves"] = curves(history)
    return [_save(figure, out / f"{name}.png") for name, figure in figures.items()]


def samples(digits: Digits, columns: int = 16) -> Figure:
    """The first pictures of each digit, a row for each."""
    figure = Figure(figsize=(8, 5.4), layout="constrained")
    axes = figure.subplots(10, columns)
    for digit, row in enumerate(axes):
        for axis, place in zip(row, np.flatnonzero(digits.labels == digit), strict=False):
            show_digit(axis, digits.images[place])
        for axis in row:
            bare(axis)
        row[0].set_ylabel(str(digit), rotation=0, ha="right", va="center", fontsize=13)
    figure.suptitle("MNIST: sixteen pictures of each digit, and their labels")
    return figure


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
        if column == 3:
            cell.set_text_props(ha="right")
        if row in (0, len(rows)):
            cell.set_text_props(weight="bold")
    axis.set_title(f"The network “{model.name}”: {total} parameters")
    return figure


def curves(history: dict[str, list[float]]) -> Figure:
    """Loss and accuracy over the epochs, in training and in validation."""
    figure = Figure(figsize=(8, 3.2), layout="constrained")
    epochs = np.arange(1, len(history["loss"]) + 1)
    for axis, name in zip(figure.subplots(1, 2), ("loss", "accuracy"), strict=True):
        plain(axis)
        marker = "o" if len(epochs) < 13 else ""
        axis.plot(epochs, history[name], color=MUTED, marker=marker, ms=4, label="training")
        axis.plot(
            epochs, history[f"val_{name}"], color=ACCENT, marker=marker, ms=4, label="validation"
        )
        axis.set_title(name.capitalize())
        axis.set_xlabel("epoch")
        axis.xaxis.set_major_locator(MaxNLocator(integer=True))
        axis.annotate(
            f"{history[f'val_{name}'][-1]:{'.2%' if name == 'accuracy' else '.4f'}}",
            (epochs[-1], history[f"val_{name}"][-1]),
            xytext=(0, 9 if name == "loss" else -14),
            textcoords="offset points",
            ha="right",
            color=ACCENT,
        )
        if name == "accuracy":
            axis.yaxis.set_major_formatter(PercentFormatter(1))
        else:
            axis.set_yscale("log")
        axis.legend(frameon=False)
    return figure


def confusion(probabilities: Floats, labels: Labels) -> Figure:
    """How often each digit was read as each digit; colour shows the mistakes alone."""
    said = probabilities.argmax(1)
    table = metrics.confusion(said, labels)
    wrong = np.where(np.eye(10, dtype=bool), 0, table)
    figure = Figure(figsize=(5.6, 5.4), layout="constrained")
    axis = figure.subplots()
    axis.imshow(wrong, cmap="OrRd", vmin=0, vmax=max(int(wrong.max()) * 1.6, 1))
    for row in range(10):
        for column in range(10):
            if table[row, column]:
                axis.text(
                    column,
                    row,
                    str(table[row, column]),
                    ha="center",
                    va="center",
                    fontsize=9,
                    color=ACCENT if row == column else INK,
                    weight="normal" if row == column else "bold",
                )
    axis.set_xticks(range(10))
    axis.set_yticks(range(10))
    axis.set_xlabel("read as")
    axis.set_ylabel("is")
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    axis.set_title(
        f"MNIST test set: {(said == labels).mean():.2%}, {wrong.sum()} of {len(said):,} wrong"
    )
    return figure


def mistakes(probabilities: Floats, digits: Digits, most: int = 40, columns: int = 10) -> Figure:
    """The test pictures that are read wrong, the surest first."""
    said = probabilities.argmax(1)
    wrong = np.flatnonzero(said != digits.labels)
    wrong = wrong[np.argsort(-probabilities[wrong].max(1), kind="stable")]
    shown = wrong[:most]
    rows = max(1, -(-len(shown) // columns))
    figure = Figure(figsize=(8, 0.55 + 1.05 * rows), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False).ravel()
    for axis in axes:
        axis.axis("off")
    for axis, place in zip(axes, shown, strict=False):
        show_digit(axis, digits.images[place])
        sure = probabilities[place].max()
        axis.set_title(
            f"{digits.labels[place]} read as {said[place]}\n{sure:.0%} sure", fontsize=7.5, pad=2
        )
    more = f", the {len(shown)} surest of them" if len(wrong) > len(shown) else ""
    figure.suptitle(f"Read wrong: {len(wrong)} of {len(said):,} test pictures{more}")
    return figure


def reliability(probabilities: Floats, labels: Labels) -> Figure:
    """Whether "90 % sure" is right nine times out of ten; dots grow with the count."""
    confidence = probabilities.max(1)
    right = probabilities.argmax(1) == labels
    bins = metrics.reliability(confidence, right)
    figure = Figure(figsize=(4.8, 4.6), layout="constrained")
    axis = figure.subplots()
    plain(axis)
    axis.plot([0, 1], [0, 1], color=MUTED, lw=1, ls="--")
    sure, accuracy, counts = (np.array(column) for column in zip(*bins, strict=True))
    spread = 1.96 * np.sqrt(np.clip(accuracy * (1 - accuracy), 0.01, None) / counts)
    axis.errorbar(sure, accuracy, spread, fmt="none", ecolor=MUTED, lw=1)
    axis.scatter(sure, accuracy, s=14 + 14 * np.log10(counts), color=ACCENT, zorder=3)
    for x, y, count in bins:
        axis.annotate(f"{count:,}", (x, y), (7, -9), textcoords="offset points", fontsize=7.5)
    axis.set(xlim=(0, 1.04), ylim=(0, 1.04), xlabel="confidence", ylabel="share that is right")
    error = metrics.calibration_error(confidence, right)
    axis.set_title(f"Reliability on MNIST's test set, ECE {error:.4f}")
    return figure


def prediction(probabilities: Floats, digits: Digits) -> Figure:
    """The tutorial's last step: what the model says of test picture 63."""
    place = min(TUTORIAL_PICTURE, len(digits) - 1)
    chances, label = probabilities[place], int(digits.labels[place])
    said = int(chances.argmax())
    figure = Figure(figsize=(7.2, 3), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.7))
    show_digit(left, digits.images[place])
    bare(left)
    left.set_title(f"test_x[{place}], labelled {label}")
    plain(right)
    colours = [ACCENT if d == label else WARNING if d == said else MUTED for d in range(10)]
    right.bar(range(10), chances, color=colours)
    for d, chance in enumerate(chances):
        text = f"{chance:.2%}" if chance >= 1e-4 else f"{chance:.0e}"
        right.annotate(
            text, (d, chance), (0, 2), textcoords="offset points", ha="center", fontsize=7
        )
    right.set_xticks(range(10))
    right.yaxis.set_major_formatter(PercentFormatter(1))
    right.set_ylim(0, 1.08)
    right.set_title(f"The model says {said}")
    return figure


def _shape(layer: keras.layers.Layer) -> str:
    return " x ".join(str(side) for side in layer.output.shape[1:])


def _save(figure: Figure, path: Path) -> Path:
    """Writes a small PNG."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, facecolor="white", metadata={"Software": None})
    with Image.open(buffer) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
    return path
