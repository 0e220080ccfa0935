"""Measuring a candidate in a process of its own, which a bad model file may break as it likes."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

from bot.lifecycle.training_child import ChildFailed, ask

if TYPE_CHECKING:
    from pathlib import Path

    from bot.contract import Comparison
    from bot.storage.correction_values import Labelled

WITHIN: Final = 300.0
"""Seconds that measuring may take; an idle core takes 7, a tenth of one ten times as long."""


class NotMeasured(Exception):
    """Measuring did not come to its end; the text says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What is measured side by side.

    Attributes:
        candidate: content of the model file that wants to be let in.
        active: content of the one that the bot reads with.
        held_out: corrections that were never trained on.
    """

    candidate: bytes = field(repr=False)
    active: bytes = field(repr=False)
    held_out: Labelled


async def measure(pair: Pair, shipped: Path, work: Path) -> Comparison:
    """Run `python -m training gate`.

    Args:
        pair: what to measure.
        shipped: the model file that came with the program, its line reader beside it.
        work: an empty folder for the files; the caller removes it.

    Returns:
        The figures.

    Raises:
        NotMeasured: the process died, hung, or told an error. No process is left.
    """
    from bot.reading.line.network import FILE

    await asyncio.to_thread(_write, pair, work)
    lines = shipped.with_name(FILE)
    arguments = ["gate", str(work / "candidate.onnx"), str(work / "active.onnx")]
    arguments += ["--json", "--parent", str(os.getpid())]
    arguments += ["--lines", str(lines) if lines.exists() else ""]
    if len(pair.held_out):
        arguments += ["--corrections", str(work / "corrections.npz")]
    try:
        told = dict(json.loads(await ask(arguments, WITHIN)))
    except ChildFailed as failed:
        last = f" It said: {failed.lines[-1]}" if failed.lines else ""
        raise NotMeasured(f"{failed}{last}") from failed
    except (ValueError, TypeError) as error:
        raise NotMeasured("It printed something else than figures.") from error
    return cast("Comparison", told)  # the gate looks whether it is


def _write(pair: Pair, work: Path) -> None:
    (work / "candidate.onnx").write_bytes(pair.candidate)
    (work / "active.onnx").write_bytes(pair.active)
    if len(pair.held_out):
        pair.held_out.save(work / "corrections.npz")
