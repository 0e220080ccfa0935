"""`read --explain`: pictures that show what was seen."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from bot.__main__ import main


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


@pytest.mark.parametrize("name", ["seen.txt", "seen", "seen.pdf"])
def test_an_explanation_is_a_picture_by_its_name(folder, capsys, name):
    assert main(["read", str(folder / "b.png"), "--explain", str(folder / name)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "let the name end in .png or .jpg" in told.err
    assert not (folder / name).exists()
