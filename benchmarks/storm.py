"""Many photos, many faults, and what came of them; see `benchmarks.faults`."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from benchmarks.botprocess import WITHIN, bot_process, memory_of
from benchmarks.fault_injection import FaultyServer
from benchmarks.fault_kinds import (
    Drop,
    Fault,
    HalfBody,
    Hang,
    Refuse,
    ServerError,
    Slow,
    flood,
    vanished,
)
from bot.replies import answers
from localtelegram.errors import conflict
from localtelegram.people import LocalUser
from localtelegram.server import DOWNLOAD
from localtelegram.world import Message

NUMBER = "407"
TOLD = {
    *(answers.UNSURE, answers.NO_CONNECTION, answers.GONE, answers.BUSY, answers.FAILED),
    *answers.PRESSED.values(),
}
AT_ONCE = 3
"""Photos of one person that may be unanswered before the next is sent."""

_ANYWHERE: list[tuple[str, Fault, float]] = [
    ("500", ServerError(500), 0.04),
    ("502 with a page", ServerError(502), 0.04),
    ("429, wait 1 s", flood(1), 0.03),
    ("hangs up", Drop(), 0.03),
    ("half an answer", HalfBody(), 0.03),
    ("silent, then hangs up", Hang(0.5), 0.02),
]
FAULTS: dict[str, list[tuple[str, Fault, float]]] = {
    "getUpdates": [*_ANYWHERE, ("409", Refuse(conflict("other getUpdates request")), 0.02)],
    "getFile": [*_ANYWHERE, ("file vanished", vanished(), 0.02)],
    DOWNLOAD: [*_ANYWHERE, ("drips", Slow(20_000), 0.05)],
    "sendMessage": [*_ANYWHERE, ("done, then hangs up", Drop(carried_out=True), 0.03)],
    "sendPhoto": _ANYWHERE,
    "answerCallbackQuery": _ANYWHERE,
    "editMessageReplyMarkup": _ANYWHERE,
}
"""By method: what happens, and to which share of the requests."""


@dataclass
class Outcome:
    """What came of a storm.

    Attributes:
        photos: sent.
        answered: have exactly one answer, and maybe a notice that it may be missing.
        told: have no answer, but their senders know.
        lost: have neither.
        doubled: have several answers.
        wrong: answers with another number.
        struck: how often each fault struck, by method and name.
        status: of the process, at its end.
        errors: lines in its log that are errors.
        memory: MiB that it occupied after a third of the photos, and at the end.
    """

    photos: int
    answered: int = 0
    told: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    struck: dict[tuple[str, str], int] = field(default_factory=dict)
    status: int | None = None
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether nobody was left alone, and nothing broke."""
        return not (self.lost or self.doubled or self.wrong or self.status or self.errors)


def small_photo() -> bytes:
    """407 on paper, as a small JPEG."""
    page = np.full((240, 320), 235, np.uint8)
    cv2.putText(page, NUMBER, (30, 160), cv2.FONT_HERSHEY_SIMPLEX, 4, 40, 9, cv2.LINE_AA)
    return bytes(cv2.imencode(".jpg", page)[1])


async def storm(photos: int, chats: int, seed: int, outage: float) -> Outcome:
    """Sends photos from so many people through a storm; Telegram is away for `outage` seconds."""
    outcome = Outcome(photos)
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as top:
        log = Path(top) / "log"
        async with FaultyServer(history=10 * photos) as telegram:
            async with bot_process(telegram, Path(top), log, SHUTDOWN_SECONDS="60") as bot:
                telegram.faults.reseed(seed)
                rules = {
                    (method, name): telegram.faults.add(
                        method, fault, times=None, probability=share
                    )
                    for method, faults in FAULTS.items()
                    for name, fault, share in faults
                }
                people = [telegram.user(100 + number) for number in range(chats)]
                shares = [photos // chats + (n < photos % chats) for n in range(chats)]
                sent: list[Message] = []
                async with asyncio.TaskGroup() as group:
                    for person, count in zip(people, shares, strict=True):
                        group.create_task(_send(person, count, rng, sent))
                    group.create_task(_go_away(telegram, outage, sent, photos))
                    group.create_task(_weigh(bot.pid, sent, photos, outcome))
                await _settled(people, sent)
                outcome.struck = {what: rule.struck for what, rule in rules.items()}
                telegram.faults.clear()
                outcome.memory.append(memory_of(bot.pid))
                bot.send_signal(signal.SIGTERM)
                outcome.status = await asyncio.wait_for(bot.wait(), WITHIN)
            _judge(people, sent, outcome)
        outcome.errors = [
            line
            for line in log.read_text().splitlines()
            if " ERROR " in line or " CRITICAL " in line or line.startswith("Traceback")
        ]
    return outcome


async def _send(person: LocalUser, count: int, rng: random.Random, sent: list[Message]) -> None:
    """One person: sends, asks how some were read, and has some patience."""
    photo, mine = small_photo(), list[Message]()
    for number in range(count):
        mine.append(await person.send_photo(photo))
        sent.append(mine[-1])
        await _until(lambda: sum(not replies_to(person, one) for one in mine) < AT_ONCE)
        await asyncio.sleep(rng.uniform(0, 0.1))
        answered = [reply for reply in replies_to(person, mine[0]) if is_answer(reply)]
        if number % 5 == 4 and answered:
            with contextlib.suppress(LookupError):
                await person.press(answered[0], "Show how")


async def _go_away(
    telegram: FaultyServer, seconds: float, sent: list[Message], photos: int
) -> None:
    """Telegram is not to be reached for a while, in the middle."""
    await _until(lambda: len(sent) >= photos // 2)
    await telegram.stop()
    await asyncio.sleep(seconds)
    await telegram.start()


async def _weigh(pid: int, sent: list[Message], photos: int, outcome: Outcome) -> None:
    await _until(lambda: len(sent) >= photos // 3)
    outcome.memory.append(memory_of(pid))


async def _settled(people: list[LocalUser], sent: list[Message]) -> None:
    """Waits until everybody has heard something, and for a moment longer."""
    owner = {person.id: person for person in people}
    with contextlib.suppress(TimeoutError):
        await _until(lambda: all(replies_to(owner[p["chat"]["id"]], p) for p in sent))
    await asyncio.sleep(3)


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN):
        while not condition():  # noqa: ASYNC110 - it comes without a sign
            await asyncio.sleep(0.05)


def _judge(people: list[LocalUser], sent: list[Message], outcome: Outcome) -> None:
    owner = {person.id: person for person in people}
    for photo in sent:
        replies = replies_to(owner[photo["chat"]["id"]], photo)
        answers_to = [reply for reply in replies if is_answer(reply)]
        outcome.answered += len(answers_to) == 1
        outcome.doubled += len(answers_to) > 1
        outcome.told += not answers_to and bool(replies)
        outcome.lost += not replies
        outcome.wrong += any(not r["text"].startswith(f"{NUMBER}\n") for r in answers_to)


def replies_to(person: LocalUser, photo: Message) -> list[Message]:
    """What the bot has replied to a photo in the private chat with a person."""
    return [
        message
        for message in person.messages()
        if message["from"]["is_bot"]
        and message.get("reply_to_message", {}).get("message_id") == photo["message_id"]
    ]


def is_answer(reply: Message) -> bool:
    """Whether a reply tells a number, not that there is none."""
    return "text" in reply and reply["text"] not in TOLD
