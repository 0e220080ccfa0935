import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.reading import PictureError
from training.measure.figure_rows import rows
from training.measure.kinds import none_kind
from training.measure.outcomes import Labelled, Outcome, gather, in_both_halves, read_all
from training.measure.report import measure, summarise
from training.measure.share import Share
from training.process.errors import TrainingError


def outcome(label, text, confidence=0.9, *, source="a", kind="photo", group="scan", opened=True):
    picture = Labelled(Path("x.png"), label, kind, source, group)
    return Outcome(picture, text, confidence, None if text else "not_a_digit", opened)


def test_a_folder_by_hand():
    whole, a, b = rows(
        [
            outcome("1", "1"),
            outcome("2", "2"),
            outcome("3", "8", 0.6),
            outcome("4", "", 0.8, source="b"),
        ]
    )
    assert (whole.folder, whole.source, a.source, b.source) == ("scan", "", "a", "b")
    assert whole.exact == Share(2, 4)
    assert whole.over_sources == pytest.approx(1 / 3)
    assert (a.exact, b.exact) == (Share(2, 3), Share(0, 1))
    assert whole.refused == Share(1, 4)
    assert whole.character_errors == 0.5
    assert whole.accepted is None
    assert whole.written is None
    # In bins: 0.9 said and right, 0.6 and 0.8 said and wrong.
    assert whole.calibration_error == pytest.approx((2 * 0.1 + 0.6 + 0.8) / 4)
    assert whole.confidence == pytest.approx(0.8)
    assert whole.right == Share(2, 4)
    assert not whole.chosen_on


def test_signs_are_counted_as_written_and_left_out():
    (row,) = rows(
        [
            outcome("3.14", "3.14", group="sign"),
            outcome("7/10", "7110", group="sign"),
            outcome("-5", "5", group="sign"),
            outcome("3\u00d74", "3 x 4", group="sign"),
            outcome("12", "12", group="sign"),
        ]
    )
    assert row.exact == Share(3, 5)
    assert row.written == Share(2, 4)
    assert row.digits == Share(4, 5)


def test_a_confidence_is_held_against_the_signs_too():
    (row,) = rows([outcome("1.5", "15", 1.0), outcome("1.5", "1.5", 1.0)])
    assert row.right == Share(1, 2)
    assert row.calibration_error == pytest.approx(0.5)


def test_labels_without_the_signs_of_the_picture_count_digits_alone():
    (row,) = rows([outcome("1250", "1.250,-", group="cheque")])
    assert row.exact == Share(1, 1)
    assert row.character_errors == 0
    assert row.chosen_on


def test_tables_count_cells_and_spaces_are_aside():
    (row,) = rows([outcome("1 2\n3 4", "12\n3 4"), outcome("5 6", "5 6"), outcome("7", "7")])
    assert row.exact == Share(3, 3)
    assert row.tables == Share(1, 2)
    assert row.cells == Share(4, 6)
    (row,) = rows([outcome("1 2", "1 2\n7"), outcome("1 2", "1 2")])
    assert row.cells == Share(4, 4)
    assert row.tables == Share(1, 2), "a row too many is no table in its place"


def test_pictures_without_a_number_count_by_what_they_show():
    (row,) = rows(
        [
            outcome("", "4", 0.7, kind="ood:alpha", group="letter"),
            outcome("", "", 0.9, kind="ood:beta", group="letter"),
            outcome("", "", 0.5, kind="ood:h", group="letter"),
        ]
    )
    assert row.accepted == Share(1, 3)
    assert row.accepted_by_kind == {"Greek letters": Share(1, 2), "Latin letters": Share(0, 1)}
    assert row.exact is None
    assert row.right == Share(2, 3)


@pytest.mark.parametrize(
    ("folder", "kind", "name"),
    [
        ("notdigit", "ood:A", "printed letters"),
        ("notdigit", "ood:Greek", "Greek letters"),
        ("notdigit", "ood:Early_Aramaic", "other scripts"),
        ("notdigit", "ood:tick", "photographs"),
        ("nonumber", "ood:tick", "words, signs, forms"),
        ("photo", "ood:barn", "photographs"),
        ("document", "ood:blank", "blank paper"),
        ("document", "ood:printed-chinese", "printed pages"),
    ],
)
def test_what_a_picture_without_a_number_is(folder, kind, name):
    assert none_kind(folder, kind) == name


def test_what_cannot_be_opened_is_wrong_whatever_it_shows():
    found = summarise([outcome("", "", opened=False), outcome("3", "3")])
    assert found["unreadable"] == ["x.png"]
    assert found["rows"][0]["right"]["of"] == 1
    (row,) = rows([outcome("3", "", opened=False), outcome("3", "3")])
    assert row.exact == Share(1, 2)
    assert row.refused == Share(1, 2)


