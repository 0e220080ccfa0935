"""Arrays from a file that may be anything."""

from __future__ import annotations

import struct
import tokenize
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray


class Unreadable(ValueError):
    """A file is no archive of arrays, or it is damaged; the message says how."""


def arrays(path: Path, names: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Those of these arrays that an `.npz` file has. Nothing in it is run.

    Raises:
        OSError: the file cannot be read.
        Unreadable: what is in it.
    """
    try:
        with path.open("rb") as file:
            archive = np.load(file, allow_pickle=False)
            if not isinstance(archive, NpzFile):
                raise Unreadable("it is one array by itself, not an .npz file")
            # A part of an archive that is no array comes as bytes.
            return {name: np.asarray(archive[name]) for name in names if name in archive}
    except (
        EOFError,
        OverflowError,
        RuntimeError,  # a compression or an encryption that Python does not know
        TypeError,
        ValueError,
        struct.error,
        tokenize.TokenError,  # a header without its end
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise Unreadable(str(error)) from error
