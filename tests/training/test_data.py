"""Loading MNIST and corrections: what is taken, what is refused and how, and the fixed split."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest

from training import data
from training.labelled import corrections
from training.process.errors import TrainingError


def changed(tiny, path, **arrays):
    with np.load(tiny) as archive:
        np.savez(path, **{**archive, **arrays})
    return path


def test_loads_a_file_and_names_its_content_whatever_the_file(tiny, tmp_path):
    first = data.load(tiny)
    assert len(first.train) == 6_000
    assert len(first.test) == 300
    with np.load(tiny) as archive:
        np.savez_compressed(tmp_path / "other.npz", **archive)
    second = data.load(tmp_path / "other.npz")
    assert second.checksum == first.checksum
    assert (first.source, second.source) == ("mnist.npz", "other.npz")


def test_a_folder_and_the_environment_name_the_file_too(tiny, monkeypatch):
    assert data.load(tiny.parent).checksum == data.load(tiny).checksum
    monkeypatch.setenv("MNIST_PATH", str(tiny))
    assert data.load().source == "mnist.npz"


def test_no_such_file(tmp_path, monkeypatch):
    with pytest.raises(TrainingError, match=r"There is no data file .*nothing\.npz.*leave it out"):
        data.load(tmp_path / "nothing.npz")
    monkeypatch.setenv("MNIST_PATH", str(tmp_path / "nothing.npz"))
    with pytest.raises(TrainingError, match=r"Pass --data PATH/mnist\.npz, or unset MNIST_PATH"):
        data.load()


@pytest.mark.parametrize("damage", ["cut", "flipped", "text"])
def test_a_damaged_file_is_named_with_its_checksum(tiny, tmp_path, damage):
    content = bytearray(tiny.read_bytes())
    if damage == "cut":
        content = content[: len(content) // 2]
    elif damage == "flipped":
        content[len(content) // 3 : len(content) // 3 + 40] = b"\xff" * 40
    else:
        content = bytearray(b"<html>Not found</html>")
    path = tmp_path / "broken.npz"
    path.write_bytes(content)
    with pytest.raises(TrainingError) as caught:
        data.load(path)
    assert str(path) in str(caught.value)
    assert hashlib.sha256(content).hexdigest() in str(caught.value)


def test_a_pickle_is_not_opened(tmp_path):
    path = tmp_path / "mnist.npz"
    np.savez(path, **dict.fromkeys(data.KEYS, np.array([{}], object)))
    with pytest.raises(TrainingError, match="damaged"):
        data.load(path)


def test_one_array_by_itself_is_no_data_file(tiny, tmp_path):
    np.save(tmp_path / "mnist.npy", np.zeros(3))
    with pytest.raises(TrainingError, match=r"damaged \(it is one array.* Get mnist\.npz anew"):
        data.load(tmp_path / "mnist.npy")
    with pytest.raises(TrainingError, match=r"cannot be read \(it is one array"):
        corrections.load(tmp_path / "mnist.npy")


def test_a_file_that_may_not_be_read(tiny, tmp_path, monkeypatch):
    def refuse(*_args, **_more):
        raise PermissionError(errno.EACCES, "Permission denied")

    path = changed(tiny, tmp_path / "mnist.npz", images=np.zeros(1), labels=np.zeros(1))
    monkeypatch.setattr(type(path), "open", refuse)
    with pytest.raises(TrainingError, match=r"cannot be read \(Permission denied\)\. Pass --data"):
        data.load(path)
    with pytest.raises(TrainingError, match=r"cannot be read \(.*Permission denied"):
        corrections.load(path)


def test_a_file_without_the_test_part_says_what_it_lacks(tiny, tmp_path):
    with np.load(tiny) as archive:
        np.savez(tmp_path / "half.npz", x_train=archive["x_train"], y_train=archive["y_train"])
    with pytest.raises(TrainingError, match="lacks x_test, y_test"):
        data.load(tmp_path / "half.npz")


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"x_train": np.zeros((6_000, 32, 32), np.uint8)}, r"uint8 \(6000, 32, 32\)"),
        ({"x_test": np.zeros((300, 28, 28), np.float32)}, r"float32 \(300, 28, 28\)"),
        ({"y_test": np.zeros(299, np.uint8)}, "one whole number for each of the 300"),
        ({"y_train": np.zeros(6_000, np.float64)}, "one whole number"),
        ({"y_train": np.full(6_000, 11, np.uint8)}, "labels out of range, 11"),
        ({"y_train": np.full(6_000, -1, np.int16)}, "labels out of range, -1"),
        ({"y_test": np.zeros(300, np.uint8)}, "every digit from 0 to 9 in its test part"),
    ],
)
def test_another_form_is_refused_and_described(tiny, tmp_path, arrays, said):
    with pytest.raises(TrainingError, match=said):
        data.load(changed(tiny, tmp_path / "other.npz", **arrays))


def test_without_a_file_and_a_network_it_says_what_to_pass(tmp_path):
    nowhere = "http://127.0.0.1:9"
    environment = {k: v for k, v in os.environ.items() if k != "MNIST_PATH"}
    environment |= {"KERAS_HOME": str(tmp_path), "https_proxy": nowhere, "HTTPS_PROXY": nowhere}
    done = subprocess.run(
        [sys.executable, "-m", "training", "evaluate", "models/digits.onnx"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "--data PATH/mnist.npz" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_split_is_even_and_apart(tiny):
    train = data.load(tiny).train
    part, held = data.split(train)
    assert len(part) + len(held) == len(train)
    assert np.bincount(held.labels, minlength=10).tolist() == [50] * 10
    seen = {image.tobytes() for image in part.images}
    assert not any(image.tobytes() in seen for image in held.images)


def test_the_split_does_not_depend_on_the_order_of_the_file(tiny):
    train = data.load(tiny).train
    mixed = data.shuffled(train, 5)
    assert not np.array_equal(mixed.labels, train.labels)
    held, same = (data.split(digits)[1] for digits in (train, mixed))
    assert {i.tobytes() for i in held.images} == {i.tobytes() for i in same.images}


def test_the_split_of_mnist_stays_what_it_was(mnist):
    part, held = data.split(mnist.train)
    assert (len(part), len(held)) == (55_000, 5_000)
    assert np.bincount(held.labels).tolist() == [500] * 10
    assert hashlib.sha256(np.sort([hash_of(i) for i in held.images]).tobytes()).hexdigest() == (
        "65ed8923b497335861297a68889b70b0d4e12cbd5dfdb2e4df1e54d7158e9dfd"
    )


def hash_of(image):
    return hashlib.sha256(image.tobytes()).digest()[:8]


def test_the_tutorials_split_is_the_last_three_tenths(tiny):
    train = data.load(tiny).train
    part, held = data.split(train, tutorial=True)
    assert (len(part), len(held)) == (4_200, 1_800)
    assert np.array_equal(held.images, train.images[4_200:])
