from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from pdf.pdffiles import book, pdf, stream
from PIL import Image
from reading.scenes import draw, encoded
from tables.readings import written

from bot.__main__ import main
from bot.cli.lines import as_words
from bot.cli.read import MODEL, model_path
from bot.reading import Reading, Reason
from bot.settings import ReadingSettings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    """A folder with pictures and what is none."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "b.png").write_bytes(encoded(draw("407")))
    (tmp_path / "a.JPG").write_bytes(encoded(draw("7"), ".jpg"))
    (tmp_path / "inner" / "c.png").write_bytes(encoded(draw("12\n3")))
    (tmp_path / "labels.csv").write_text("file,label\n")
    return tmp_path


def records(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_of_json_for_each_picture(folder, capsys):
    assert main(["read", "--json", str(folder / "b.png")]) == 0
    (record,) = records(capsys)
    assert list(record) == ["file", "text", "confidence", "digits", "signs", "reason"]
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


def paged(folder, *texts):
    """A PDF of scanned pages, each with a number on it."""
    path = folder / "scan.pdf"
    path.write_bytes(book([draw(text) for text in texts]))
    return path


def faxed(folder, *texts):
    """The same as a TIFF, as fax machines write it."""
    path = folder / "fax.tif"
    first, *others = [Image.fromarray(draw(text) > 128) for text in texts]
    first.save(path, save_all=True, append_images=others, compression="group4")
    return path


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


def test_a_long_pdf_is_read_and_one_too_long_is_not_to_become_a_jpeg(tmp_path, capsys, monkeypatch):
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf(b"", more=[stream(bytes(21 << 20))]))
    assert main(["read", "--json", str(path)]) == 0
    assert records(capsys)[0]["reason"] == "no_ink"
    monkeypatch.setattr("bot.cli.items.PDF_BYTES", 20 << 20)
    assert main(["read", "--json", str(path)]) == 1
    error = records(capsys)[0]["error"]
    assert error.startswith("This file is larger than 20 MB. Save fewer of its pages")


def test_an_empty_folder_is_said_to_be_empty(tmp_path, capsys):
    main(["read", str(tmp_path)])
    assert f"{tmp_path}: this folder is empty." in capsys.readouterr().err


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


def test_words_of_a_refusal():
    refused = Reading((), 0.9, Reason.NO_INK, (), (10, 10))
    assert as_words("a.png", refused).startswith("a.png: I see no digit: ")


def test_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(encoded(draw("42")))))
    assert main(["read", "--json", "-"]) == 0
    (record,) = records(capsys)
    assert (record["file"], record["text"]) == ("-", "42")


def test_a_model_that_does_not_fit_is_said_in_words(folder, monkeypatch, capsys):
    monkeypatch.setenv("MODEL_PATH", str(folder / "b.png"))
    assert main(["read", str(folder)]) == 2
    assert "not an ONNX model" in capsys.readouterr().err


def test_explanations_are_drawn_where_asked(folder, capsys):
    target = folder / "seen.png"
    assert main(["read", str(folder / "b.png"), "--explain", str(target)]) == 0
    with Image.open(target) as drawn:
        assert (drawn.format, drawn.width) == ("PNG", 1080)
    assert f"drawn in {target}" in capsys.readouterr().err


def test_explanations_of_several_pictures_are_numbered(folder, tmp_path_factory, capsys):
    out = tmp_path_factory.mktemp("out")
    assert main(["read", str(folder), "--explain", str(out / "seen.jpg")]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["seen-1.jpg", "seen-2.jpg", "seen-3.jpg"]
    with Image.open(out / "seen-3.jpg") as drawn:
        assert drawn.format == "JPEG"
    assert capsys.readouterr().err.count("drawn in") == 3


def test_a_picture_that_cannot_be_read_keeps_its_number_as_the_help_says(
    folder, tmp_path_factory, capsys
):
    out = tmp_path_factory.mktemp("out")
    names = [str(folder / name) for name in ("labels.csv", "b.png")]
    assert main(["read", *names, "--explain", str(out / "seen.png")]) == 1
    assert [path.name for path in out.iterdir()] == ["seen-2.png"]
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["read", "--help"])
    assert "one that cannot be read leaves a gap" in " ".join(capsys.readouterr().out.split())


def test_an_explanation_that_cannot_be_written_is_said_in_words(folder, capsys):
    target = folder / "nowhere" / "seen.png"
    assert main(["read", "--json", str(folder / "b.png"), "--explain", str(target)]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["text"] == "407"
    assert "No such file or directory" in told.err
    assert str(target) in told.err


@pytest.mark.parametrize("several", [False, True])
def test_no_picture_that_is_read_is_overwritten(folder, capsys, several):
    picture = folder / "b.png"
    before = picture.read_bytes()
    given = [str(picture)]
    if several:
        picture = picture.rename(folder / "seen-1.png")
        given = [str(folder)]
    target = folder / "inner" / ".." / ("seen.png" if several else "b.png")
    assert main(["read", *given, "--explain", str(target)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "would overwrite" in told.err
    assert picture.read_bytes() == before


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


@pytest.mark.parametrize("name", ["seen.txt", "seen", "seen.pdf"])
def test_an_explanation_is_a_picture_by_its_name(folder, capsys, name):
    assert main(["read", str(folder / "b.png"), "--explain", str(folder / name)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "let the name end in .png or .jpg" in told.err
    assert not (folder / name).exists()


def test_reading_needs_no_other_setting(folder, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "mysql://nowhere")
    monkeypatch.setenv("ADMIN_IDS", "me")
    assert main(["read", "--json", str(folder / "a.JPG")]) == 0
    assert records(capsys)[0]["text"] == "7"


def test_reading_one_picture_loads_no_more_than_it_uses(folder):
    """What takes long to load, and what it would be loaded for."""
    code = "import sys; from bot.__main__ import main; main(sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", code, "read", "--json", str(folder / "b.png")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "cv2" in loaded
    unused = {"pydantic", "pydantic_settings", "asyncio", "numpy.ma", "telegram", "sqlalchemy"}
    assert not loaded & unused, "settings, the loop, a median, the bot and its database"
    assert not loaded & {"pypdfium2", "bot.drawing.explain", "bot.replies.answers"}
    assert not loaded & {"pi_heif", "bot.reading.open.formats.heif_items"}, "of other kinds of file"


def test_reading_for_people_loads_no_more_than_a_percentage(folder):
    code = "import sys; from bot.__main__ import main; main(sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", code, "read", str(folder / "b.png")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "bot.replies.percent" in loaded
    assert not loaded & {"bot.replies.answers", "bot.tables.numbers", "html"}
    assert not loaded & {"pydantic", "asyncio", "telegram", "sqlalchemy", "rich", "xlsxwriter"}


def test_the_model_is_the_one_that_the_settings_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert model_path() == MODEL == ReadingSettings().model_path
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKEN=1\n")
    assert model_path() == MODEL
    (tmp_path / ".env").write_text("model_path=there.onnx\n")
    assert model_path() == Path("there.onnx")
    monkeypatch.setenv("Model_Path", "here.onnx")
    assert model_path() == Path("here.onnx")


def test_a_closed_pipe_ends_it_quietly(folder):
    command = f"{sys.executable} -m bot read {folder} {folder} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("141\n", "")


def test_what_confidence_means_is_in_the_help(capsys):
    with pytest.raises(SystemExit):
        main(["read", "--help"])
    assert "probability that there is no digit" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("run", "asks Telegram for updates, or, where WEBHOOK_URL is set"),
        ("web", "Telegram calls at WEBHOOK_URL"),
        ("check", "Telegram accepts the token"),
        ("trainer", "TRAINING=queue"),
        ("demo", "without Telegram, a token or the internet"),
    ],
)
def test_commands_say_what_they_do(command, words, capsys):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert words in " ".join(capsys.readouterr().out.split())


def tables(capsys):
    return list(csv.reader(capsys.readouterr().out.splitlines()))


def test_a_table_of_all_pictures_in_order(folder, capsys):
    (folder / "table.png").write_bytes(encoded(draw("12    407\n3      71")))
    (folder / "none.png").write_bytes(encoded(draw("   ")))
    names = [str(folder / name) for name in ("table.png", "none.png", "b.png")]
    assert main(["read", "--csv", *names]) == 0
    head, *rows = tables(capsys)
    assert head == ["picture", "column 1", "column 2", "check"]
    assert [row[:3] for row in rows] == [
        [names[0], "12", "407"],
        [names[0], "3", "71"],
        [names[1], "", ""],
        [names[2], "407", ""],
    ]
    assert "empty" in rows[2][3]


def test_a_table_names_what_cannot_be_read(folder, capsys):
    assert main(["read", "--csv", str(folder / "labels.csv"), str(folder / "a.JPG")]) == 1
    _, broken, good = tables(capsys)
    assert "not a picture" in broken[2]
    assert good[:2] == [str(folder / "a.JPG"), "7"]


def test_json_and_a_table_exclude_each_other(folder, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["read", "--csv", "--json", str(folder)])
    assert stopped.value.code == 2
