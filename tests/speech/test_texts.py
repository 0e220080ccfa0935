"""The translations that are in the repository: no text is left out, and each fits its place."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bot.speech import texts
from bot.speech.__main__ import main
from bot.speech.checks import problems
from bot.speech.texts import LOCALES

TEMPLATE = texts.read(texts.TEMPLATE)
FORMS = {"es": 2, "pt": 2, "de": 2, "fr": 2, "ru": 3, "uk": 3, "id": 1, "tr": 1, "fa": 1}


def test_the_template_has_the_texts_as_they_are_in_the_code():
    assert texts.contents(TEMPLATE) == texts.contents(texts.marked()), "run: python -m bot.speech"


def test_every_marked_text_is_found_wherever_it_stands():
    found = {
        t for m in texts.texts_of(TEMPLATE) for t in ([m.id] if isinstance(m.id, str) else m.id)
    }
    for path in Path("bot").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                name, given = call.func.id, call.args
                if name in {"N_", "plural"}:
                    assert all(isinstance(a, ast.Constant) for a in given[: len(given) - 1 or 1])
                if name in {"N_", "tr", "plural"}:
                    said = {a.value for a in given if isinstance(a, ast.Constant)}
                    assert said <= found, path


@pytest.mark.parametrize("language", LOCALES)
def test_nothing_is_left_out_of_a_translation(language):
    catalogue = texts.translated(language)
    assert catalogue.num_plurals == FORMS[language]
    if not any(any(message.string) for message in texts.texts_of(catalogue) if message.id):
        pytest.skip("not begun")
    assert problems(catalogue, TEMPLATE) == []


@pytest.mark.parametrize("language", LOCALES)
def test_what_the_bot_loads_is_made_of_what_is_translated(language, tmp_path):
    texts.compile_into(tmp_path / "made.mo", language)
    loaded = texts.path_of(language).with_suffix(".mo").read_bytes()
    assert loaded == (tmp_path / "made.mo").read_bytes(), f"run: python -m bot.speech {language}"


def test_the_command_says_what_is_to_do_and_changes_nothing_when_it_checks(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(texts, "CATALOGUES", tmp_path)
    assert main(["--check", "de"]) == 1
    assert "it is missing" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())
