"""Local people: what they send, edit and press, as Telegram would tell the bot."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Iterable
from typing import Any, Unpack
from uuid import uuid4

from PIL import Image

from localtelegram.callbacks import Press
from localtelegram.entities import found_entities
from localtelegram.scaling import add_scaled
from localtelegram.senders import Where, blocking, external, stand_in
from localtelegram.world import Chat, Event, Message, World

_ALBUM = 10
"""As many as go into one album."""


class LocalUser:
    """One person with a Telegram client."""

    def __init__(self, world: World, user: dict[str, Any]) -> None:
        self._world = world
        self.info = user

    @property
    def id(self) -> int:
        """The user's id, which is also that of the private chat."""
        return int(self.info["id"])

    def messages(self, chat: int | None = None) -> list[Message]:
        """What the chat shows, oldest first."""
        return list(self._chat(chat).messages.values())

    async def send_text(self, text: str, **where: Unpack[Where]) -> Message:
        """Sends text, or a command."""
        entities = found_entities(text)
        return self.send({"text": text} | ({"entities": entities} if entities else {}), **where)

    async def send_photo(
        self, data: bytes, *, caption: str = "", **where: Unpack[Where]
    ) -> Message:
        """Sends a picture as a photo; Telegram re-encodes it in several sizes.

        Raises:
            ApiError: it is no picture.
        """
        sizes = await add_scaled(self._world.files, data)
        return self.send({"photo": [size.to_json() for size in sizes]} | _caption(caption), **where)

    async def send_document(
        self,
        data: bytes,
        filename: str | None = None,
        mime: str | None = None,
        *,
        caption: str = "",
        length: int | None = None,
        **where: Unpack[Where],
    ) -> Message:
        """Sends a file byte for byte.

        Args:
            data: the content.
            filename: as given to Telegram, None for none.
            mime: media type as given to Telegram, None for none.
            caption: text under it.
            length: bytes of the whole file, where `data` is only its beginning.
            where: see `Where`.
        """
        file = self._world.files.add("document", data, mime=mime, name=filename, length=length)
        return self.send({"document": file.to_json()} | _caption(caption), **where)

    async def send_sticker(self, data: bytes, **where: Unpack[Where]) -> Message:
        """Sends a static sticker; `data` is WebP."""
        with Image.open(io.BytesIO(data), formats=["WEBP"]) as picture:
            size = picture.size
        file = self._world.files.add(
            "sticker", data, mime="image/webp", name="sticker.webp", size=size
        )
        return self.send({"sticker": file.to_json()}, **where)

    async def send_voice(self, data: bytes, **where: Unpack[Where]) -> Message:
        """Sends a voice message; `data` is Ogg Opus."""
        file = self._world.files.add("voice", data, mime="audio/ogg", name="voice.oga")
        return self.send({"voice": file.to_json()}, **where)

    async def send_album(
        self, pictures: Iterable[bytes], *, caption: str = "", **where: Unpack[Where]
    ) -> list[Message]:
        """Sends photos at once: an update each, with one `media_group_id` for every ten."""
        sizes = [await add_scaled(self._world.files, data) for data in pictures]
        groups = [str(uuid4().int >> 64) for _ in range(0, len(sizes), _ALBUM)]
        return [
            self.send(
                {"photo": [size.to_json() for size in files]}
                | {"media_group_id": groups[i // _ALBUM]}
                | (_caption(caption) if i == 0 else {}),
                **where,
            )
            for i, files in enumerate(sizes)
        ]

    def send(
        self,
        content: dict[str, Any],
        **where: Unpack[Where],
    ) -> Message:
        """Sends a message with any content, given as fields of the `Message` object."""
        place = self._chat(where.get("chat"))
        place.started = True
        if "reply_elsewhere" in where:
            content = content | {"external_reply": external(where["reply_elsewhere"])}
        sender = self.info
        if "in_name_of" in where:
            sender, fields = stand_in(self._world.chats[where["in_name_of"]], place)
            content = content | fields
        message = self._world.post(
            place,
            sender,
            content | where.get("extra", {}),
            reply_to=where.get("reply_to"),
            topic=where.get("topic"),
        )
        if (replied := where.get("reply_to")) is not None:
            self._world.questions.close(place.chat_id, self.id, replied["message_id"])
        if not place.blocked and self._world.bot_sees(place, message):
            self._world.updates.push("message", message)
        return message

    async def edit(self, message: Message, **content: object) -> Message:
        """Edits a message that this user sent: `text`, `caption`, `photo`, ... as given."""
        place = self._world.chats[message["chat"]["id"]]
        edited = place.messages[message["message_id"]] | content
        edited["edit_date"] = int(time.time())
        if "text" in content:
            edited["entities"] = found_entities(str(content["text"]))
        self._world.replace(place, edited)
        if self._world.bot_sees(place, edited):
            self._world.updates.push("edited_message", edited)
        return edited

    def delete(self, message: Message) -> None:
        """Deletes a message for everybody; bots are not told."""
        self._world.delete(self._chat(message["chat"]["id"]), message["message_id"])

    async def press(self, message: Message, button: str) -> Press:
        """Presses the inline button with that text; the press's `answer` can be awaited.

        Raises:
            LookupError: the message has no such button (any more).
        """
        current = self._chat(message["chat"]["id"]).messages.get(message["message_id"], {})
        for row in current.get("reply_markup", {}).get("inline_keyboard", []):
            for candidate in row:
                if candidate["text"] == button and "callback_data" in candidate:
                    return self.press_data(current, candidate["callback_data"])
        raise LookupError(f"no button {button!r} on message {message['message_id']}")

    async def press_at(self, message: Message, row: int, column: int) -> Press:
        """Presses an inline button by its place.

        Raises:
            LookupError: the message has no such button.
        """
        button = message["reply_markup"]["inline_keyboard"][row][column]
        return self.press_data(message, button["callback_data"])

    def press_old(self, message: Message, button: str) -> Press:
        """Presses a button of a message that Telegram shows the bot no longer.

        Raises:
            StopIteration: the message has no such button.
        """
        rows = message["reply_markup"]["inline_keyboard"]
        data = next(b["callback_data"] for row in rows for b in row if b["text"] == button)
        old = {name: message[name] for name in ("chat", "message_id")} | {"date": 0}
        return self.press_data(old, data)

    def press_data(self, message: Message, data: str) -> Press:
        """Sends any callback data, as a changed client could."""
        chat_id = message["chat"]["id"]
        replied = message.get("reply_to_message", {}).get("message_id")
        if replied is not None and replied not in self._world.chats[chat_id].messages:
            # Telegram no longer tells what a message replied to once that is deleted.
            message = {name: v for name, v in message.items() if name != "reply_to_message"}
        press = self._world.callbacks.press(self.id, chat_id, message["message_id"])
        query = {
            "id": press.query_id,
            "from": self.info,
            "message": message,
            "chat_instance": str(chat_id),
            "data": data,
        }
        self._world.updates.push("callback_query", query)
        return press

    def block(self, *, blocked: bool = True) -> None:
        """Blocks the bot, or takes that back; the bot is told."""
        place = self._world.chats[self.id]
        place.blocked = blocked
        change = blocking(self._world.bot, self.info, place, blocked=blocked)
        self._world.updates.push("my_chat_member", change)

    async def answer_to(self, message: Message, *, within: float = 60.0) -> Message:
        """Waits for the bot's reply to a message.

        Raises:
            TimeoutError: none came within that many seconds.
        """
        place = self._world.chats[message["chat"]["id"]]
        came: asyncio.Future[Message] = asyncio.get_running_loop().create_future()

        def look(chat_id: int, event: Event) -> None:
            if chat_id != place.chat_id or event["event"] != "message" or came.done():
                return
            if self._answers(event["message"], message):
                came.set_result(event["message"])

        stop = self._world.listen(look)
        try:
            for known in place.messages.values():
                if self._answers(known, message):
                    return known
            async with asyncio.timeout(within):
                return await came
        finally:
            stop()

    def _answers(self, candidate: Message, message: Message) -> bool:
        if candidate["from"]["id"] != self._world.bot["id"]:
            return False
        replied = candidate.get("reply_to_message", {}).get("message_id")
        return bool(replied == message["message_id"])

    def _chat(self, chat_id: int | None) -> Chat:
        return self._world.chats[self.id if chat_id is None else chat_id]


def _caption(caption: str) -> dict[str, Any]:
    if not caption:
        return {}
    entities = found_entities(caption)
    return {"caption": caption} | ({"caption_entities": entities} if entities else {})
