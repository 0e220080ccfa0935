"""Which room may import which: the contracts are in pyproject.toml, under `tool.importlinter`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
MOST_AT_THE_DOOR = 10


def test_imports_go_one_way_and_in_no_circle():
    command = [sys.executable, "-c", LINT, "--no-cache"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


def test_the_root_of_the_bot_is_taken_in_at_a_glance():
    files = [path.name for path in (ROOT / "bot").glob("*.py")]
    assert len(files) <= MOST_AT_THE_DOOR, sorted(files)
