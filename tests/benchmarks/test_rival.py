"""The benchmark beside another reader; that one itself is not installed here."""

import csv
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks import rival
from benchmarks.rivaltable import Found, show
from training.measure.outcomes import Labelled


@pytest.mark.parametrize(
    ("said", "number"),
    [("3.14", "3.14"), ("2x3", "2x3"), ("12 kg", ""), ("l0", ""), ("-", ""), ("", "")],
)
def test_a_text_is_a_number_without_letters(said, number):
    assert rival.number(said) == number


def test_repeats_and_blanks_collapse():
    assert rival.collapsed(np.array([0, 3, 3, 0, 3, 5, 5, 0])) == [3, 3, 5]


def pictures(*labels):
    return [
        Labelled(Path(f"{place}.png"), label, "ood:alpha" if not label else "k", source, folder)
        for place, (folder, source, label) in enumerate(labels)
    ]


def test_the_tables_set_readers_side_by_side(capsys):
    shown = pictures(
        ("single", "a", "1"),
        ("single", "a", "2"),
        ("single", "b", "3"),
        ("sign", "s", "3.14"),
        ("letter", "l", ""),
    )
    show(
        [
            Found("one", shown, ["1", "7", "3", "314", ""], [2.0, 4.0, 3.0, 9.0, 1.0], 2.0, 100),
            Found("other", shown, ["1", "2", "8", "3.14", "4"], [6.0, 6.0, 6.0, 9.0, 1.0], 20, 200),
        ]
    )
    lines = capsys.readouterr().out.splitlines()

    def cells(start):
        (found,) = (line for line in lines if line.startswith(start))
        return found

    # One reader: half of source a, all of b; the other: all of a, none of b.
    assert cells("one ").split()[1] == "75.0%"
    assert cells("other ").split()[1] == "50.0%"
    assert "0.0%" in cells("sign: as written")
    assert "100.0%" in cells("sign: as written")
    assert cells("sign: digits alone").count("100.0%") == 2
    assert "of Greek letters" in cells("  of Greek letters")
    assert "3.0 (x1.00)" in cells("ms a picture: single")
    assert "6.0 (x0.50)" in cells("ms a picture: single")
    assert "200.0 (x0.50)" in cells("memory at most")


@pytest.fixture
def folder(tmp_path):
    page = np.full((400, 400), 230, np.uint8)
    cv2.line(page, (200, 100), (200, 300), 40, 16)
    cv2.imwrite(str(tmp_path / "one.png"), page)
    (tmp_path / "broken.png").write_bytes(b"no picture")
    with (tmp_path / "labels.csv").open("w", newline="") as file:
        table = [("file", "label", "kind", "source"), ("one.png", "1", "k", "s")]
        csv.writer(file).writerows([*table, ("broken.png", "1|2", "k", "s")])
    return tmp_path


def run(*arguments):
    command = [sys.executable, "benchmarks/rival.py", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_bots_side_reads_each_picture_of_one_line(folder):
    done = run(folder, "--subject", "bot")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["texts"] == ["1"]
    assert len(found["ms"]) == 1
    assert found["megabytes"] > 1
    assert found["memory"] > 30


@pytest.mark.skipif(importlib.util.find_spec("rapidocr") is not None, reason="it is installed")
def test_without_the_rival_it_says_how_to_get_it(folder):
    done = run(folder)
    assert done.returncode == 1
    assert "uv run --with" in done.stderr
    assert "Traceback" not in done.stderr
