"""A storm of faults over a bot in a process of its own: who is answered, and who is told?

    python -m benchmarks.faults [--photos 600] [--chats 6] [--seed 1] [--outage 20]

Several people send photos while Telegram refuses, fails, hangs, drips and hangs up, and for a
while is away altogether. Each photo has to be answered exactly once, or its sender told so.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.storm import FAULTS, storm


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--photos", type=int, default=600)
    parser.add_argument("--chats", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--outage", type=float, default=20, help="seconds without Telegram")
    given = parser.parse_args()
    outcome = asyncio.run(storm(given.photos, given.chats, given.seed, given.outage))
    names = list(dict.fromkeys(name for _, name in outcome.struck))
    struck = Counter(outcome.struck)
    print(f"{'fault':22}" + "".join(f"{method[:12]:>13}" for method in FAULTS))
    for name in names:
        print(f"{name:22}" + "".join(f"{struck[method, name]:>13}" for method in FAULTS))
    print(
        f"\n{outcome.photos} photos through {struck.total()} faults and {given.outage:g} s without "
        f"Telegram: {outcome.answered} answered once, {outcome.told} senders told, "
        f"{outcome.lost} lost, {outcome.doubled} doubled, {outcome.wrong} wrong; "
        f"exit status {outcome.status}, {len(outcome.errors)} errors in the log; "
        f"memory {' then '.join(f'{m:.0f}' for m in outcome.memory)} MiB"
    )
    for line in outcome.errors[:10]:
        print(line)
    return 0 if outcome.passed else 1


if __name__ == "__main__":
    sys.exit(main())
