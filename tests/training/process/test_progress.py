from __future__ import annotations

from training.process import progress


def test_names_of_files_are_shown_as_they_are(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    shown = progress.make("rich")
    shown.tell("start", recipe="quick", data="mnist [/a].npz", epochs=1, steps=1)
    shown.tell("done", out="out[new]/digits.onnx", version="quick-1")
    shown.close()
    printed = capsys.readouterr().out
    assert "from mnist [/a].npz" in printed
    assert "Wrote out[new]/digits.onnx (quick-1)" in printed
