import io
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from training.process.errors import TrainingError
from training.synthesis.characters import HELD_FOR_CHOOSING, NEVER_TRAINED, from_characters
from training.synthesis.penarchives import Character
from training.synthesis.penstrokes import load

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the data sets are not here")

HEAD = """.VERSION 1.0
.INCLUDE abc/abc.doc
.INCLUDE abc/data/w1.dat
"""
DOC = """.COMMENT the tablet
.COORD T X Y
.HIERARCHY CHARACTER
"""
INK = """.PEN_UP
1 500 500
2 400 400
.PEN_DOWN
0 10 20
1 10 20
2 20 40
3 10 60
.PEN_UP
.PEN_DOWN
0 0 40
1 30 40
.PEN_UP
7 30 40
.PEN_DOWN
0 100 0
1 100 8
2 100 16
3 100 24
"""
UNIPEN = {
    "cd/train/data/1a/abc/w1.dat": HEAD
    + '.SEGMENT CHARACTER 1-2 OK "4"\n.SEGMENT CHARACTER 4:1-4:2 ? "1"\n',
    "cd/train/data/1d/abc/w1.dat": HEAD + '.SEGMENT CHARACTER 1,4 OK "\\""\n',
    "cd/train/data/1a/abd/w1.dat": HEAD + '.SEGMENT CHARACTER 3-4 OK "7"\n',
    "cd/train/data/2/abc/w1.dat": HEAD + '.SEGMENT WORD 1-4 OK "not taken"\n',
    "cd/train/include/abc/abc.doc": DOC,
    "cd/train/include/abc/data/w1.dat": INK,
}
PENDIGITS = """.SEGMENT DIGIT 0-0 ? "8"
.COMMENT 8 12
.PEN_DOWN
 10 90
 10 40
 60 40
.PEN_UP
.DT 100
.SEGMENT DIGIT 1-2 ? "5"
.COMMENT 5 3
.PEN_DOWN
0 0
0 50
.PEN_UP
.PEN_DOWN
0 50
25 50
.PEN_UP
"""


def tar(path, files):
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode("latin-1")))
    return path


@pytest.fixture
def archive(tmp_path):
    return tar(tmp_path / "unipen.tgz", UNIPEN)


@pytest.fixture
def npz(tmp_path):
    """Two hands: one never trained on, one for training."""
    path = tmp_path / "unipen.npz"
    np.savez(
        path,
        label=np.array(["4", '\\"', "x"]),
        contributor=np.array(["art", "aga", "aga"]),
        writer=np.array([7, 1, 2]),
        strokes=np.array([1, 2, 1]),
        lengths=np.array([2, 1, 1, 3]),
        points=np.arange(14).reshape(7, 2).astype(np.int16),
        origin=np.zeros((3, 2), np.float32),
        size=np.ones(3, np.float32),
    )
    return path


def test_a_characters_strokes_are_found_by_their_components(archive):
    found = load([archive])
    assert found.label.tolist() == ["4", "1", '"', "7"]
    # x from the left, y down from the top, the longer side 1000, no point twice in a row.
    four = [stroke.tolist() for stroke in found[0]]
    assert four == [[[250, 1000], [500, 500], [250, 0]], [[0, 500], [750, 500]]]
    assert found.origin[0].tolist() == [0, 60]
    assert found.size[0] == 40


def test_a_component_may_be_used_in_part(archive):
    assert load([archive])[1][0].tolist() == [[0, 1000], [0, 0]]


def test_a_lifted_pen_is_a_component_only_where_it_leaves_points(archive):
    # Components 3 and 4 are the lifted pen's single point and the last stroke.
    seven = load([archive])[3]
    assert [len(stroke) for stroke in seven] == [4]


def test_a_writer_is_the_same_in_every_category(archive):
    assert load([archive]).hand.tolist() == ["abc/0", "abc/0", "abc/0", "abd/1"]


def test_an_unpacked_archive_is_the_same(archive, tmp_path):
    with tarfile.open(archive) as packed:
        # Python 3.11 has it from 3.11.4 on; 3.12 warns where it is missing.
        safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        packed.extractall(tmp_path / "out", **safely)
    unpacked = load([tmp_path / "out" / "cd" / "train"])
    packed = load([archive])
    assert unpacked.label.tolist() == packed.label.tolist()
    assert np.array_equal(unpacked.ink.points, packed.ink.points)


def test_an_archive_that_lacks_a_file_is_refused(tmp_path):
    files = {name: text for name, text in UNIPEN.items() if not name.endswith("w1.dat")}
    files["data/1a/abc/w1.dat"] = HEAD + '.SEGMENT CHARACTER 1-2 OK "4"\n'
    with pytest.raises(TrainingError, match=r"include/abc/data/w1.dat.*zenodo"):
        load([tar(tmp_path / "unipen.tar", files)])


