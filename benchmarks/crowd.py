"""People who send photographs to a bot, and look at the clock until it answers."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.photographs import SCENES, photograph
from localtelegram.server import BotApiServer
from localtelegram.world import Event

Key = tuple[int, int]


class Crowd:
    """Sends from many private chats in turn, so that none waits for its own earlier photo.

    Photographs are drawn, and their sizes made, before anything is measured.

    Attributes:
        latencies: seconds from each photo to its answer.
        unasked: answers to what was answered already.
        photographs: in their largest size, as the bot downloads them.
    """

    def __init__(self, telegram: BotApiServer, people: int = 60) -> None:
        self.latencies: list[float] = []
        self.unasked = 0
        self.photographs: list[bytes] = []
        self._telegram = telegram
        self._people = itertools.cycle([telegram.user(1_000 + n) for n in range(people)])
        self._photos: Iterator[list[dict[str, Any]]] = iter(())
        self._sent: dict[Key, float] = {}
        self._news = asyncio.Event()
        self._answered: Callable[[], object] = lambda: None
        telegram.world.listen(self._look)

    async def prepare(self, seeds: int) -> None:
        """Draws each scene with so many hands."""
        drawn = []
        for seed in range(seeds):
            for scene in SCENES:
                data = await asyncio.to_thread(photograph, scene, seed)
                sizes = await self._telegram.world.files.add_photo(data)
                self.photographs.append(sizes[-1].data or b"")
                drawn.append([size.to_json() for size in sizes])
        self._photos = itertools.cycle(drawn)

    def send(self) -> None:
        """One photo from the next person."""
        began = time.perf_counter()
        message = next(self._people).send({"photo": next(self._photos)})
        self._sent[message["chat"]["id"], message["message_id"]] = began

    async def crowd_in(self, photos: int, at_once: int) -> float:
        """Sends so many photos, the next whenever one is answered; returns seconds until all are.

        Args:
            photos: how many.
            at_once: how many of them wait for an answer at any time.
        """
        left = photos - min(at_once, photos)

        def another() -> None:
            nonlocal left
            if left > 0:
                left -= 1
                self.send()

        began = time.perf_counter()
        self._answered = another
        for _ in range(photos - left):
            self.send()
        await self.quiet()
        self._answered = lambda: None
        return time.perf_counter() - began

    async def stroll(self, photos: int, each_second: float) -> float:
        """Sends so many photos at a steady pace; returns seconds until all are answered."""
        began = time.perf_counter()
        for number in range(photos):
            await asyncio.sleep(began + number / each_second - time.perf_counter())
            self.send()
        await self.quiet()
        return time.perf_counter() - began

    async def quiet(self, within: float = 120.0) -> None:
        """Waits until everything is answered.

        Raises:
            TimeoutError: nothing was for that many seconds.
        """
        while self._sent:
            self._news.clear()
            async with asyncio.timeout(within):
                await self._news.wait()

    def _look(self, chat: int, event: Event) -> None:
        if event["event"] != "message" or not event["message"]["from"]["is_bot"]:
            return
        photo = event["message"].get("reply_to_message", {}).get("message_id")
        began = self._sent.pop((chat, photo), None)
        if began is None:
            self.unasked += 1
            return
        self.latencies.append(time.perf_counter() - began)
        self._news.set()
        asyncio.get_running_loop().call_soon(self._answered)
