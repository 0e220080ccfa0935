"""What a constant is worth: found in the source, changed in a process of its own."""

import csv
import subprocess
import sys
from math import inf

import cv2
import numpy as np
import pytest

from benchmarks.constants import values
from benchmarks.constantsource import constants, inline, lines
from benchmarks.rereading import Effect, effect, spread
from training.measure.outcomes import gather

SOURCE = '''"""A module."""

from typing import Final

LIMIT: Final = 3
"""How many of them."""
_LOW = 0.25
_HIGH = 1 << 4
"""The ends,
both."""
SIDE = 28  # of a picture
ALONE: Final = -1.5


def grow(value, by=0.7):
    return value * 1.3 + 1 - 17
DERIVED = LIMIT * 2
NAME = "x"
FLAG = True
lower = 4
'''


@pytest.fixture
def package(tmp_path):
    folder = tmp_path / "somewhere"
    (folder / "formats").mkdir(parents=True)
    (folder / "__init__.py").write_text("WIDE = 9\n")
    (folder / "module.py").write_text(SOURCE)
    (folder / "formats" / "__init__.py").write_text("MAGIC = 77\n")
    return folder


def test_constants_are_found_with_what_they_are_for(package):
    found = [(c.module, c.name, c.value, c.purpose) for c in constants(package, "somewhere")]
    assert found == [
        ("somewhere", "WIDE", 9, ""),
        ("somewhere.module", "LIMIT", 3, "How many of them."),
        ("somewhere.module", "_LOW", 0.25, "The ends, both."),
        ("somewhere.module", "_HIGH", 16, "The ends, both."),
        ("somewhere.module", "SIDE", 28, "of a picture"),
        ("somewhere.module", "ALONE", -1.5, ""),
    ]


def test_numbers_within_functions_are_counted_and_lines(package):
    assert inline(package, "somewhere") == 2
    assert lines(package, "somewhere") == 1 + len(SOURCE.splitlines())


def test_a_changed_constant_reaches_whatever_is_made_of_it(package):
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "import somewhere.module as before\n"
        "from benchmarks.constantsource import change, constants\n"
        "folder = Path(sys.argv[1]) / 'somewhere'\n"
        "limit = next(c for c in constants(folder, 'somewhere') if c.name == 'LIMIT')\n"
        "change(limit, 5)\n"
        "import somewhere.module as after\n"
        "print(before.DERIVED, after.DERIVED, after.SIDE)\n"
    )
    command = [sys.executable, "-c", script, str(package.parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["6", "10", "28"]


@pytest.mark.parametrize(
    ("value", "others"),
    [(10, [12, 8]), (1, [2, 0]), (0, [1, -1]), (0.5, [0.6, 0.4]), (0.0, []), (-10, [-8, -12])],
)
def test_values_change_by_a_fifth(value, others):
    assert values(value) == pytest.approx(others)


def test_an_effect_is_what_changed_and_what_that_cost():
    before = [("1", True, 0.9), ("2", False, 0.5), ("3", True, 0.9), ("4", False, 0.3)]
    after = [("1", True, 0.8), ("5", True, 0.5), ("", False, 0.9), ("6", False, 0.3)]
    found = effect(7, before, after)
    assert found == Effect(7, changed=3, lost=1, won=1)
    assert str(found) == "7: 3 changed, 1 lost, 1 won"
    assert str(effect(7, before, before)) == "7: 0 changed"
    assert str(effect(7, before, "ValueError: no")) == "7: fails"


@pytest.fixture
def folder(tmp_path):
    own = tmp_path / "line"
    own.mkdir()
    table = [("file", "label", "kind", "source", "part")]
    for place in range(5):
        page = np.full((300, 300), 230, np.uint8)
        cv2.line(page, (150, 80), (150, 220), 40, 14)
        cv2.imwrite(str(own / f"{place}.png"), page)
        table.append((f"{place}.png", "1", "k", "s", "choose"))
    with (own / "labels.csv").open("w", newline="") as file:
        csv.writer(file).writerows(table)
    return tmp_path


def test_pictures_are_the_doubted_ones_and_some_from_all_over_a_folder(folder):
    sure = [0.9, 0.99, inf, 0.5, 0.98]

    def names(most):
        return [p.path.name for p in spread(gather(folder), sure, most)]

    assert names(2) == ["3.png", "0.png"]
    assert names(4) == ["3.png", "0.png", "1.png", "2.png"]
    assert sorted(names(9)) == ["0.png", "1.png", "2.png", "3.png", "4.png"]


@pytest.mark.skipif(sys.platform == "win32", reason="processes do not fork here")
def test_the_page_says_what_pictures_lose(folder, tmp_path):
    out = tmp_path / "constants.md"
    command = [sys.executable, "benchmarks/constants.py", str(folder), "--most", "1"]
    command += ["--only", "MOST_DIGITS", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = out.read_text()
    assert "1 pictures to choose by" in page
    assert "MOST_DIGITS` | 800 |" in page
    assert "960: 0 changed | 640: 0 changed" in page


@pytest.mark.skipif(sys.platform == "win32", reason="processes do not fork here")
def test_a_network_runs_once_on_an_input(folder):
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from benchmarks.constants import MODEL, read\n"
        "from benchmarks.remembered import Runs\n"
        "from training.measure.outcomes import gather\n"
        "pictures = gather(Path(sys.argv[1]))\n"
        "plain = read(pictures, MODEL)\n"
        "runs = Runs()\n"
        "runs.install()\n"
        "assert read(pictures, MODEL) == plain\n"
        "first = runs.count\n"
        "assert read(pictures, MODEL) == plain\n"
        "print(first > 0, runs.count == first)\n"
    )
    command = [sys.executable, "-c", script, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
