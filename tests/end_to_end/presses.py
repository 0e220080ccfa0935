"""What people see of buttons, and press."""

from __future__ import annotations

import asyncio
import time

import pytest
from reading.scenes import draw, encoded

SEVEN = encoded(draw("7"))


async def ask(user, picture=SEVEN, **where):
    """Sends a picture; returns the answer."""
    return await user.answer_to(await user.send_photo(picture, **where))


def now(user, message):
    """A message as the chat shows it now."""
    place = user.messages(message["chat"]["id"])
    return next(m for m in place if m["message_id"] == message["message_id"])


def labels(user, message):
    """The buttons under a message, row by row."""
    markup = now(user, message).get("reply_markup", {"inline_keyboard": []})
    return [[button["text"] for button in row] for row in markup["inline_keyboard"]]


def copied(user, message):
    """What a tap on each number in a message copies."""
    shown = now(user, message)
    kinds = {"code", "pre"}
    return [
        shown["text"][e["offset"] : e["offset"] + e["length"]]
        for e in shown["entities"]
        if e["type"] in kinds
    ]


def data_of(user, message, label):
    """What a button carries."""
    rows = now(user, message)["reply_markup"]["inline_keyboard"]
    return next(b["callback_data"] for row in rows for b in row if b["text"] == label)


async def told(pressed):
    """What is shown over the chat after a press."""
    return (await asyncio.wait_for(pressed.answer, 30)).get("text")


async def press(user, message, label):
    """Presses a button; returns what is shown over the chat. Edits may come after that."""
    return await told(await user.press(message, label))


async def choose(user, message, *words):
    """Presses buttons one after the other, each once it is there."""
    said = None
    for word in words:
        await until(lambda w=word: any(w in row for row in labels(user, message)))
        said = await press(user, message, word)
    return said


async def question(user, answer, *words, chat=None):
    """Presses buttons until the bot asks for the number; returns its question."""
    before = len(user.messages(chat))
    await choose(user, answer, *words)
    await until(lambda: len(user.messages(chat)) > before)
    return user.messages(chat)[-1]


async def reply(user, asked, text, **where):
    """Replies to a message of the bot with a text; returns the answer."""
    return await user.answer_to(await user.send_text(text, reply_to=asked, **where))


async def until(condition, within=60.0):
    """Waits for something that comes without a sign: a true `condition()`, which it returns."""
    end = time.monotonic() + within
    while not (found := condition()):
        if time.monotonic() > end:
            pytest.fail("it has not come to that")
        await asyncio.sleep(0.02)
    return found
