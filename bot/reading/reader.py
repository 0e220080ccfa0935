"""The pipeline: picture bytes -> Reading."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import DETECT_SIDE
from bot.reading.digits.classify import Classifier
from bot.reading.digits.hand import Hand
from bot.reading.layout.page import find_page
from bot.reading.layout.rule_remover import RuleRemover
from bot.reading.layout.ruling import RulingNetwork
from bot.reading.line.network import LineNetwork
from bot.reading.page.assemble import reading_of
from bot.reading.page.edge import at_edge
from bot.reading.page.joints import doubting
from bot.reading.page.page_reader import PageReader
from bot.reading.page.recognise import Recogniser
from bot.reading.page.rows import in_rows
from bot.reading.picture.picture_file import PictureFile
from bot.reading.picture.picture_reader import PictureReader
from bot.reading.result import Reading, Reason


class Reader:
    """Reads pictures. Safe to call from several threads.

    Args:
        classifier: the digit network.
        network: reads lines.
        ruling: tells rules from writing; without one they are known by their shape alone.
    """

    def __init__(
        self, classifier: Classifier, network: LineNetwork, ruling: RulingNetwork | None
    ) -> None:
        self.classifier = classifier
        self.unruled = RuleRemover(ruling)
        self._pages = PageReader(Recogniser(classifier, network))
        self._pictures = PictureReader(self._pages)

    @property
    def recogniser(self) -> Recogniser:
        """What reads lines."""
        return self._pages.recogniser

    @classmethod
    def open(cls, model: Path, *, brief: bool = False) -> Reader:
        """Loads the model file, and those of the other networks beside it.

        Args:
            model: the digit network's file.
            brief: load sooner, for a few pictures, each of which takes longer.

        Raises:
            ModelError: a file is missing or does not fit.
        """
        return cls(
            Classifier.open(model, brief=brief),
            LineNetwork.beside(model.parent, brief=brief),
            RulingNetwork.beside(model.parent, brief=brief),
        )

    def knowing(self, hand: Hand | None) -> Reader:
        """What reads one person's pictures, with the same networks; itself for an unknown hand.

        Args:
            hand: as embedded by this reader's digit network.
        """
        if hand is None:
            return self
        reader, own = copy(self), self.recogniser
        reader._pages = PageReader(Recogniser(own.classifier, own.network, hand))
        reader._pictures = PictureReader(reader._pages)
        return reader

    def read(self, data: bytes) -> Reading:
        """Reads a picture file.

        Args:
            data: the whole file, in any of the formats that `decode` knows.

        Raises:
            PictureError: the file cannot be decoded; its text is for the person who sent it.
        """
        return self._pictures.read(PictureFile(data, self.unruled).page, coloured=True)

    def read_turned(self, data: bytes, degrees: int) -> Reading:
        """Reads a picture file the way up that somebody says, and no other.

        Args:
            data: as of `read`.
            degrees: 0, 90, 180 or 270, by which it is turned first, clockwise.

        Raises:
            PictureError: as of `read`.
            ValueError: other degrees.
        """
        page = PictureFile(data, self.unruled).page()
        reading = replace(self._pages.read(page.turned(degrees)).reading, turned=degrees)
        return at_edge(doubting(in_rows(reading))).unstretched(page.stretch)

    def read_as_number(self, data: bytes, degrees: int = 0) -> Reading:
        """Reads a picture file of which somebody says that there is a number in it.

        Args:
            data: as of `read`.
            degrees: as of `read_turned`.

        Raises:
            PictureError: as of `read`.
            ValueError: other degrees.
        """
        page = PictureFile(data, self.unruled).page().turned(degrees)
        segments = page.segments
        if segments.crowded or not segments.text:
            return Reading((), 1.0, Reason.NO_INK, (), page.size, degrees)
        read = self.recogniser.read(segments, page.ink, page.gray)
        reading = reading_of([cell for cell in read if cell.digits], page, 0.0)
        reading = replace(reading, turned=degrees)
        return doubting(in_rows(reading)).unstretched(page.stretch)

    def read_gray(
        self, gray: Gray, scale: float = 1.0, size: tuple[int, int] | None = None
    ) -> Reading:
        """Reads a picture that is upright, as far as its file says.

        Args:
            gray: `[H, W]`, 0 black to 255 white.
            scale: pixels of the full picture to a pixel of `gray`.
            size: width and height of the full picture, in pixels.

        Raises:
            ValueError: `gray` is not such an array, or has no pixels.
        """
        if gray.ndim != 2 or gray.dtype != np.uint8 or not gray.size:
            raise ValueError(f"a gray picture is uint8 [H, W], not {gray.dtype} {gray.shape}")
        size = size or (round(gray.shape[1] * scale), round(gray.shape[0] * scale))
        coarsely = max(gray.shape) > DETECT_SIDE
        return self._pictures.read(
            lambda look: find_page(gray, scale, size, look, self.unruled, coarsely=coarsely)
        )
