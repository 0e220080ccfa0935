"""`read`: which files are read, from folders and from standard input, and how far."""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from cli.records import records
from reading.scenes import draw, encoded

from bot.__main__ import main
from bot.cli.folders import expand


def test_folders_are_read_sorted_and_only_their_pictures(folder, capsys):
    assert main(["read", "--json", str(folder), str(folder / "a.JPG")]) == 0
    found = records(capsys)
    names = [record["file"].removeprefix(f"{folder}/") for record in found]
    assert names == ["a.JPG", "b.png", "inner/c.png", "a.JPG"]
    assert [record["text"] for record in found] == ["7", "407", "12\n3", "7"]


def test_what_is_hidden_in_a_folder_is_read_only_where_it_is_named(folder, capsys):
    for hidden in (folder / "._a.JPG", folder / ".old" / "d.png", folder / "inner" / ".sketch.zip"):
        hidden.parent.mkdir(exist_ok=True)
        hidden.write_bytes(b"\0\5\x16\7")
    assert main(["read", "--json", str(folder)]) == 0
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 3
    assert told.err == ""
    own = folder / ".old"
    (own / "d.png").write_bytes(encoded(draw("5")))
    assert main(["read", "--json", str(own)]) == 0
    assert records(capsys)[0]["text"] == "5"
    assert main(["read", "--json", str(folder / "._a.JPG")]) == 1
    assert "not a picture" in records(capsys)[0]["error"]


def test_an_empty_folder_is_said_to_be_empty(tmp_path, capsys):
    main(["read", str(tmp_path)])
    assert f"{tmp_path}: this folder is empty." in capsys.readouterr().err


def test_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(encoded(draw("42")))))
    assert main(["read", "--json", "-"]) == 0
    (record,) = records(capsys)
    assert (record["file"], record["text"]) == ("-", "42")


def test_files_that_are_too_long_are_not_read_to_their_end(folder, capsys):
    long = folder / "long.png"
    with long.open("wb") as file:
        file.truncate(1 << 40)
    names = [str(long), "/dev/zero", str(folder / "b.png")]
    assert main(["read", "--json", *names]) == 1
    *refused, read = records(capsys)
    assert [record["error"][:34] for record in refused] == [
        "This file is larger than 20 MB. Sa"
    ] * 2
    assert read["text"] == "407"


@pytest.mark.parametrize(
    ("begins", "most", "words"),
    [
        (b"any", 20, "Save it smaller"),
        (b"%PDF-1.7\n", 30, "Save fewer of its pages"),
        (b"II*\0", 40, "Save it smaller"),
    ],
    ids=["any", "pdf", "tiff"],
)
def test_what_is_piped_without_end_is_read_as_far_as_a_file_of_its_kind_may_go(
    monkeypatch, capsys, begins, most, words
):
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size):
            self.given += size
            return (begins if self.given == size else b"").ljust(size, b"\1")

    monkeypatch.setattr("bot.cli.items.PDF_BYTES", 30 << 20)
    monkeypatch.setattr("bot.cli.items.TIFF_BYTES", 40 << 20)
    endless = Endless()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=endless))
    assert main(["read", "--json", "-"]) == 1
    (record,) = records(capsys)
    assert record["error"].startswith(f"This file is larger than {most} MB. {words}")
    assert endless.given <= (most + 1) << 20


def test_others_are_read_after_one_that_memory_does_not_suffice_for(folder, monkeypatch, capsys):
    real = Path.open

    def scarce(path, *args, **kwargs):
        if path.name == "a.JPG":
            raise MemoryError
        return real(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", scarce)
    assert main(["read", "--json", str(folder / "a.JPG"), str(folder / "b.png")]) == 1
    failed, read = records(capsys)
    assert failed["error"] == "This file needs more memory than there is."
    assert read["text"] == "407"


@pytest.fixture
def nobody():
    """Whom permissions hold for, as they do not for root."""
    if os.geteuid() == 0:
        os.seteuid(65534)
        yield
        os.seteuid(0)
    else:
        yield


@pytest.mark.skipif(sys.platform == "win32", reason="there permissions are others")
def test_folders_that_cannot_be_opened_are_told(nobody):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for inner, mode in (("closed", 0o000), (".Trash-0", 0o000), ("listed", 0o400)):
            (folder / inner).mkdir()
            (folder / inner / "a.png").touch()
            (folder / inner).chmod(mode)
        told = []
        found = expand([name, str(folder / "closed")], told.append)
        for inner in ("closed", ".Trash-0", "listed"):
            (folder / inner).chmod(0o700)
    assert found == ([str(folder / "listed" / "a.png")], False)
    assert told == [f"{folder / 'closed'}: this folder cannot be opened: Permission denied."] * 2


def test_an_empty_name_is_no_folder(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    assert main(["read", "--json", ""]) == 1
    assert records(capsys) == [{"file": "", "error": "Is a directory."}]


def test_a_folder_without_pictures_is_said(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("407")
    for form in ([], ["--json"], ["--csv"]):
        assert main(["read", *form, str(tmp_path)]) == 1
        told = capsys.readouterr()
        assert told.out == ""
        assert "no picture" in told.err


def test_a_folder_without_pictures_is_missed_beside_others(folder, capsys):
    (folder / "later").mkdir()
    assert main(["read", "--json", str(folder / "later"), str(folder / "a.JPG")]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["text"] == "7"
    assert f"{folder / 'later'}: this folder is empty." in told.err
