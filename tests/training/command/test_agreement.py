"""What is typed beside a recipe, and what a run of it leaves, is told as it is."""

from __future__ import annotations

import numpy as np
import pytest

from training.__main__ import main
from training.recipes import RECIPES


def told(capsys):
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return captured


def test_the_tutorials_recipe_takes_no_corrections(capsys, tmp_path):
    pytest.importorskip("keras")
    arguments = ["--recipe", "seed", "--out", str(tmp_path / "o"), "--progress", "none"]
    assert main([*arguments, "--corrections", str(tmp_path)]) == 1
    assert "learns from no corrections. Leave --corrections out" in told(capsys).err
    assert RECIPES["seed"].corrections == 0


@pytest.mark.parametrize(
    ("recipe", "option"),
    [
        ("lines", "--corrections"),
        ("strokes", "--corrections"),
        ("quick", "--strokes"),
        ("fine-tune", "--strokes"),
        ("quick", "--from"),
        ("ruling", "--from"),
        ("ruling", "--photos"),
    ],
)
def test_an_option_that_the_recipe_would_not_look_at_is_refused(capsys, tmp_path, recipe, option):
    pytest.importorskip("keras")
    arguments = ["--recipe", recipe, "--out", str(tmp_path / "o"), "--progress", "none"]
    assert main([*arguments, option, str(tmp_path)]) == 1
    assert f"Leave {option} out, or pass --recipe" in told(capsys).err


def test_nobody_who_is_held_back_is_trained_on(tiny, tmp_path, strokes, monkeypatch):
    pytest.importorskip("keras")
    from training import run
    from training.synthesis import penstrokes

    given = []
    monkeypatch.setattr(run, "run", lambda *_, characters, **__: given.extend(characters.hand))
    monkeypatch.setattr(penstrokes, "load", lambda _: strokes)
    arguments = ["--recipe", "strokes", "--data", str(tiny), "--strokes", "somewhere"]
    assert main([*arguments, "--out", str(tmp_path / "o"), "--progress", "none"]) == 0
    assert set(given) == {"abc/1", "abc/2", "abc/3", "abc/4"}


def test_pen_strokes_of_nobody_who_may_be_trained_on_are_refused(capsys, tiny, tmp_path, strokes):
    pytest.importorskip("keras")
    held = strokes.for_reporting()
    first, last = held.first[0], held.first[-1] + held.strokes[-1]
    begin, end = held.ink.starts[first], held.ink.starts[last]
    columns = ("label", "contributor", "writer", "origin", "size", "strokes")
    np.savez(
        tmp_path / "held.npz",
        points=held.ink.points[begin:end],
        lengths=np.diff(held.ink.starts[first : last + 1]),
        **{name: getattr(held, name) for name in columns},
    )
    arguments = ["--recipe", "strokes", "--data", str(tiny), "--out", str(tmp_path / "o")]
    more = ["--strokes", str(tmp_path / "held.npz"), "--progress", "none"]
    assert main([*arguments, *more]) == 1
    assert "that may be trained on hold no 0, 1, 2" in told(capsys).err


def test_a_recipe_of_pen_strokes_says_where_to_get_them(capsys, tiny, tmp_path):
    arguments = ["--recipe", "strokes", "--data", str(tiny), "--out", str(tmp_path / "o")]
    assert main([*arguments, "--progress", "none"]) == 1
    assert "--strokes" in told(capsys).err


def test_a_stopped_training_of_lines_says_what_it_goes_on_from(capsys, tiny, tmp_path, monkeypatch):
    pytest.importorskip("keras")
    from training.lines import run
    from training.synthesis import penstrokes

    def stop(_recipe, _mnist, _characters, _start, out, *_more):
        out.mkdir(exist_ok=True)
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "run", stop)
    monkeypatch.setattr(penstrokes, "load", lambda _: None)
    arguments = ["--recipe", "lines", "--data", str(tiny), "--out", str(tmp_path)]
    assert main([*arguments, "--progress", "none"]) == 130
    assert told(capsys).err == "Stopped. Nothing was written.\n"
    (tmp_path / "lines-state.npz").write_text("a checkpoint")
    assert main([*arguments, "--progress", "none"]) == 130
    assert "lines-state.npz" in told(capsys).err
