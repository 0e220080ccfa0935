"""Measuring: on digits, on corrupted digits, and on folders of labelled pictures."""

from __future__ import annotations

import csv
import json
import re
import sys

import cv2
import numpy as np
import pytest
from modelfiles import SHIPPED
from rich.console import Console

from training import data, evaluate
from training.__main__ import main
from training.card import card_text
from training.data import Digits
from training.measure import terminal
from training.measure.figure_tables import tables
from training.measure.outcomes import gather
from training.measure.report import on_pictures
from training.modelfile.onnxfile import OnnxFile
from training.process.errors import TrainingError


def test_on_digits_counts_what_the_file_says(fitted, tiny):
    model, digits = OnnxFile(fitted.model), data.load(tiny).test
    found = evaluate.on_digits(model, digits)
    probabilities = model.run(digits.images)["probabilities"]
    right = probabilities.argmax(1) == digits.labels
    assert found["errors"] == (~right).sum()
    assert found["accuracy"] == right.mean()
    for digit in range(10):
        assert found["recall"][str(digit)] == right[digits.labels == digit].mean()
    wrong = Digits(digits.images, (digits.labels + 1).astype(np.uint8) % 10)
    assert evaluate.on_digits(model, wrong)["accuracy"] < 0.3


def test_on_corrupted_reports_each_way(fitted, tiny):
    digits = data.load(tiny).test.take(slice(60))
    found = evaluate.on_corrupted(OnnxFile(fitted.model), digits)
    assert len(found["errors"]) == 15
    assert found["mean_error"] == pytest.approx(np.mean(list(found["errors"].values())))
    clean = evaluate.on_digits(OnnxFile(fitted.model), digits)["errors"] / 60
    assert found["mean_error"] > clean


