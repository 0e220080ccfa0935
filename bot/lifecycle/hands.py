"""The hands that the bot knows: what people taught it of their own, for their next pictures.

What is kept is in the database; of those who come often it is in memory as well, up to a bound. An
embedding is of use with the model that made it: for another one it is made again from the crop.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from cachetools import TTLCache

from bot.storage import StorageDown
from bot.storage.correction_values import NOT_A_DIGIT, TaughtDigit

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.lifecycle.loader import Model
    from bot.reading.digits.hand import Hand
    from bot.reading.glyph import Glyph
    from bot.storage import Database
    from bot.storage.correction_values import NewCorrection

log = logging.getLogger(__name__)

MOST_BYTES: Final = 6 << 20
"""Of hands in memory."""
OVERHEAD: Final = 1200
"""Bytes that a hand takes in memory beside its arrays; also one of which nothing is known."""
ALONE_SECONDS: Final = 24 * 3600.0
"""How long a hand is remembered by the only process that answers."""
SHARED_SECONDS: Final = 30.0
"""The same where another process may learn, or be told to forget."""
MOST_BESIDE: Final = 2
"""Of each digit, so many of one answer are learnt beside those that were misread: the first."""


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What is known of a person, with one model, embeddings as of `standard`; of most, nothing."""

    model: str
    answers: tuple[str, ...] = ()
    labels: NDArray[np.uint8] | None = None
    embeddings: NDArray[np.float16] | None = None

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        if self.embeddings is None:
            return OVERHEAD
        return OVERHEAD + self.embeddings.nbytes + 150 * len(self.answers)


class Hands:
    """What people have taught, ready for the reader."""

    def __init__(self, database: Database, *, shared: bool) -> None:
        """Nothing is in memory yet.

        Args:
            database: where it is kept.
            shared: whether other processes answer the same people.
        """
        seconds = SHARED_SECONDS if shared else ALONE_SECONDS
        self._database = database
        self._known: TTLCache[str, _Known] = TTLCache(
            MOST_BYTES, seconds, getsizeof=lambda known: known.size
        )
        self._changes = 0

    async def of(self, user: str, model: Model, but: str | None = None) -> Hand | None:
        """A person's hand as a model sees it; `None` where nothing is known, or can be now.

        Args:
            user: keyed hash of the person.
            model: reads the picture.
            but: leaves out what was learnt from one answer, to see again what it was.
        """
        known = self._known.get(user)
        if known is None or known.model != model.sha256:
            try:
                known = await self._load(user, model)
            except StorageDown:
                return None
            except Exception:  # nobody goes without an answer for this
                log.exception("what is known of a hand cannot be had")
                return None
        if known.embeddings is None or known.labels is None:
            return None
        from bot.reading.digits.hand import Hand

        embeddings, labels = known.embeddings, known.labels
        if but is not None:
            which = np.array([answer != but for answer in known.answers])
            embeddings, labels = embeddings[which], labels[which]
        return Hand.of(embeddings, labels)

    async def learn(self, given: NewCorrection, model: Model) -> None:
        """Learns a correction that somebody gave of their own writing.

        Args:
            given: the correction, which is kept already.
            model: the one in use.

        Raises:
            StorageDown: the database does not answer.
        """
        taught = self._database.taught
        if given.actual == NOT_A_DIGIT:
            await taught.drop(given.answer, given.place)
        else:
            [embedding] = await asyncio.to_thread(model.reader.classifier.embed, [given.crop])
            digit = TaughtDigit(given.answer, given.place, given.actual, embedding, model.sha256)
            await taught.keep(given.user, [digit])
        self.changed(given.user)

    async def learn_beside(
        self,
        user: str,
        answer: str,
        digits: Mapping[int, tuple[int, Glyph]],
        model: Model,
        but: Container[int] = (),
    ) -> int:
        """Learns digits of an answer that was corrected which are no corrections themselves.

        Args:
            user: keyed hash of who wrote them.
            answer: keyed hash of the answer.
            digits: what each is, and what was seen of it, by place.
            model: the one in use.
            but: places of corrections, which are learnt as such.

        Returns:
            How many were learnt.

        Raises:
            StorageDown: the database does not answer.
        """
        places: dict[int, list[int]] = {}
        for place, (actual, _) in digits.items():
            if place not in but:
                places.setdefault(actual, []).append(place)
        some = [place for own in places.values() for place in own[:MOST_BESIDE]]
        if not some:
            return 0
        crops = [digits[place][1] for place in some]
        embeddings = await asyncio.to_thread(model.reader.classifier.embed, crops)
        learnt = [
            TaughtDigit(answer, place, digits[place][0], embedding, model.sha256)
            for place, embedding in zip(some, embeddings, strict=True)
        ]
        await self._database.taught.keep(user, learnt)
        self.changed(user)
        return len(learnt)

    async def forget(self, user: str) -> int:
        """Forgets a person's hand; what they corrected stays.

        Returns:
            How many digits were known.

        Raises:
            StorageDown: the database does not answer.
        """
        gone = await self._database.taught.forget(user)
        self.changed(user)
        return gone

    def changed(self, user: str) -> None:
        """What is known of a person has changed in the database."""
        self._changes += 1
        self._known.pop(user, None)

    async def _load(self, user: str, model: Model) -> _Known:
        before = self._changes
        taught = self._database.taught
        digits = await taught.of(user)
        old = [digit for digit in digits if digit.model != model.sha256]
        if old:
            renewed = await asyncio.to_thread(_embedded, old, model)
            await taught.renew(renewed, lost=[digit for digit in old if digit.crop is None])
            digits = [d for d in digits if d.model == model.sha256] + renewed
        found = _known(digits, model)
        if before == self._changes:  # else it may be out of date already
            self._known[user] = found
        return found


def _embedded(digits: Sequence[TaughtDigit], model: Model) -> list[TaughtDigit]:
    """The digits as another model embeds them, of those whose crop is kept."""
    crops = [(digit, digit.crop) for digit in digits if digit.crop is not None]
    if not crops:
        return []
    embeddings = model.reader.classifier.embed([crop for _, crop in crops])
    return [
        replace(digit, embedding=embedding, model=model.sha256)
        for (digit, _), embedding in zip(crops, embeddings, strict=True)
    ]


def _known(digits: Sequence[TaughtDigit], model: Model) -> _Known:
    if not digits:
        return _Known(model.sha256)
    from bot.reading.digits.hand import standard

    return _Known(
        model.sha256,
        tuple(digit.answer for digit in digits),
        np.array([digit.actual for digit in digits], np.uint8),
        standard(np.stack([digit.embedding for digit in digits])).astype(np.float16),
    )
