"""How the bot is: what it has done since it started, and how long that took. Figures, no people."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from typing import Final, Literal

Stage = Literal["wait", "fetch", "read", "reply"]
Outcome = Literal["read", "refused", "unreadable", "busy"]

STAGES: Final[tuple[Stage, ...]] = ("wait", "fetch", "read", "reply")
"""Of an answer to a picture: for its turn, the download, decoding and reading, sending."""
OUTCOMES: Final[tuple[Outcome, ...]] = ("read", "refused", "unreadable", "busy")
"""Of a picture: a number; no digit in it; no picture, or not to be had; too much to do."""
BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the histograms' buckets, in seconds; the last bucket has none."""


class Durations:
    """A histogram of seconds.

    Attributes:
        counts: for each of `BOUNDS`, and beyond, how many were not longer (and longer than the
            bound before).
        total: the sum of all.
    """

    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS) + 1)
        self.total = 0.0
        self._longest = 0.0

    def add(self, seconds: float) -> None:
        """Count one."""
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds
        self._longest = max(self._longest, seconds)

    def quantile(self, share: float) -> float | None:
        """About how many seconds that share of all took at most; None where there are none."""
        wanted = share * sum(self.counts)
        below = 0.0
        for count, least, most in zip(
            self.counts, (0.0, *BOUNDS), (*BOUNDS, BOUNDS[-1]), strict=True
        ):
            if count and below + count >= wanted:
                return least + (most - least) * (wanted - below) / count
            below += count
        return None

    def longest(self) -> float:
        """The longest since this was asked last, in seconds."""
        longest, self._longest = self._longest, 0.0
        return longest


class Counters:
    """Counts what happens, from one thread.

    Attributes:
        updates: that have come.
        pictures: by what became of them.
        refusals: updates that were not worked on, by why.
        errors: exceptions that no handler foresaw.
        stages: how long each stage of an answer took.
        lag: how late the event loop was.
    """

    def __init__(self) -> None:
        self.updates = 0
        self.pictures: Counter[Outcome] = Counter()
        self.refusals: Counter[str] = Counter()
        self.errors = 0
        self.stages: dict[Stage, Durations] = {stage: Durations() for stage in STAGES}
        self.lag = Durations()
        self._began = time.monotonic()
        self._last_update: float | None = None

    def arrived(self) -> None:
        """An update has come."""
        self.updates += 1
        self._last_update = time.monotonic()

    def turned_away(self, why: str) -> None:
        """An update was not worked on."""
        self.refusals[why] += 1

    def waited(self, seconds: float) -> None:
        """An update had its turn."""
        self.stages["wait"].add(seconds)

    @property
    def uptime(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._began

    @property
    def since_update(self) -> float | None:
        """Seconds since the last update came; None before the first."""
        return None if self._last_update is None else time.monotonic() - self._last_update


def memory() -> int:
    """Bytes of memory that this process occupies."""
    import psutil  # not before the first poll: it takes longer to load than all of this

    return int(psutil.Process().memory_info().rss)