@pytest.fixture
def folder(tiny, tmp_path):
    digits = data.load(tiny).test
    single = tmp_path / "photos" / "single"
    single.mkdir(parents=True)
    rows = []
    for index in range(4):
        paper = np.full((200, 200), 230, np.uint8)
        large = cv2.resize(digits.images[index], (140, 140), interpolation=cv2.INTER_CUBIC)
        paper[30:170, 30:170] -= (large * 0.8).astype(np.uint8)
        cv2.imwrite(str(single / f"{index}.png"), paper)
        part = "choose" if index == 0 else "report"
        rows.append([f"{index}.png", digits.labels[index], "paper", "me", part])
    rows[3][2] = "paper-ambiguous"
    cv2.imwrite(str(single / "blank.png"), np.full((200, 200), 230, np.uint8))
    rows.append(["blank.png", "", "ood:blank", "me", "report"])
    with (single / "labels.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["file", "label", "kind", "source", "part"], *rows])
    return tmp_path / "photos"


def test_pictures_go_through_the_whole_reader(fitted, folder):
    pictures = gather(folder)
    assert [picture.path.name for picture in pictures] == ["0.png", "1.png", "2.png", "blank.png"]
    assert gather(folder / "single") == pictures
    found = on_pictures(fitted.model, folder, "all")
    assert found["pictures"] == 4
    assert found["unreadable"] == []
    (row,) = found["rows"]
    assert row["accepted"]["hits"] == 0
    assert row["exact"]["of"] == 3
    assert on_pictures(fitted.model, folder, "choose")["pictures"] == 1


def test_the_command_prints_json_or_tables(fitted, tiny, folder, capsys):
    common = ["evaluate", str(fitted.model), "--data", str(tiny), "--photos", str(folder)]
    assert main([*common, "--json", "--fast"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert set(report) == {"model", "mnist", "photos"}
    assert report["photos"]["part"] == "report"
    assert report["photos"]["pictures"] == 3
    failures = folder / "failures.csv"
    options = ["--fast", "--part", "all", "--failures", str(failures)]
    assert main([*common, *options]) == 0
    printed = capsys.readouterr().out
    assert f"{report['mnist']['accuracy']:.2%}" in printed
    assert "Pictures with a number, all pictures" in printed
    assert "blank paper" in printed
    assert failures.read_text().startswith("file,label,read,confidence,reason,kind,source\n")


def test_pictures_are_measured_on_without_mnist(tmp_path, folder, monkeypatch, capsys):
    monkeypatch.delenv("MNIST_PATH", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setitem(sys.modules, "keras", None)
    command = ["evaluate", str(SHIPPED), "--photos", str(folder)]
    assert main([*command, "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"model", "photos"}
    assert main(command) == 0
    printed = capsys.readouterr().out
    assert "Pass --data mnist.npz" in printed
    assert "blank paper" in printed
    assert main(["evaluate", str(SHIPPED)]) == 1
    assert "Pass --data PATH/mnist.npz" in capsys.readouterr().err


def test_what_is_wrong_with_the_pictures_is_told_before_anything_is_measured(
    tiny, tmp_path, folder, monkeypatch, capsys
):
    monkeypatch.setattr(evaluate, "on_digits", None)
    command = ["evaluate", str(SHIPPED), "--data", str(tiny)]
    assert main([*command, "--photos", str(tmp_path / "none")]) == 1
    assert "holds no labels.csv" in capsys.readouterr().err
    for failures in (tmp_path / "none" / "f.csv", tmp_path):
        assert main([*command, "--photos", str(folder), "--failures", str(failures)]) == 1
        assert "cannot be written" in capsys.readouterr().err


def test_names_of_pictures_and_sources_are_printed_as_they_are(folder, capsys):
    table = folder / "single" / "labels.csv"
    table.write_text(
        "file,label,kind,source\n0.png,3,p,me [/a]\n1.png,3,p,[bold]\n[b].png,3,p,me [/a]\n"
    )
    terminal.show({"model": {}, "photos": on_pictures(SHIPPED, folder)}, Console(width=250))
    printed = capsys.readouterr().out
    assert "me [/a]" in printed
    assert "[bold]" in printed
    assert "Could not be opened: [b].png" in printed


def test_a_table_of_failures_takes_the_place_of_none_but_another(folder, tmp_path, capsys):
    labels = folder / "single" / "labels.csv"
    before = labels.read_bytes()
    command = ["evaluate", str(SHIPPED), "--photos", str(folder), "--failures"]
    for path in (labels, folder / "single" / "1.png"):
        assert main([*command, str(path)]) == 1
        assert "it is there already, and no table of failures" in capsys.readouterr().err
    assert labels.read_bytes() == before
    failures = tmp_path / "f.csv"
    failures.touch()
    for _ in range(2):
        assert main([*command, str(failures)]) == 0
        assert failures.read_text().startswith("file,label,read,")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_figure_is_cut_where_the_terminal_is_narrow(folder, capsys, width):
    found = on_pictures(SHIPPED, folder)
    terminal.show({"model": {}, "photos": found}, Console(width=width))
    shown = capsys.readouterr().out
    assert "…" not in shown
    assert max(map(len, shown.splitlines())) <= width
    words = {word for line in shown.splitlines() for word in re.split(r"[│┃\s]+", line)}
    for table in tables(found):
        full = [n for n in range(len(table.head)) if any(row[n] for row in table.rows)]
        for row in [table.head, *table.rows]:
            assert {word for n in full for word in row[n].split()} <= words


def test_failures_without_pictures_are_refused(fitted, tiny, tmp_path, capsys):
    failures = ["--failures", str(tmp_path / "f.csv")]
    assert main(["evaluate", str(fitted.model), "--data", str(tiny), *failures]) == 1
    assert "Pass --photos DIR too" in capsys.readouterr().err


def test_a_card_shows_the_figures_of_pictures(fitted, folder):
    card = json.loads(fitted.model.with_suffix(".json").read_text())
    card["evaluation"]["photos"] = on_pictures(fitted.model, folder, "all")
    page = card_text.page(card)
    assert "| single | 3 |" in page
    assert "| &emsp;of blank paper | 1 | 0.0 (0.0-79.3) |" in page
    assert "Calibration of whole answers" in page


def test_the_tables_show_corruptions(capsys, fitted, tiny):
    report = evaluate.evaluate(fitted.model, data.load(tiny).test.take(slice(30)))
    terminal.show(report)
    printed = capsys.readouterr().out
    assert "glass blur" in printed
    assert f"{report['corrupted']['mean_error']:.1%}" in printed


def test_folders_without_labels_are_refused(tmp_path):
    with pytest.raises(TrainingError, match=r"holds no labels\.csv"):
        gather(tmp_path)
    (tmp_path / "labels.csv").write_text("file,label\n")
    with pytest.raises(TrainingError, match="lacks the columns kind, source"):
        gather(tmp_path)
    (tmp_path / "labels.csv").write_text("file,label,kind,source\na.png,3\n")
    with pytest.raises(TrainingError, match=r"Line 2 of .* has too few columns"):
        gather(tmp_path)
    (tmp_path / "labels.csv").write_bytes("file,label,kind,source\nÄ.png,3,,\n".encode("latin-1"))
    with pytest.raises(TrainingError, match=r"cannot be read .* in UTF-8"):
        gather(tmp_path)
    table = "file,label,kind,source\na.png,3|4,paper,me\n"
    (tmp_path / "labels.csv").write_text(table, encoding="utf-8-sig")
    assert [picture.label for picture in gather(tmp_path)] == ["3\n4"]
    (tmp_path / "labels.csv").write_text("file,label,kind,source,part\na.png,3,p,me,report\n")
    with pytest.raises(TrainingError, match="whose part is choose; pass another --part"):
        gather(tmp_path, "choose")
    (tmp_path / "labels.csv").write_text("file,label,kind,source\n")
    with pytest.raises(TrainingError, match=r"name no pictures\.$"):
        gather(tmp_path, "report")
    (tmp_path / "labels.csv").write_text("file,label,kind,source\na.png,3,p-ambiguous,me\n")
    with pytest.raises(TrainingError, match=r"name no pictures but ones whose kind ends in -amb"):
        gather(tmp_path, "report")
