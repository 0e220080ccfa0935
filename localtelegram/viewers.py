"""What happens in chats, as server-sent events for one person's page."""

from __future__ import annotations

import asyncio
import json
from itertools import islice
from typing import Any

from aiohttp import web

from localtelegram.world import Chat, Event, World

_SHOWN_MESSAGES = 200
_MAX_BEHIND = 1_000
_KEEP_ALIVE_SECONDS = 15.0


async def stream_events(
    request: web.Request, world: World, user_id: int, closing: asyncio.Event
) -> web.StreamResponse:
    """Streams first the whole state, then each event, until the page goes away.

    A page that falls too far behind is cut off; it connects again and gets the state afresh.
    """
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )
    await response.prepare(request)
    events: asyncio.Queue[Event | None] = asyncio.Queue(_MAX_BEHIND)

    def heard(chat_id: int, event: Event) -> None:
        if not _may_see(world.chats[chat_id], user_id):
            return
        if user_id not in event.get("people", [user_id]):
            return
        if event["event"] == "commands":
            event = event | {"commands": _commands(world, world.chats[chat_id], user_id)}
        if events.full():
            while not events.empty():
                events.get_nowait()
            events.put_nowait(None)
        else:
            events.put_nowait({"chat": chat_id, **event})

    stop = world.listen(heard)
    closed = asyncio.create_task(closing.wait())
    try:
        await _write(response, state(world, user_id))
        while not closing.is_set():
            event = await _next(events, closed)
            if event is None:
                break
            await _write(response, event)
    except ConnectionError:
        pass
    finally:
        closed.cancel()
        stop()
    return response


def state(world: World, user_id: int) -> dict[str, Any]:
    """All that a person's page shows at first: people, chats, commands, latest messages."""
    return {
        "event": "state",
        "me": user_id,
        "bot": world.bot,
        "users": list(world.users.values()),
        "chats": [
            {
                "id": chat.chat_id,
                "title": chat.info.get("title") or world.bot["first_name"],
                "type": chat.info["type"],
                "messages": _latest(chat),
                "commands": _commands(world, chat, user_id),
                "asked": world.questions.open(chat.chat_id, user_id),
            }
            for chat in world.chats.values()
            if _may_see(chat, user_id)
        ],
    }


def _may_see(chat: Chat, user_id: int) -> bool:
    return not chat.private or chat.chat_id == user_id


def _latest(chat: Chat) -> list[dict[str, Any]]:
    latest = list(islice(reversed(chat.messages.values()), _SHOWN_MESSAGES))
    return latest[::-1]


def _commands(world: World, chat: Chat, user_id: int) -> list[dict[str, str]]:
    return world.commands.shown(
        chat_id=chat.chat_id,
        user_id=user_id,
        private=chat.private,
        admin=user_id in chat.administrators,
        language=world.users[user_id].get("language_code", ""),
    )


async def _next(
    events: asyncio.Queue[Event | None], closed: asyncio.Task[bool]
) -> dict[str, Any] | None:
    """The next event, an empty one to keep the connection alive, or None at the end."""
    getting = asyncio.create_task(events.get())
    await asyncio.wait(
        {getting, closed}, timeout=_KEEP_ALIVE_SECONDS, return_when=asyncio.FIRST_COMPLETED
    )
    if getting.done():
        return getting.result()
    getting.cancel()
    return None if closed.done() else {}


async def _write(response: web.StreamResponse, event: dict[str, Any]) -> None:
    text = f"data: {json.dumps(event, ensure_ascii=False)}\n\n" if event else ":\n\n"
    await response.write(text.encode())
