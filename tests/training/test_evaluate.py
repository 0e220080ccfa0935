"""Measuring: on digits, on corrupted digits, and on folders of labelled pictures."""

from __future__ import annotations

import csv
import json

import cv2
import numpy as np
import pytest

from bot.reading import Digit, Reading
from bot.reading.result import Box, Reason
from training import data, evaluate
from training.__main__ import main
from training.data import Digits
from training.measure import photos, terminal
from training.measure.photos import Labelled, Outcome
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


def read(text, confidence, reason=None):
    glyph = np.zeros((28, 28), np.uint8)
    digits = tuple(Digit(int(c), confidence, Box(0, 0, 9, 9), (0.1,) * 10, glyph) for c in text)
    return Reading((digits,) if text else (), confidence, reason, (), (100, 100))


def outcome(label, text, confidence, source="a", kind="photo", group="single"):
    from pathlib import Path

    reading = read(text, confidence, None if text else Reason.NOT_A_DIGIT)
    return Outcome(Labelled(Path("x.png"), label, kind, source, group), reading)


def test_summarise_by_hand():
    found = photos.summarise(
        [
            outcome("1", "1", 0.9, "a"),
            outcome("2", "2", 0.9, "a"),
            outcome("3", "8", 0.6, "a"),
            outcome("4", "", 0.8, "b"),
            outcome("407", "47", 0.7, "b", group="number"),
            outcome("", "", 0.9, "c", "ood:A", "notdigit"),
            outcome("", "1", 0.5, "c", "ood:B", "notdigit"),
        ]
    )
    single = found["groups"]["single"]
    assert single["exact"] == 0.5
    assert single["exact_by_source"] == pytest.approx({"a": 2 / 3, "b": 0})
    assert single["exact_over_sources"] == pytest.approx(1 / 3)
    assert single["refused"] == 0.25
    assert single["character_error_rate"] == 0.5
    assert found["groups"]["number"]["character_error_rate"] == pytest.approx(1 / 3)
    assert found["groups"]["notdigit"]["false_accepts"] == 0.5
    assert "exact" not in found["groups"]["notdigit"]
    # Scores: real .95 .95 .8 .1 .85, no digit .05 .75; the refused 4 loses against one of the two.
    assert found["auroc"] == pytest.approx(9 / 10)
    assert found["right_when_read"] == 0.5
    assert found["ece"] == pytest.approx((2 * 0.1 + 0.6 + 0.7) / 4)


def test_a_picture_that_cannot_be_opened_counts_as_wrong_and_is_named():
    from pathlib import Path

    broken = Outcome(Labelled(Path("broken.png"), "3", "photo", "a", "single"), None)
    found = photos.summarise([broken, outcome("", "", 0.9, group="notdigit")])
    assert found["groups"]["single"]["exact"] == 0
    assert found["unreadable"] == ["broken.png"]


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
        rows.append([f"{index}.png", digits.labels[index], "paper", "me"])
    rows[3][2] = "paper-ambiguous"
    cv2.imwrite(str(single / "blank.png"), np.full((200, 200), 230, np.uint8))
    rows.append(["blank.png", "", "ood:blank", "me"])
    with (single / "labels.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["file", "label", "kind", "source"], *rows])
    return tmp_path / "photos"


def test_pictures_go_through_the_whole_reader(fitted, folder):
    pictures = photos.gather(folder)
    assert [picture.path.name for picture in pictures] == ["0.png", "1.png", "2.png", "blank.png"]
    assert photos.gather(folder / "single") == pictures
    found = photos.on_photos(fitted.model, folder)
    assert found["pictures"] == 4
    assert found["unreadable"] == []
    assert found["groups"]["single"]["false_accepts"] == 0
    assert 0 <= found["groups"]["single"]["exact"] <= 1


def test_the_command_prints_json_or_tables(fitted, tiny, folder, capsys):
    common = ["evaluate", str(fitted.model), "--data", str(tiny), "--photos", str(folder)]
    assert main([*common, "--json", "--fast"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert set(report) == {"model", "mnist", "photos"}
    assert main([*common, "--fast"]) == 0
    printed = capsys.readouterr().out
    assert f"{report['mnist']['accuracy']:.2%}" in printed
    assert "single" in printed


def test_the_tables_show_corruptions(capsys, fitted, tiny):
    report = evaluate.evaluate(fitted.model, data.load(tiny).test.take(slice(30)))
    terminal.show(report)
    printed = capsys.readouterr().out
    assert "glass blur" in printed
    assert f"{report['corrupted']['mean_error']:.1%}" in printed


def test_folders_without_labels_are_refused(tmp_path):
    with pytest.raises(TrainingError, match=r"holds no labels\.csv"):
        photos.gather(tmp_path)
    (tmp_path / "labels.csv").write_text("file,label\n")
    with pytest.raises(TrainingError, match="lacks the columns kind, source"):
        photos.gather(tmp_path)
    (tmp_path / "labels.csv").write_text("file,label,kind,source\na.png,3\n")
    with pytest.raises(TrainingError, match=r"Line 2 of .* has too few columns"):
        photos.gather(tmp_path)
    (tmp_path / "labels.csv").write_bytes("file,label,kind,source\nÄ.png,3,,\n".encode("latin-1"))
    with pytest.raises(TrainingError, match=r"cannot be read .* in UTF-8"):
        photos.gather(tmp_path)
    table = "file,label,kind,source\na.png,3|4,paper,me\n"
    (tmp_path / "labels.csv").write_text(table, encoding="utf-8-sig")
    assert [picture.label for picture in photos.gather(tmp_path)] == ["3\n4"]
