"""What the tests of the command line read."""

from __future__ import annotations

import pytest
from reading.scenes import draw, encoded


@pytest.fixture
def folder(tmp_path):
    """A folder with pictures and what is none."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "b.png").write_bytes(encoded(draw("407")))
    (tmp_path / "a.JPG").write_bytes(encoded(draw("7"), ".jpg"))
    (tmp_path / "inner" / "c.png").write_bytes(encoded(draw("12\n3")))
    (tmp_path / "labels.csv").write_text("file,label\n")
    return tmp_path
