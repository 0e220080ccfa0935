"""The gate: what was measured of two models -> whether the new one may take the old one's place.

Pure: `training.measure.comparison` measures, in a process of its own, and this judges.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

MOST_POINTS_LOST: Final = 0.1
"""By how many percentage points the accuracy on MNIST's validation split may fall."""
MOST_SLOWER: Final = 2.0
"""How many times as long as the active model the candidate may take."""

MOST_OF_A_REASON: Final = 400
"""Characters; a file may have brought them."""

Json = Mapping[str, Any]


class Check(StrEnum):
    """What is looked at, in the order that people are told of it."""

    LOADS = "loads"
    MNIST = "mnist"
    CORRECTIONS = "corrections"
    SCENES = "scenes"
    SPEED = "speed"


class State(StrEnum):
    """How a check went."""

    PASSED = "passed"
    FAILED = "failed"
    UNCHECKED = "unchecked"
    NOTHING = "nothing"
    """There was nothing to check with, and so nothing to get worse at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check.

    Attributes:
        check: which.
        state: how it went.
        old: of the active model: a share of right answers, or milliseconds for `SPEED`; `None`
            where there is no figure.
        new: of the candidate.
        count: of how many pictures `old` and `new` are shares; 0 for milliseconds.
        why: in plain words, by how much it failed, or why it could not be checked; else empty.
    """

    check: Check
    state: State
    old: float | None = None
    new: float | None = None
    count: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of a candidate.

    Attributes:
        findings: one for each check; none for the model that is active already.
    """

    findings: tuple[Finding, ...]

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The checks that keep the candidate out."""
        return tuple(f for f in self.findings if f.state is State.FAILED)

    @property
    def unchecked(self) -> tuple[Finding, ...]:
        """What could not be checked on this machine."""
        return tuple(f for f in self.findings if f.state is State.UNCHECKED)

    @property
    def loads(self) -> bool:
        """It fits the contract, and survived being measured."""
        return all(f.check is not Check.LOADS for f in self.failed)

    @property
    def passed(self) -> bool:
        """Everything was checked, and nothing failed."""
        return not self.failed and not self.unchecked

    @property
    def may_insist(self) -> bool:
        """Nothing failed, but an admin has to take what was not checked upon themselves."""
        return not self.failed and bool(self.unchecked)


def judge(figures: Json) -> Verdict:
    """Holds a candidate against the active model.

    Args:
        figures: a `bot.contract.Comparison`, as a process printed it.

    Raises:
        ValueError: it is not of that form.
    """
    candidate, active = _part(figures, "candidate"), _part(figures, "active")
    if candidate.get("error"):
        return refused(str(candidate["error"]))
    asked = (Check.MNIST, Check.CORRECTIONS, Check.SCENES)
    try:
        shares = [_shares(check, candidate, active, figures) for check in asked]
        speed = _speed(candidate, active, figures)
    except (KeyError, TypeError, ZeroDivisionError) as error:
        raise ValueError("the figures are incomplete") from error
    return Verdict((Finding(Check.LOADS, State.PASSED), *shares, speed))


def refused(why: str) -> Verdict:
    """The verdict on what does not load, or breaks what measures it."""
    return Verdict((Finding(Check.LOADS, State.FAILED, why=why[:MOST_OF_A_REASON]),))


def as_json(verdict: Verdict) -> list[dict[str, Any]]:
    """A verdict as it is kept with a version."""
    return [
        {name: getattr(finding, name) for name in ("check", "state", "old", "new", "count", "why")}
        for finding in verdict.findings
    ]


def from_json(kept: object) -> Verdict | None:
    """A verdict that was kept; `None` where there is none, or none of this form."""
    if not isinstance(kept, list):
        return None
    try:
        return Verdict(
            tuple(
                Finding(
                    Check(one["check"]),
                    State(one["state"]),
                    one["old"],
                    one["new"],
                    one["count"],
                    one["why"],
                )
                for one in kept
            )
        )
    except (KeyError, TypeError, ValueError):
        return None


def _part(figures: Json, name: str) -> Json:
    part = figures.get(name)
    if not isinstance(part, Mapping):
        raise ValueError(f"the figures have no {name}")
    return part


def _shares(check: Check, candidate: Json, active: Json, figures: Json) -> Finding:
    """Counts of right answers against each other."""
    new, old = candidate.get(check), active.get(check)
    if new is None and check is Check.CORRECTIONS:
        return Finding(check, State.NOTHING, why=_reason(figures, check))
    if new is None:
        return Finding(check, State.UNCHECKED, why=_reason(figures, check))
    count, right = int(new["count"]), int(new["right"])
    if old is None:  # the active model does not load: nothing to be worse than
        return Finding(check, State.UNCHECKED, None, right / count, count, _reason(figures, check))
    before = int(old["right"])
    allowed = MOST_POINTS_LOST / 100 * count if check is Check.MNIST else 0.0
    fall = before - right
    if fall <= allowed + 1e-9:
        return Finding(check, State.PASSED, before / count, right / count, count)
    points = f"{100 * fall / count:.2f} points worse"
    why = f"{points}, and {MOST_POINTS_LOST} are allowed"
    if check is not Check.MNIST:
        why = f"{fall} of {count} more are wrong, and none may be"
    return Finding(check, State.FAILED, before / count, right / count, count, why)


def _speed(candidate: Json, active: Json, figures: Json) -> Finding:
    new, old = candidate.get("batch_ms"), active.get("batch_ms")
    if new is None or old is None:
        return Finding(Check.SPEED, State.UNCHECKED, old, new, why=_reason(figures, Check.SPEED))
    if new <= MOST_SLOWER * old:
        return Finding(Check.SPEED, State.PASSED, float(old), float(new))
    why = f"{new / old:.1f} times as slow, and {MOST_SLOWER:g} times is allowed"
    return Finding(Check.SPEED, State.FAILED, float(old), float(new), why=why)


def _reason(figures: Json, check: Check) -> str:
    reasons = figures.get("unchecked")
    reason = reasons.get(check) if isinstance(reasons, Mapping) else None
    return str(reason or "it could not be measured here")
