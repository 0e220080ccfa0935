"""Albums that were answered: what their answer and their files say, also once one is corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cachetools import LRUCache

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Message

    from bot.replies.pages import Listing
    from bot.tables.pages import Page

MOST: Final = 200
"""Albums that are remembered: the newest."""
MOST_PICTURES: Final = 4000


@dataclass(slots=True)
class AnsweredAlbum:
    """An album, as its answer has it now.

    Attributes:
        answer: lists what was read; a message of the bot.
        language: that it is written in.
        pictures: the message of each picture, and what stands for its file; `None` for no picture.
        listing: what the answer says.
        pages: what goes into files, of each picture.
        changes: how often one of the pictures was corrected.
    """

    answer: Message
    language: str
    pictures: Sequence[tuple[int, str] | None]
    listing: Listing
    pages: list[list[Page]]
    changes: int = 0

    @property
    def messages(self) -> list[int | None]:
        """The message of each picture."""
        return [picture and picture[0] for picture in self.pictures]

    @property
    def all_pages(self) -> list[Page]:
        """What goes into files."""
        return [page for pages in self.pages for page in pages]


class AnsweredAlbums:
    """Remembers the last albums that this process has answered; it forgets them when it ends."""

    def __init__(self) -> None:
        self._albums: LRUCache[tuple[int, int], AnsweredAlbum] = LRUCache(MOST)
        self._pictures: LRUCache[tuple[int, int, str], tuple[int, int]] = LRUCache(MOST_PICTURES)

    def add(self, album: AnsweredAlbum) -> None:
        """Remember an album."""
        key = album.answer.chat.id, album.answer.message_id
        self._albums[key] = album
        for picture in filter(None, album.pictures):
            self._pictures[album.answer.chat.id, *picture] = key

    def of_answer(self, chat: int, message: int) -> AnsweredAlbum | None:
        """The album that a message answers; `None` where it is too long ago, or is none."""
        return self._albums.get((chat, message))

    def of_picture(self, chat: int, message: int, file: str) -> tuple[AnsweredAlbum, int] | None:
        """The album of a picture, and its place in it from 0; as `of_answer`.

        Args:
            chat: where it is.
            message: the picture.
            file: stands for its file, for another may be put into the message.
        """
        key = self._pictures.get((chat, message, file))
        album = self._albums.get(key) if key is not None else None
        return None if album is None else (album, [*album.pictures].index((message, file)))
