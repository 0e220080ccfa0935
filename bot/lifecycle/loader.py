"""A model file -> what reads pictures with it and with the other networks that ship."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.lifecycle.cache import Cached, checksum

if TYPE_CHECKING:
    from pathlib import Path

    from bot.reading import Reader
    from bot.reading.layout.ruling import RulingNetwork
    from bot.reading.line.network import LineNetwork


@dataclass(frozen=True, slots=True)
class Model:
    """What reads pictures, and which version it is.

    Attributes:
        reader: reads pictures; safe to use from several threads.
        version: number in the database; `None` for the model that ships.
        name: what the model calls itself.
        sha256: of its file, in hexadecimal.
    """

    reader: Reader
    version: int | None
    name: str
    sha256: str


class Loader:
    """Loads digit models; the other networks are loaded once, and shared by all."""

    def __init__(self, shipped: Path) -> None:
        """Takes the path of the shipped model; nothing is loaded yet."""
        self._path = shipped
        self._others: tuple[LineNetwork, RulingNetwork] | None = None

    def open(self) -> Model:
        """Load the networks that ship; for a thread.

        Raises:
            ModelError: a file is missing or does not fit.
        """
        from bot.reading.layout.ruling import RulingNetwork
        from bot.reading.line.network import LineNetwork
        from bot.reading.model import read_model

        folder = self._path.parent
        self._others = LineNetwork.beside(folder), RulingNetwork.beside(folder)
        content = read_model(self._path)
        return self.load(Cached(None, checksum(content), content))

    def load(self, cached: Cached) -> Model:
        """Load a model and read something with it, so that the first picture need not wait.

        Raises:
            ModelError: it does not load, or fails on that.
        """
        import numpy as np

        from bot.reading.digits.classify import Classifier
        from bot.reading.model import ModelError
        from bot.reading.reader import Reader

        assert self._others is not None, "the shipped model is opened first"
        reader = Reader(Classifier(cached.content), *self._others)
        page = np.full((120, 120), 230, np.uint8)
        page[30:90, 55:63] = 20
        try:
            reader.read_gray(page)
        # onnxruntime raises a family of exceptions that share no base but Exception.
        except Exception as error:
            raise ModelError("The model loads, but fails on a picture.") from error
        return Model(reader, cached.version, reader.classifier.info.version, cached.sha256)
