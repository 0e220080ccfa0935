"""`read`: PDFs and faxes, a line for each page."""

from __future__ import annotations

import json

import pytest
from cli.pagefiles import faxed, paged
from cli.records import records
from pdf.pdffiles import pdf, stream

from bot.__main__ import main


@pytest.mark.parametrize("form", [paged, faxed])
def test_a_file_of_pages_has_a_line_for_each(tmp_path, capsys, form):
    path = form(tmp_path, "407", "12", " ")
    assert main(["read", "--json", str(path)]) == 0
    found = records(capsys)
    assert [list(record)[:3] for record in found] == [["file", "page", "text"]] * 3
    assert [(r["page"], r["text"], r["reason"]) for r in found] == [
        (1, "407", None),
        (2, "12", None),
        (3, "", "no_ink"),
    ]
    assert main(["read", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{path}, page 1: 407 (")
    assert lines[2].startswith(f"{path}, page 3: I see no digit")


def test_a_pdf_of_one_page_reads_like_a_picture(tmp_path, capsys):
    path = paged(tmp_path, "42")
    assert main(["read", str(path)]) == 0
    assert capsys.readouterr().out.startswith(f"{path}: 42 (")


def test_pdfs_of_a_folder_are_read_and_other_files_named(folder, capsys):
    paged(folder, "5")
    (folder / "a.docx").touch()
    (folder / "b.svg").touch()
    assert main(["read", "--json", str(folder)]) == 0
    told = capsys.readouterr()
    found = [json.loads(line) for line in told.out.splitlines()]
    assert [record["text"] for record in found] == ["7", "407", "12\n3", "5"]
    assert f"{folder}: skipped, as I do not open such files: a.docx, b.svg." in told.err
    assert "labels.csv" not in told.err


@pytest.mark.parametrize("form", [paged, faxed])
def test_pages_beyond_the_most_are_said_to_be_left_out(tmp_path, capsys, monkeypatch, form):
    monkeypatch.setattr("bot.cli.items.MOST_PAGES", 2)
    assert main(["read", "--json", str(form(tmp_path, "1", "2", "3", "4"))]) == 1
    *good, last = records(capsys)
    assert [record["text"] for record in good] == ["1", "2"]
    assert (last["page"], "only 2 of 4" in last["error"]) == (3, True)


@pytest.mark.parametrize("form", [paged, faxed])
def test_pages_are_drawn_where_asked(tmp_path, capsys, form):
    path = form(tmp_path, "4", "7")
    assert main(["read", str(path), "--explain", str(tmp_path / "seen.png")]) == 0
    drawn = sorted(file.name for file in tmp_path.glob("*.png"))
    assert drawn == ["seen-1.png", "seen-2.png"]


def test_a_long_pdf_is_read_and_one_too_long_is_not_to_become_a_jpeg(tmp_path, capsys, monkeypatch):
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf(b"", more=[stream(bytes(21 << 20))]))
    assert main(["read", "--json", str(path)]) == 0
    assert records(capsys)[0]["reason"] == "no_ink"
    monkeypatch.setattr("bot.cli.items.PDF_BYTES", 20 << 20)
    assert main(["read", "--json", str(path)]) == 1
    error = records(capsys)[0]["error"]
    assert error.startswith("This file is larger than 20 MB. Save fewer of its pages")
