"""Arrays from a file that may be anything."""

from __future__ import annotations

import struct
import tokenize
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

STARTS: Final = (b"PK", np.lib.format.MAGIC_PREFIX)
"""How an archive, and how an array by itself, begins. NumPy takes anything else for a pickle, which
runs what is in it, and advises to trust it."""


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
            if not file.peek(len(STARTS[1])).startswith(STARTS):
                raise Unreadable("it is no .npz file")
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
