"""Processes that draw: how many, and that none is left when the one that trains is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import numpy as np
import pytest

from training.process import workers
from training.synthesis import styles

KILLED = """
import os, signal, sys, threading, time
import numpy as np
from concurrent import futures
from training.data import Digits

pools = []

class Pool(futures.ProcessPoolExecutor):
    def __init__(self, *given):
        super().__init__(*given)
        pools.append(self)

futures.ProcessPoolExecutor = Pool

def killed():
    until = time.monotonic() + 60
    while not (pools and len(pools[0]._processes) == 2) and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(WAIT)
    print(*pools[0]._processes, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    held = np.load(sys.argv[1])
    digits = Digits(held["images"], held["labels"])
    threading.Thread(target=killed).start()
"""
DRAW = {
    "epochs": """
    from training.synthesis.epochs import Pictures
    stream = Pictures(digits, seed=1, epochs=999, processes=2).__enter__()
    for number in range(999):
        stream.epoch(number)
""",
    "lines": """
    from training.lines.pool import draw_lines
    from training.process.drawers import Drawer
    from training.synthesis import skeletons
    from training.synthesis.handwriting import Hands, StrokeBank
    none = np.zeros(0)
    bank = StrokeBank(np.zeros(0, str), none, none, np.zeros(1, int), none, none, none)
    fields = skeletons.fields_of(digits)
    hands = Hands(bank, fields, fields.one(1, np.random.default_rng(1))[None])
    Drawer(draw_lines, hands, 2).begin(50_000, (1,)).drawn()
""",
}


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("draw", DRAW)
def test_processes_end_with_the_one_that_started_them(tmp_path, draw):
    digits = styles.draw(60, np.random.default_rng(1))
    np.savez(tmp_path / "digits.npz", images=digits.images, labels=digits.labels)
    script = tmp_path / "trainer.py"
    script.write_text(KILLED.replace("WAIT", "3") + DRAW[draw])
    ran = subprocess.run(
        [sys.executable, script, tmp_path / "digits.npz"],
        env={**os.environ, "PYTHONPATH": str(Path(workers.__file__).parents[2])},
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
        check=False,
    )
    processes = [int(word) for word in ran.stdout.split()]
    assert len(processes) == 2
    until = time.monotonic() + 30
    while any(alive(process) for process in processes):
        assert time.monotonic() < until
        time.sleep(0.1)


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize(("cores", "processes"), [(1, 1), (3, 3), (64, workers.MOST)])
def test_as_many_as_there_are_cores_for_but_not_more_than_memory_for(monkeypatch, cores, processes):
    monkeypatch.setattr(workers, "sensible_threads", lambda keep: cores - keep)
    assert workers.count() == processes


def test_an_ended_process_is_a_lack_of_memory():
    with pytest.raises(MemoryError), workers.short_of_memory():
        raise BrokenProcessPool
