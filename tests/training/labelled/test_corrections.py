"""Loading corrections: what is taken, and what is refused and how."""

from __future__ import annotations

import csv

import cv2
import numpy as np
import pytest

from training import data
from training.data import NOT_A_DIGIT, Digits
from training.labelled import corrections
from training.process.errors import TrainingError


@pytest.fixture
def crops(tiny):
    return data.load(tiny).test.take(slice(6))


def test_corrections_come_as_a_folder(crops, tmp_path):
    with (tmp_path / "labels.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "label"])
        for index, image in enumerate(crops.images):
            cv2.imwrite(str(tmp_path / f"{index}.png"), image)
            writer.writerow([f"{index}.png", "" if index == 2 else crops.labels[index]])
    found = corrections.load(tmp_path)
    assert np.array_equal(found.images, crops.images)
    wanted = crops.labels.copy()
    wanted[2] = NOT_A_DIGIT
    assert np.array_equal(found.labels, wanted)


def test_corrections_come_as_a_file(crops, tmp_path):
    np.savez(tmp_path / "c.npz", images=crops.images, labels=crops.labels)
    found = corrections.load(tmp_path / "c.npz")
    assert np.array_equal(found.images, crops.images)
    assert corrections.checksum(found) == corrections.checksum(crops)
    assert corrections.checksum(found) != corrections.checksum(
        Digits(crops.images, found.labels + 1)
    )


@pytest.mark.parametrize(
    ("images", "labels", "said"),
    [
        (np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8), "are empty"),
        (np.zeros((2, 20, 20), np.uint8), np.zeros(2, np.uint8), r"\(2, 20, 20\)"),
        (np.zeros((2, 28, 28), np.uint8), np.array([3, 12]), "out of range, 12"),
        (np.zeros((2, 28, 28), np.uint8), np.array([-1, 3]), "out of range, -1"),
        (np.zeros((2, 28, 28), np.uint8), np.array(3), r"int64 \(\); they must be whole numbers"),
        (np.zeros((2, 28, 28), np.uint8), np.array([[3], [4]]), r"int64 \(2, 1\)"),
        (np.zeros((2, 28, 28), np.uint8), np.array(["3", "4"]), r"<U1 \(2,\)"),
        (np.zeros((2, 28, 28), np.uint8), np.array([3.0, np.nan]), r"float64 \(2,\)"),
    ],
)
def test_corrections_of_another_form_are_refused(tmp_path, images, labels, said):
    np.savez(tmp_path / "c.npz", images=images, labels=labels)
    with pytest.raises(TrainingError, match=said):
        corrections.load(tmp_path / "c.npz")


def test_corrections_that_cannot_be_read_are_refused(tmp_path):
    with pytest.raises(TrainingError, match="There are no corrections at"):
        corrections.load(tmp_path / "none")
    with pytest.raises(TrainingError, match=r"no labels\.csv"):
        corrections.load(tmp_path)
    (tmp_path / "c.npz").write_bytes(b"no")
    with pytest.raises(TrainingError, match="cannot be read"):
        corrections.load(tmp_path / "c.npz")
    (tmp_path / "labels.csv").write_text("file,label\nnone.png,3\n")
    with pytest.raises(TrainingError, match=r"none\.png .* is not a 28x28 picture"):
        corrections.load(tmp_path)
    cv2.imwrite(str(tmp_path / "none.png"), np.zeros((28, 28), np.uint8))
    (tmp_path / "labels.csv").write_text("file,label\nnone.png,three\n")
    with pytest.raises(TrainingError, match="label 'three'"):
        corrections.load(tmp_path)
    (tmp_path / "labels.csv").write_text("file,label\nnone.png," + 30 * "9")
    with pytest.raises(TrainingError, match=r"label '9+', not a digit"):
        corrections.load(tmp_path)
    np.savez(tmp_path / "half.npz", images=np.zeros((1, 28, 28), np.uint8))
    with pytest.raises(TrainingError, match=r"half\.npz lack images or labels"):
        corrections.load(tmp_path / "half.npz")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (b"file,digit\na.png,3\n", "lacks the columns label. Name them"),
        (b"file;label\na.png;3\n", "lacks the columns file, label. .* commas between them"),
        (b"", "lacks the columns file, label"),
        (b"file,label\na.png,3\na.png\n", "Line 3 of .* has too few columns"),
        ("file,label\na.png,3\nÄ.png,4\n".encode("latin-1"), "cannot be read .* in UTF-8"),
        (b"file,label\n" + 200_000 * b"a", "cannot be read .* as CSV with commas"),
    ],
    ids=["other-name", "semicolons", "empty", "short-row", "latin-1", "endless"],
)
def test_a_table_of_another_form_is_refused(tmp_path, table, said):
    cv2.imwrite(str(tmp_path / "a.png"), np.zeros((28, 28), np.uint8))
    (tmp_path / "labels.csv").write_bytes(table)
    with pytest.raises(TrainingError, match=said):
        corrections.load(tmp_path)


def test_a_spreadsheets_mark_is_no_part_of_a_column(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), np.zeros((28, 28), np.uint8))
    (tmp_path / "labels.csv").write_text("file,label\na.png,3\n", encoding="utf-8-sig")
    assert corrections.load(tmp_path).labels.tolist() == [3]
