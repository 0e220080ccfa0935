"""The figures of what a model says: of the test set, and of the tutorial's one picture."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from training.data import Digits, Labels
from training.figures.style import ACCENT, INK, MUTED, WARNING, plain, tiles
from training.measure import metrics
from training.measure.metrics import Floats

TUTORIAL_PICTURE = 63
"""The test picture that the tutorial predicts."""


def confusion(probabilities: Floats, labels: Labels) -> Figure:
    """How often each digit was read as each digit; colour shows the mistakes alone."""
    said = probabilities.argmax(1)
    table = metrics.confusion(said, labels)
    wrong = np.where(np.eye(10, dtype=bool), 0, table)
    figure = Figure(figsize=(5.6, 5.6), layout="constrained")
    axis = figure.subplots()
    axis.imshow(wrong, cmap="OrRd", vmin=0, vmax=max(int(wrong.max()) * 1.6, 1))
    for (row, column), count in np.ndenumerate(table):
        if count:
            right = row == column
            axis.text(
                column,
                row,
                str(count),
                ha="center",
                va="center",
                fontsize=9,
                color=ACCENT if right else INK,
                weight="normal" if right else "bold",
            )
    axis.set_xticks(range(10))
    axis.set_yticks(range(10))
    axis.set_xlabel("read as")
    axis.set_ylabel("is")
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    share = f"{(said == labels).mean():.2%}"
    axis.set_title(f"MNIST's test set: {share}, {wrong.sum()} of {len(said):,} wrong")
    return figure


def mistakes(probabilities: Floats, digits: Digits, most: int = 40, columns: int = 10) -> Figure:
    """The test pictures that are read wrong, the surest first."""
    said = probabilities.argmax(1)
    wrong = np.flatnonzero(said != digits.labels)
    shown = wrong[np.argsort(-probabilities[wrong].max(1), kind="stable")][:most]
    rows = max(1, -(-len(shown) // columns))
    figure = Figure(figsize=(8, 0.45 + 1.08 * rows), layout="constrained")
    axis = figure.subplots()
    corners = tiles(axis, digits.images[shown], columns, (12, 5))
    for place, (x, y) in zip(shown, corners, strict=True):
        sure = probabilities[place].max()
        axis.text(
            x + 14,
            y - 1,
            f"{digits.labels[place]} read as {said[place]}\n{sure:.0%} sure",
            ha="center",
            va="bottom",
            fontsize=7,
            color=INK,
        )
    more = f", the {len(shown)} surest of them" if len(wrong) > len(shown) else ""
    axis.set_title(f"Read wrong: {len(wrong)} of {len(said):,} test pictures{more}", pad=12)
    return figure


def reliability(probabilities: Floats, labels: Labels) -> Figure:
    """Whether "90 % sure" is right nine times out of ten.

    Each dot is a bin of confidence, with how many pictures fell into it and the 95 % interval of
    the share that is right (Wilson 1927).
    """
    confidence, right = probabilities.max(1), probabilities.argmax(1) == labels
    bins = metrics.reliability(confidence, right)
    sure, share, count = np.array(bins).T
    z = 1.96
    middle = (share + z**2 / (2 * count)) / (1 + z**2 / count)
    reach = z * np.sqrt(share * (1 - share) / count + z**2 / (4 * count**2)) / (1 + z**2 / count)
    figure = Figure(figsize=(5, 4.8), layout="constrained")
    axis = figure.subplots()
    plain(axis)
    axis.plot([0, 1], [0, 1], color=MUTED, lw=1, ls="--", label="as good as it says")
    axis.vlines(sure, middle - reach, middle + reach, color=MUTED, lw=1.2)
    axis.scatter(sure, share, s=14 + 14 * np.log10(count), color=ACCENT, zorder=3)
    for x, y, pictures in bins:
        axis.annotate(f"{pictures:,}", (x, y), (6, -10), textcoords="offset points", fontsize=7.5)
    axis.set(xlim=(0, 1.06), ylim=(0, 1.06), xlabel="confidence", ylabel="share that is right")
    axis.legend(frameon=False, loc="upper left")
    error = metrics.calibration_error(confidence, right)
    axis.set_title(f"Confidence on MNIST's test set: off by {error:.2%} on average", fontsize=11)
    return figure


def prediction(probabilities: Floats, digits: Digits) -> Figure:
    """The tutorial's last step: what the model says of test picture 63."""
    place = min(TUTORIAL_PICTURE, len(digits) - 1)
    chances, label = probabilities[place], int(digits.labels[place])
    said = int(chances.argmax())
    figure = Figure(figsize=(7.6, 3), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1, 2))
    tiles(left, digits.images[place : place + 1], 1, (0, 0))
    left.set_title(f"test_x[{place}], labelled {label}")
    plain(right)
    colours = [ACCENT if d == label else WARNING if d == said else MUTED for d in range(10)]
    right.bar(range(10), chances, color=colours)
    for digit, chance in enumerate(chances):
        text = f"{chance:.2%}" if chance >= 1e-4 else f"{chance:.0e}"
        right.annotate(
            text, (digit, chance), (0, 2), textcoords="offset points", ha="center", fontsize=7
        )
    right.set_xticks(range(10))
    right.yaxis.set_major_formatter(PercentFormatter(1))
    right.set_ylim(0, 1.08)
    right.set_title(f"p[{place}]: the model says {said}")
    return figure
