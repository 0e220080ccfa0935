"""Which room may import which: the contracts are in pyproject.toml, under `tool.importlinter`."""

from __future__ import annotations

from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
MOST_AT_THE_DOOR = 10


def test_imports_go_one_way_and_in_no_circle(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    kept = lint_imports(no_cache=True) == 0
    assert kept, capsys.readouterr().out


def test_the_root_of_the_bot_is_taken_in_at_a_glance():
    files = [path.name for path in (ROOT / "bot").glob("*.py")]
    assert len(files) <= MOST_AT_THE_DOOR, sorted(files)
