"""`read`: a line for each picture."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
from cli.pagefiles import paged
from cli.records import records
from reading.scenes import draw, encoded
from tables.readings import written

from bot.__main__ import main
from bot.cli.lines import as_words
from bot.reading import Reading, Reason
from bot.reading.result import Tip
from bot.replies import answers

ROOT = Path(__file__).parents[2]


def test_a_line_of_json_for_each_picture(folder, capsys):
    assert main(["read", "--json", str(folder / "b.png")]) == 0
    (record,) = records(capsys)
    fields = ["file", "text", "confidence", "digits", "signs", "left_out", "reason"]
    assert list(record) == fields
    assert (record["file"], record["text"], record["reason"]) == (
        str(folder / "b.png"),
        "407",
        None,
    )
    assert 0.5 < record["confidence"] <= 1
    assert [d["digit"] for d in record["digits"]] == [4, 0, 7]
    for digit in record["digits"]:
        assert list(digit) == ["digit", "confidence", "box", "alternatives"]
        x, y, w, h = digit["box"]
        assert min(x, y) >= 0
        assert min(w, h) > 0
    boxes = [d["box"] for d in record["digits"]]
    assert boxes == sorted(boxes)


def test_others_are_read_after_one_that_cannot_be(folder, capsys):
    broken = folder / "broken.png"
    broken.write_bytes(encoded(draw("7"))[:200])
    paths = [folder / "labels.csv", folder / "none.png", broken, folder / "a.JPG"]
    assert main(["read", "--json", *map(str, paths)]) == 1
    *failed, good = records(capsys)
    assert [list(record) for record in failed] == [["file", "error"]] * 3
    assert [record["file"] for record in failed] == [str(path) for path in paths[:3]]
    assert failed[1]["error"] == "No such file or directory."
    assert len({record["error"] for record in failed}) == 3
    assert good["text"] == "7"


def test_errors_do_not_ask_to_send_anything(tmp_path, capsys):
    pdf_part = paged(tmp_path, "4").read_bytes()[:-200]
    broken = {
        "text.png": b"no picture",
        "cut.png": encoded(draw("7"))[:200],
        "large.png": bytes(21 << 20),
        "cut.pdf": pdf_part,
        "full.pdf": b"%PDF-1.7 and so on %%EOF",
    }
    for name, data in broken.items():
        (tmp_path / name).write_bytes(data)
        assert main(["read", "--json", str(tmp_path / name)]) == 1
        (record,) = records(capsys)
        assert "send" not in record["error"].lower()
        assert record["error"].endswith(".")


def test_no_digit_has_a_reason(tmp_path, capsys):
    blank = draw(" ")
    (tmp_path / "blank.png").write_bytes(encoded(blank))
    assert main(["read", "--json", str(tmp_path)]) == 0
    (record,) = records(capsys)
    assert (record["text"], record["digits"], record["reason"]) == ("", [], "no_ink")


def test_words_for_people(folder, capsys):
    assert main(["read", str(folder / "inner" / "c.png"), str(folder / "none.png")]) == 1
    first, second, third = capsys.readouterr().out.splitlines()
    name = str(folder / "inner" / "c.png")
    assert first.startswith(f"{name}: 12 (")
    assert second == " " * (len(name) + 2) + "3"
    assert third.endswith("none.png: No such file or directory.")


def test_a_table_is_laid_out_so_that_it_is_seen_what_stands_where(folder, capsys):
    path = folder / "table.png"
    path.write_bytes(encoded(draw("12    407\n      260\n3      71")))
    assert main(["read", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[len(str(path)) + 2 :].split(" (")[0] for line in lines] == [
        "12  407",
        "    260",
        " 3   71",
    ]


def test_cells_to_check_are_marked_as_in_an_answer():
    doubted = written((100, 100, "12"), (400, 100, "7"), (400, 200, "345"), confidence=0.8)
    assert as_words("a.png", doubted).splitlines() == [
        "a.png: 12?    7? (50\u00a0%)",
        "            345?",
        "       Please check the cells with ? behind them.",
    ]


def test_that_something_is_cut_off_is_said(folder, capsys):
    path = folder / "cut.png"
    number = draw("34170")
    path.write_bytes(encoded(number[:, : number.shape[1] - 116]))
    assert main(["read", str(path)]) == 0
    first, note = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{path}: 3417 (")
    assert note.strip() == answers.TIPS[Tip.CUT_OFF]


def test_that_something_was_left_out_is_said(folder, capsys):
    number = draw("407")
    labelled = np.full((number.shape[0], number.shape[1] + 400), 225, np.uint8)
    labelled[:, : number.shape[1]] = number
    at = number.shape[1] + 20, number.shape[0] * 3 // 4
    cv2.putText(labelled, "Rent", at, cv2.FONT_HERSHEY_SIMPLEX, 3, 40, 8)
    path = folder / "rent.png"
    path.write_bytes(encoded(labelled))
    assert main(["read", str(path), str(folder / "b.png")]) == 0
    first, note, last = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{path}: 407 (")
    assert note == " " * (len(str(path)) + 2) + answers.LEFT_OUT
    assert last.startswith(f"{folder / 'b.png'}: 407 (")
    assert main(["read", "--json", str(path), str(folder / "b.png")]) == 0
    assert [record["left_out"] for record in records(capsys)] == [True, False]


def test_words_of_a_refusal():
    refused = Reading((), 0.9, Reason.NO_INK, (), (10, 10))
    assert as_words("a.png", refused).startswith("a.png: I see no digit: ")


def test_a_closed_pipe_ends_it_quietly(folder):
    command = f"{sys.executable} -m bot read {folder} {folder} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("141\n", "")
