"""UCI's pen digits, in each way that they are packed."""

import zipfile

import pytest
from strokefiles import PENDIGITS, damaged

from training.process.errors import TrainingError
from training.synthesis.penstrokes import load


def test_pen_digits_test_writers_are_apart_from_those_to_train_with(tmp_path):
    for name in ("pendigits-orig.tra", "pendigits-orig.tes"):
        (tmp_path / name).write_text(PENDIGITS)
    found = load([tmp_path])
    assert found.label.tolist() == ["8", "5", "8", "5"]
    assert found.hand.tolist() == ["pen/12", "pen/3", "pen/112", "pen/103"]
    assert [len(strokes) for strokes in found] == [1, 2, 1, 2]
    assert found[3][1].tolist() == [[0, 0], [500, 0]]
    assert found.for_reporting().writer.tolist() == [112, 103]


def test_pen_digits_are_read_from_their_zip(tmp_path):
    path = tmp_path / "pendigits.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("pendigits-orig.tes", PENDIGITS)
    assert load([path]).writer.tolist() == [112, 103]


def compressed(text):
    """What `uncompress` takes for this text: codes of nine bits, one a letter."""
    codes = text.encode("latin-1")
    bits = sum(code << 9 * place for place, code in enumerate(codes))
    return b"\x1f\x9d\x89" + bits.to_bytes((9 * len(codes) + 7) // 8, "little")


def test_pen_digits_are_read_as_uci_packs_them(tmp_path):
    path = tmp_path / "pendigits.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("pendigits-orig.tra.Z", compressed(PENDIGITS))
        archive.writestr("pendigits-orig.tes.Z", compressed(PENDIGITS))
    assert load([path]).writer.tolist() == [12, 3, 112, 103]
    (tmp_path / "pendigits-orig.tes.Z").write_bytes(compressed(PENDIGITS))
    assert load([tmp_path]).writer.tolist() == [112, 103]


@pytest.mark.parametrize(
    "data", [b"", b"\x1f\x9d", b"\x1f\x9d\x89" + b"\xff" * 90, b"\x1f\x9d\xf0ab"]
)
def test_a_damaged_packed_file_is_refused(tmp_path, data):
    path = damaged(tmp_path / "pendigits-orig.tra.Z", data)
    with pytest.raises(TrainingError, match="is damaged"):
        load([path])
