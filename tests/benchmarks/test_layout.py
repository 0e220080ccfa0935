"""The lines that are counted are those of the tables that everything else is measured by."""

import sys

import cv2
import numpy as np
import pytest

from benchmarks import layout
from benchmarks.whose_hands import run


@pytest.fixture
def folder(tmp_path):
    own = tmp_path / "line"
    own.mkdir()
    page = np.full((300, 300), 230, np.uint8)
    cv2.line(page, (150, 80), (150, 220), 40, 14)
    cv2.imwrite(str(own / "one.png"), page)
    rows = ["one.png,1,k,s,choose", "one.png,1,k,s,", "one.png,1,k,s,report", "one.png,,k,s,choose"]
    table = "\n".join(["file,label,kind,source,part", *rows]) + "\n"
    (own / "labels.csv").write_text(table, encoding="utf-8-sig")
    return tmp_path


@pytest.mark.parametrize(("part", "count"), [("choose", 2), ("report", 2), ("all", 3)])
def test_a_picture_of_no_part_belongs_to_both(folder, part, count, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["layout.py", str(folder), "--part", part])
    run(layout.main)
    assert capsys.readouterr().out.splitlines()[1].split()[:3] == ["line", str(count), str(count)]


def test_a_folder_without_labels_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["layout.py", str(tmp_path)])
    with pytest.raises(SystemExit, match=r"holds no labels\.csv"):
        run(layout.main)
