"""The local Telegram's people, chats and messages."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from localtelegram.callbacks import CallbackBook
from localtelegram.commands import CommandBook
from localtelegram.errors import bad_request, forbidden, moved
from localtelegram.files import FileStore
from localtelegram.questions import QuestionBook
from localtelegram.spans import covered
from localtelegram.updates import UpdateQueue

Message = dict[str, Any]
Event = dict[str, Any]
Listener = Callable[[int, Event], None]


@dataclass(slots=True)
class Chat:
    """One chat that the bot is in.

    Attributes:
        chat_id: as the Bot API gives it; a private chat has its user's id.
        info: the `Chat` object of messages.
        messages: by message id, oldest first.
        started: whether the user has ever written to the bot (always true for groups).
        blocked: whether the user has blocked the bot.
        administrators: ids of a group's administrators.
        anonymous: those of them who write in the name of the group.
        privacy: whether the bot sees of a group only what is meant for it.
        members_hidden: whether the bot is not told who is in it, as of channels that it is not in.
        linked_to: of a channel: the group that its posts are forwarded to.
        forbidden: kinds of messages that members may not send, `photos` or `documents`.
        topics: of a forum, by id: the message that each began with.
        moved_to: the supergroup that this group has become.
    """

    chat_id: int
    info: dict[str, Any]
    messages: OrderedDict[int, Message] = field(default_factory=OrderedDict)
    started: bool = True
    blocked: bool = False
    administrators: set[int] = field(default_factory=set)
    anonymous: set[int] = field(default_factory=set)
    privacy: bool = True
    members_hidden: bool = False
    linked_to: int | None = None
    forbidden: set[str] = field(default_factory=set)
    topics: dict[int, Message] = field(default_factory=dict)
    moved_to: int | None = None

    @property
    def private(self) -> bool:
        """Whether this is a chat of one person with the bot."""
        return bool(self.info["type"] == "private")


class World:
    """Everything that this Telegram knows. All methods run on the event loop's thread.

    Attributes:
        bot: the `User` object of the bot.
        users: `User` objects of people, by id.
        chats: by id.
        menu_buttons: by private chat, `None` for all the others.
    """

    def __init__(
        self,
        bot: dict[str, Any],
        *,
        history: int = 5_000,
        query_lifetime: float = 60.0,
        max_file_bytes: int = 256 * 2**20,
    ) -> None:
        self.bot = bot
        self.users: dict[int, dict[str, Any]] = {}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore(max_file_bytes)
        self.updates = UpdateQueue()
        self.commands = CommandBook()
        self.descriptions: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int | None, dict[str, Any]] = {}
        self.callbacks = CallbackBook(query_lifetime)
        self.questions = QuestionBook()
        self._history = history
        self._next_message = 1
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener(chat_id, event)` for all that changes in chats; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, chat_id: int, event: Event) -> None:
        """Tells the listeners about an event in a chat."""
        for listener in tuple(self._listeners):
            listener(chat_id, event)

    def add_user(self, user: dict[str, Any], *, started: bool = True) -> Chat:
        """Makes a person known, with a private chat with the bot."""
        self.users[user["id"]] = user
        info = {"id": user["id"], "type": "private", "first_name": user["first_name"]}
        if "username" in user:
            info["username"] = user["username"]
        chat = Chat(user["id"], info, started=started)
        self.chats[chat.chat_id] = chat
        return chat

    def add_group(
        self,
        chat_id: int,
        title: str,
        administrators: set[int],
        *,
        privacy: bool = True,
        kind: str = "supergroup",
    ) -> Chat:
        """Makes a group, of the `kind` `supergroup` or `group`, that the bot and all users are in.

        A `channel` is made in the same way; the bot is told who is in it unless `members_hidden`.
        """
        info = {"id": chat_id, "type": kind, "title": title}
        chat = Chat(chat_id, info, administrators=administrators, privacy=privacy)
        self.chats[chat_id] = chat
        return chat

    def add_topic(self, chat: Chat, name: str, creator: dict[str, Any]) -> int:
        """Begins a topic, and makes the group a forum if it is none; returns its id."""
        chat.info["is_forum"] = True
        topic = {"name": name, "icon_color": 7322096}
        first = self.post(chat, creator, {"forum_topic_created": topic})
        number = int(first["message_id"])
        # Telegram gives it its own number as the thread that it is in.
        chat.messages[number] |= {"message_thread_id": number, "is_topic_message": True}
        chat.topics[number] = chat.messages[number]
        return number

    def close_topics(self, chat: Chat) -> None:
        """Switches topics off: messages keep the numbers of theirs, and the group knows none."""
        chat.info.pop("is_forum", None)
        chat.topics.clear()

    def move(self, old: Chat, new_id: int) -> Chat:
        """Makes a supergroup of a group; both tell of it, and the old one takes nothing more."""
        title, who = old.info["title"], self.users[min(old.administrators or self.users)]
        new = self.add_group(new_id, title, set(old.administrators), privacy=old.privacy)
        went = self.post(old, who, {"migrate_to_chat_id": new_id})
        came = self.post(new, who, {"migrate_from_chat_id": old.chat_id})
        old.moved_to = new_id
        for message in (went, came):
            self.updates.push("message", message)
        return new

    def chat_for_bot(self, chat_id: int | str, *, writing: bool = True) -> Chat:
        """The chat that a request of the bot names.

        Raises:
            ApiError: there is none, its user has not started the bot, or has blocked it.
        """
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None or not chat.started:
            raise bad_request("chat not found")
        if chat.moved_to is not None:
            raise moved(chat.moved_to)
        if writing and chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def post(
        self,
        chat: Chat,
        sender: dict[str, Any],
        content: dict[str, Any],
        *,
        reply_to: Message | None = None,
        topic: int | None = None,
    ) -> Message:
        """Adds a message to a chat, or to a topic of it, and shows it to the listeners."""
        if chat.private:
            message_id, self._next_message = self._next_message, self._next_message + 1
        else:
            message_id = next(reversed(chat.messages), 0) + 1
        message: Message = {
            "message_id": message_id,
            "from": sender,
            "chat": chat.info,
            "date": int(time.time()),
        }
        if topic is not None:
            message |= {"message_thread_id": topic, "is_topic_message": True}
            # What answers nothing answers the message that the topic began with.
            reply_to = reply_to or chat.topics[topic]
        if reply_to is not None:
            message["reply_to_message"] = {
                name: value for name, value in reply_to.items() if name != "reply_to_message"
            }
        message |= content
        chat.messages[message_id] = message
        while len(chat.messages) > self._history:
            chat.messages.popitem(last=False)
        self.tell(chat.chat_id, {"event": "message", "message": message})
        return message

    def replace(self, chat: Chat, message: Message) -> Message:
        """Puts an edited message in the place of the one with its id."""
        chat.messages[message["message_id"]] = message
        self.tell(chat.chat_id, {"event": "edited", "message": message})
        return message

    def delete(self, chat: Chat, message_id: int) -> None:
        """Takes a message out of a chat."""
        del chat.messages[message_id]
        self.tell(chat.chat_id, {"event": "deleted", "message_id": message_id})

    def bot_sees(self, chat: Chat, message: Message) -> bool:
        """Whether a person's message reaches the bot.

        In a group with privacy mode: commands, replies to the bot, and mentions of it,
        https://core.telegram.org/bots/features#privacy-mode.
        """
        if chat.private or not chat.privacy:
            return True
        if message.get("reply_to_message", {}).get("from", {}).get("id") == self.bot["id"]:
            return True
        text = message.get("text") or message.get("caption") or ""
        own = f"@{self.bot['username']}".lower()
        for entity in message.get("entities") or message.get("caption_entities") or []:
            piece = covered(text, entity).lower()
            if entity["type"] == "mention" and piece == own:
                return True
            if entity["type"] == "bot_command" and ("@" not in piece or piece.endswith(own)):
                return True
        return False
