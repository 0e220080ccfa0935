from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from training.process.array_files import Unreadable, arrays


def written(path, header, body=bytes(1000)):
    """An archive of one array, with this header."""
    part = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        part, {"descr": "|u1", "fortran_order": False, "shape": (len(body),)}
    )
    content = part.getvalue().replace(f"({len(body)},)".encode(), header) + body
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("images.npy", content)
    return path


@pytest.mark.parametrize(
    "shape", [b"(1000 ,", b"(-1000,", b"(True,)", b"('a',) ", b"(9e999,)", b"(" + 30 * b"9" + b",)"]
)
def test_a_header_that_is_damaged_is_told_as_such(tmp_path, shape):
    with pytest.raises(Unreadable):
        arrays(written(tmp_path / "a.npz", shape), ["images"])


def test_what_is_whole_is_read(tmp_path):
    found = arrays(written(tmp_path / "a.npz", b"(1000,)"), ["images", "labels"])
    assert list(found) == ["images"]
    assert found["images"].shape == (1000,)


@pytest.mark.parametrize("content", [b"", b"text", b"\x1f\x8b\x08\0", b"<html>Not found</html>"])
def test_what_is_no_archive_is_told_as_such_and_not_advised_to_be_trusted(tmp_path, content):
    (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(Unreadable, match=r"^it is no \.npz file$"):
        arrays(tmp_path / "a.npz", ["images"])
