"""Stroke files that are absent, damaged or do not fit each other are refused by name."""

import numpy as np
import pytest
from strokefiles import damaged

from training.process.errors import TrainingError
from training.synthesis.penstrokes import load


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
