"""The notebook of the tutorial, from its first cell to its last, with a small MNIST."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("keras", reason="the training extra is not installed")

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "tutorial.ipynb"
EXECUTE = """
import sys
import nbformat
from nbclient import NotebookClient
found = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(found, timeout=600, resources={"metadata": {"path": sys.argv[2]}}).execute()
said = [out.get("text", "") for cell in found.cells for out in cell.get("outputs", [])]
sys.stdout.write("".join(said))
"""


@pytest.mark.timeout(900)
def test_every_cell_of_the_tutorial_runs(tiny, tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", EXECUTE, str(NOTEBOOK), str(NOTEBOOK.parent)],
        env=os.environ | {"MNIST_PATH": str(tiny), "EPOCHS": "1", "IPYTHONDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr[-3000:]
    assert "of the test set are right" in told.stdout
    assert "onnxruntime says:" in told.stdout
