"""What the tests of /train wait for."""

from __future__ import annotations

import asyncio

import psutil
from children import children

SOON, LATER = 90, 400
"""Seconds: for what takes none on an idle machine, and for what trains."""


def trainings() -> list[psutil.Process]:
    """The children that train."""
    return children("training", "fit")


async def begun(ada, what="/train quick"):
    """A run's message, and its process."""
    message = await ada.answer_to(await ada.send_text(what), within=SOON)
    assert "Training: " in message["text"], message["text"]
    while not trainings():  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    return message, trainings()[0]


async def shows(telegram, chat, message, *words, within=LATER):
    """Waits until a message contains all of `words`."""
    messages = telegram.world.chats[chat].messages

    def there(_):
        text = messages[message["message_id"]]["text"]
        return all(word in text for word in words) or "Done." in text

    await telegram.wait_for(there, within=within)
    shown = messages[message["message_id"]]
    assert all(word in shown["text"] for word in words), shown["text"]
    return shown


async def ended(kept, state):
    """The run, which has ended like this."""
    run = await kept.runs.get(1)
    assert run.state is state
    assert await kept.runs.unfinished() is None
    return run
