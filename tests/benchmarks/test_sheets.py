import sys

import numpy as np

from benchmarks import sheets


def test_pictures_that_fail_are_written_where_it_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sheets, "find_sheets", lambda _: [])
    monkeypatch.setattr(sys, "argv", ["sheets.py", "--count", "1", "--save", str(tmp_path / "new")])
    sheets.main()
    assert capsys.readouterr().out.splitlines()[1].split()[:3] == ["whole", "1", "0"]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["whole_0_missed.jpg"]


def test_leaving_the_writing_out_changes_nothing_else():
    full, blank = (
        sheets.draw(np.random.default_rng([1, 2]), "whole", blank=blank) for blank in (False, True)
    )
    assert (full.corners == blank.corners).all()
    assert (full.gray == blank.gray).mean() > 0.5
    assert full.gray.mean() < blank.gray.mean()
