"""`read --csv`: one table of all that is written."""

from __future__ import annotations

import csv

import pytest
from reading.scenes import draw, encoded

from bot.__main__ import main


def tables(capsys):
    return list(csv.reader(capsys.readouterr().out.splitlines()))


def test_a_table_of_all_pictures_in_order(folder, capsys):
    (folder / "table.png").write_bytes(encoded(draw("12    407\n3      71")))
    (folder / "none.png").write_bytes(encoded(draw("   ")))
    names = [str(folder / name) for name in ("table.png", "none.png", "b.png")]
    assert main(["read", "--csv", *names]) == 0
    head, *rows = tables(capsys)
    assert head == ["picture", "column 1", "column 2", "check"]
    assert [row[:3] for row in rows] == [
        [names[0], "12", "407"],
        [names[0], "3", "71"],
        [names[1], "", ""],
        [names[2], "407", ""],
    ]
    assert "empty" in rows[2][3]


def test_a_table_names_what_cannot_be_read(folder, capsys):
    assert main(["read", "--csv", str(folder / "labels.csv"), str(folder / "a.JPG")]) == 1
    _, broken, good = tables(capsys)
    assert "not a picture" in broken[2]
    assert good[:2] == [str(folder / "a.JPG"), "7"]


def test_json_and_a_table_exclude_each_other(folder, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["read", "--csv", "--json", str(folder)])
    assert stopped.value.code == 2
