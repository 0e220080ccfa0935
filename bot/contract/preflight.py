"""What a run needs, and whether it is there: what `check` answers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from bot.contract.recipes import elsewhere


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a run needs.

    Attributes:
        name: libraries, memory, data, disk or corrections; empty where nothing could be asked.
        ok: whether it is there.
        message: what was found; where it is not there, what to do.
    """

    name: str
    ok: bool
    message: str


@dataclass(frozen=True, slots=True)
class Preflight:
    """Whether a run can succeed where it would be carried out: `python -m training check`.

    Attributes:
        recipe: of the run.
        checks: everything that was looked at.
    """

    recipe: str
    checks: tuple[Check, ...]

    @property
    def obstacles(self) -> tuple[str, ...]:
        """A plain sentence for each thing that is missing, with what to do."""
        return tuple(check.message for check in self.checks if not check.ok)

    @property
    def ok(self) -> bool:
        """Whether everything is there."""
        return not self.obstacles

    @property
    def elsewhere(self) -> str:
        """The command that trains on another machine."""
        return elsewhere(self.recipe)

    def as_json(self) -> dict[str, Any]:
        """As `--json` prints it, and the queue carries it."""
        checks = [asdict(check) for check in self.checks]
        return {
            "recipe": self.recipe,
            "ok": self.ok,
            "checks": checks,
            "elsewhere": self.elsewhere,
        }

    @classmethod
    def of_json(cls, told: Any) -> Preflight:
        """What `as_json` gave.

        Raises:
            ValueError: it is not of that form.
        """
        try:
            checks = [
                Check(str(one["name"]), bool(one["ok"]), str(one["message"]))
                for one in told["checks"]
            ]
            return cls(str(told["recipe"]), tuple(checks))
        except (KeyError, TypeError) as error:
            raise ValueError("not what a check prints") from error

    @classmethod
    def refused(cls, recipe: str, why: str) -> Preflight:
        """Nothing could be looked at, and so no run can succeed."""
        return cls(recipe, (Check("", False, why),))