def test_a_segment_of_ink_that_there_is_not_is_refused(tmp_path):
    files = UNIPEN | {"data/1b/abc/w1.dat": HEAD + '.SEGMENT CHARACTER 4-9 OK "A"\n'}
    with pytest.raises(TrainingError, match="component 9 of 5"):
        load([tar(tmp_path / "unipen.tar", files)])


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


def test_arrays_are_read_lazily_and_in_parts(npz):
    found = load([npz])
    assert found.label.tolist() == ["4", '"', "x"]
    assert [stroke.tolist() for stroke in found[1]] == [[[4, 5]], [[6, 7]]]
    part = found.take(np.array([2, 1]))
    assert part[0][0].tolist() == [[8, 9], [10, 11], [12, 13]]
    assert part.ink is found.ink


def test_several_files_are_one_set(npz, archive):
    found = load([npz, archive])
    assert len(found) == 7
    for place, strokes in enumerate(load([archive])):
        assert all(map(np.array_equal, found[3 + place], strokes))


def test_nobody_who_is_held_back_is_trained_on():
    stroke = [np.array([[0.0, 0.0], [1.0, 2.0]])]
    hands = [*sorted(NEVER_TRAINED | HELD_FOR_CHOOSING), "aga", "pen/24", "pen/10"]
    parts = [(*hand.split("/"), "5")[:2] for hand in hands]
    found = from_characters([Character("1", c, int(w), stroke) for c, w in parts])
    assert found.for_training().hand.tolist() == ["aga/5", "pen/24", "pen/10"]
    assert len(found.for_reporting()) == len(NEVER_TRAINED) == 17
    assert len(found.for_choosing()) == len(HELD_FOR_CHOOSING)


def damaged(path, data):
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["unipen.npz", "unipen.tgz", "pendigits-orig.tra", "a.zip"])
@pytest.mark.parametrize("data", [b"", b"\x00\xff" * 900, b"PK\x03\x04" + bytes(40)])
def test_a_damaged_file_is_named_and_where_to_get_it(tmp_path, name, data):
    path = damaged(tmp_path / name, data)
    with pytest.raises(TrainingError, match=rf"{name} is damaged.*10\.5281/zenodo\.1195803"):
        load([path])


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_download_that_broke_off_is_refused(tmp_path, npz, archive, share):
    for whole in (npz, archive):
        data = whole.read_bytes()
        path = damaged(tmp_path / f"part{whole.suffix}", data[: int(len(data) * share)])
        with pytest.raises(TrainingError, match="is damaged"):
            load([path])


@pytest.mark.parametrize(
    "change",
    [
        {"lengths": np.array([2, 1, 1])},
        {"lengths": np.array([2, 1, 5, -1])},
        {"points": np.zeros((6, 2), np.int16)},
        {"writer": np.array([1])},
        {"label": np.array([1, 2, 3])},
        {"origin": np.zeros((3, 3))},
        {"label": np.array("3")},
        {"size": np.array(1.0)},
    ],
)
def test_arrays_that_do_not_fit_each_other_are_refused(npz, change):
    with np.load(npz) as held:
        whole = dict(held)
    np.savez(npz, **(whole | change))
    with pytest.raises(TrainingError, match="do not fit each other"):
        load([npz])


def test_arrays_that_are_missing_are_named(npz):
    with np.load(npz) as held:
        np.savez(npz, **{name: held[name] for name in held if name != "points"})
    with pytest.raises(TrainingError, match="it lacks points"):
        load([npz])


def test_an_absent_path_and_a_folder_without_strokes_are_named(tmp_path):
    with pytest.raises(TrainingError, match=r"no .*nowhere.*UCI's data set 81"):
        load([tmp_path / "nowhere"])
    with pytest.raises(TrainingError, match="holds no pen strokes"):
        load([tmp_path])
    with pytest.raises(TrainingError, match="was named"):
        load([])


@needs_data
def test_the_data_sets_load_whole():
    found = load([DATA / "unipen", DATA / "pendigits"])
    assert len(found) == 112_154 + 10_992
    parts = found.for_training(), found.for_choosing(), found.for_reporting()
    assert sum(map(len, parts)) == len(found) - int(found.may_lack_a_stroke.sum())
    assert [len(part) for part in parts] == [86_529, 12_745, 13_061]
    assert not set(parts[0].hand) & (set(parts[1].hand) | set(parts[2].hand))


@needs_data
def test_the_original_archive_gives_what_the_arrays_hold():
    """A few of UNIPEN's own files, character by character."""
    sample, whole = load([DATA / "unipen" / "sample"]), load([DATA / "unipen"])
    assert len(sample) == 145
    for place, strokes in enumerate(sample):
        same = (whole.label == sample.label[place]) & (whole.size == sample.size[place])
        same &= (whole.origin == sample.origin[place]).all(axis=1)
        assert any(
            len(whole[twin]) == len(strokes) and all(map(np.array_equal, whole[twin], strokes))
            for twin in np.flatnonzero(same)
        )
