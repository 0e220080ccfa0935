import tarfile
from pathlib import Path

import numpy as np
import pytest
from strokefiles import HEAD, UNIPEN, tar

from training.process.errors import TrainingError
from training.synthesis.characters import HELD_FOR_CHOOSING, NEVER_TRAINED, from_characters
from training.synthesis.penarchives import Character
from training.synthesis.penstrokes import load

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the data sets are not here")


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