def test_scores_part_numbers_from_none():
    found = summarise(
        [outcome("1", "1", 0.9), outcome("2", "", 0.8), outcome("", "", 0.9), outcome("", "1", 0.5)]
    )
    # 0.95 and 0.1 against 0.05 and 0.75: three of four pairs.
    assert found["auroc"] == pytest.approx(3 / 4)
    unsure = [outcome("1", "1", 0.2), outcome("", "", 0.3)]
    assert summarise(unsure)["auroc"] == 1, "an answer is surer of a number than a refusal"
    assert summarise([outcome("1", "1")])["auroc"] is None


@dataclass
class Said:
    text: str
    confidence: float
    reason: str | None


class Echo:
    """Reads what is written in the file."""

    def read(self, data):
        if data == b"broken":
            raise PictureError("it is broken")
        return Said(data.decode(), 0.75, None if data else "no_ink")


@pytest.fixture
def folder(tmp_path):
    def add(name, table, part):
        own = tmp_path / name
        own.mkdir()
        with (own / "labels.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["file", "label", "kind", "source", *(["part"] if part else [])])
            writer.writerows(table)

    add("single", [("a.png", "3", "photo", "s")], part=False)
    add(
        "scan",
        [
            ("a.png", "1|2", "scan", "s", "choose"),
            ("b.png", "7", "scan", "s", "report"),
            ("c.png", "7", "scan-ambiguous", "s", "report"),
        ],
        part=True,
    )
    return tmp_path


def test_each_half_is_gathered_apart(folder):
    def names(part):
        return [(p.group, p.path.name) for p in gather(folder, part)]

    assert names("choose") == [("scan", "a.png"), ("single", "a.png")]
    assert names("report") == [("scan", "b.png"), ("single", "a.png")]
    assert names("all") == [("scan", "a.png"), ("scan", "b.png"), ("single", "a.png")]
    assert gather(folder / "scan", "choose")[0].label == "1\n2"


def test_a_folder_is_named_also_from_within_it(folder, monkeypatch):
    monkeypatch.chdir(folder / "scan")
    assert gather(Path(), "report")[0].group == "scan"


def test_a_reader_is_measured_and_what_it_fails_on_is_written_down(folder, tmp_path):
    (folder / "single" / "a.png").write_bytes(b"3")
    (folder / "scan" / "a.png").write_bytes(b"12")
    (folder / "scan" / "b.png").write_bytes(b"broken")
    failures = tmp_path / "failures.csv"
    scan, single = measure(Echo(), folder, "all", failures=failures)
    assert scan.exact == Share(0, 2)
    assert single.exact == Share(1, 1)
    with failures.open(newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["label"], first["read"], first["confidence"]) == ("1|2", "12", "0.7500")
    assert second["file"] == str(folder / "scan" / "b.png")
    assert second["reason"] == "cannot be opened"


@pytest.mark.parametrize("group", ["single", "number", "cheque", "notdigit"])
def test_figures_of_folders_that_were_chosen_on_say_so(group):
    assert rows([outcome("1", "1", group=group)])[0].chosen_on


def test_figures_of_pictures_that_were_chosen_on_say_so(folder):
    assert [row.chosen_on for row in rows(read_all(Echo(), gather(folder)), "report")] == [
        False,
        True,
    ]
    for part in ("choose", "all"):
        assert rows(read_all(Echo(), gather(folder, part)), part)[0].chosen_on


def test_pictures_of_no_part_are_chosen_on_where_something_was_fitted_on_them(tmp_path):
    for name, part in (("mine", ""), ("halved", "report"), ("halved", "choose")):
        (tmp_path / name).mkdir(exist_ok=True)
        with (tmp_path / name / "labels.csv").open("a") as file:
            head = "" if file.tell() else "file,label,kind,source,part\n"
            file.write(f"{head}{part}.png,1,k,s,{part}\n")
    fitted = in_both_halves(tmp_path)
    assert fitted == {"mine"}
    outcomes = [outcome("1", "1", group=group) for group in ("mine", "halved")]
    found = {
        row["folder"]: row["chosen_on"] for row in summarise(outcomes, "report", fitted)["rows"]
    }
    assert found == {"mine": True, "halved": False}


def test_room_around_a_label_is_no_part_of_it(tmp_path):
    (tmp_path / "labels.csv").write_text("file,label,kind,source\na.png,7 ,k,s\nb.png, ,k,s\n"
                                         "c.png,12 | 3 4,k,s\n")  # fmt: skip
    pictures = gather(tmp_path)
    assert [picture.label for picture in pictures] == ["7", "", "12\n3 4"]
    (row,) = rows([Outcome(picture, "", 0.9, "no_ink") for picture in pictures])
    assert row.exact == Share(0, 2)
    assert row.accepted == Share(0, 1)
    assert row.tables.of == 1


def test_a_table_of_failures_that_cannot_be_written_is_told(folder):
    with pytest.raises(TrainingError, match=r"nowhere.*cannot be written"):
        measure(Echo(), folder, failures=folder / "nowhere" / "f.csv")
