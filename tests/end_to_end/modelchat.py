"""What admins and others say and see of models."""

from __future__ import annotations

import asyncio

from reading.scenes import draw, encoded

from bot.lifecycle import gate
from tests.end_to_end.presses import until

SEVEN = encoded(draw("7"))
SAME = {"error": None, "version": "x", "batch_ms": 1.0} | {
    name: {"right": 9, "count": 10} for name in ("mnist", "corrections", "scenes")
}
PASSED = {"verdict": gate.as_json(gate.judge({"candidate": SAME, "active": SAME, "unchecked": {}}))}


async def said(person, words, within=60.0):
    """Waits until the newest message with `words` in it is there."""

    def look():
        found = [m for m in person.messages() if words in m.get("text", "")]
        return found[-1] if found else None

    return await until(look, within)


async def seven_is_read_as(person) -> str:
    answer = await person.answer_to(await person.send_photo(SEVEN))
    return answer["text"].split("\n\n")[0]


async def read_soon_as(person, text):
    """Sends photos until one is read as `text`, no faster than one person may."""
    async with asyncio.timeout(60):
        while await seven_is_read_as(person) != text:  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(1)


async def send_model(person, content, name="model.onnx"):
    return await person.send_document(content, name, "application/octet-stream")


def buttons(message):
    markup = message.get("reply_markup", {"inline_keyboard": []})
    return [button["text"] for row in markup["inline_keyboard"] for button in row]


async def kept(database, content, *, active=False, metrics=PASSED):
    version = await database.versions.add(content, "from-a-test", {}, metrics, "trained")
    if active:
        await database.versions.activate(version.id, "1")
    return version
