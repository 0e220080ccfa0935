"""One checked request, and what several methods need of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from localtelegram.entities import MAX_CAPTION, MAX_TEXT, format_text
from localtelegram.errors import bad_request
from localtelegram.questions import addressed
from localtelegram.schema import Upload
from localtelegram.spans import units
from localtelegram.world import Chat, Message, World

if TYPE_CHECKING:
    from localtelegram.webhooks import Webhook

_MAX_BUTTONS = 100
_MAX_DATA = 64
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "copy_text",
)


@dataclass(slots=True)
class Request:
    """What a handler works on.

    Attributes:
        world: the state that it reads and changes.
        webhook: the delivery of updates by webhook.
        values: typed parameters, checked against the table.
        uploads: files of the request by the name of their part.
    """

    world: World
    webhook: Webhook
    values: dict[str, Any]
    uploads: dict[str, Upload]

    def chat(self, *, writing: bool = True) -> Chat:
        """The chat of `chat_id`; refuses places that this server does not have."""
        if self.values.get("business_connection_id"):
            raise bad_request("business connection not found")
        if self.values.get("direct_messages_topic_id"):
            raise bad_request("message thread not found")
        chat = self.world.chat_for_bot(self.values["chat_id"], writing=writing)
        if self.topic is not None and self.topic not in chat.topics:
            raise bad_request("message thread not found")
        return chat

    @property
    def topic(self) -> int | None:
        """The topic of a forum that `message_thread_id` names."""
        return self.values.get("message_thread_id") or None

    def post(self, chat: Chat, content: dict[str, Any], replied: Message | None) -> Message:
        """Adds a message of the bot to a chat, in the topic that the request names."""
        bot = self.world.bot
        message = self.world.post(chat, bot, content, reply_to=replied, topic=self.topic)
        markup = self.values.get("reply_markup") or {}
        if markup.get("force_reply"):
            self._ask(chat, message, replied, markup)
        return message

    def _ask(
        self, chat: Chat, message: Message, replied: Message | None, force: dict[str, Any]
    ) -> None:
        """Opens a reply to a message in the clients of those whom a `ForceReply` is for."""
        users = self.world.users
        selective = force.get("selective") and not chat.private
        people = addressed(message, replied, users) if selective else [*users]
        placeholder = force.get("input_field_placeholder", "")
        question = {"message_id": message["message_id"], "placeholder": placeholder}
        self.world.questions.ask(chat.chat_id, people, question)
        self.world.tell(chat.chat_id, {"event": "asked", "people": people, "question": question})

    def text(self) -> dict[str, Any]:
        """The fields `text` and `entities` of the message that is to be."""
        done = format_text(
            self.values.get("text", ""), self.values.get("parse_mode"), self.values.get("entities")
        )
        if not done.text:
            raise bad_request("message text is empty")
        if units(done.text) > MAX_TEXT:
            raise bad_request("message is too long")
        return {"text": done.text} | ({"entities": done.entities} if done.entities else {})

    def markup(self) -> dict[str, Any]:
        """The field `reply_markup` of the message, where it has an inline keyboard.

        Raises:
            ApiError: a button is not allowed.
        """
        markup = self.values.get("reply_markup")
        if not markup or "inline_keyboard" not in markup:
            return {}
        rows = [row for row in markup["inline_keyboard"] if row]
        if sum(map(len, rows)) > _MAX_BUTTONS:
            raise bad_request("reply markup is too long")
        for row in rows:
            for button in row:
                _check_button(button)
                if "web_app" in button and self.values["chat_id"] not in self.world.users:
                    raise bad_request("BUTTON_TYPE_INVALID")  # for private chats only
        return {"reply_markup": {"inline_keyboard": rows}} if rows else {}

    def replied(self, chat: Chat) -> Message | None:
        """The message that `reply_parameters` names.

        Raises:
            ApiError: it is not there, and the bot did not allow sending without it.
        """
        reply = self.values.get("reply_parameters")
        if not reply:
            return None
        if reply.get("chat_id", chat.chat_id) != chat.chat_id:
            raise bad_request("replies to another chat are not implemented by this local server")
        message = chat.messages.get(reply["message_id"])
        if message is None and not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        quote = reply.get("quote")
        if message is not None and quote and quote not in message.get("text", ""):
            raise bad_request("QUOTE_TEXT_INVALID")
        return message


def caption_fields(source: dict[str, Any]) -> dict[str, Any]:
    """The fields `caption` and `caption_entities`, from a request or an `InputMedia`."""
    done = format_text(
        source.get("caption", ""), source.get("parse_mode"), source.get("caption_entities")
    )
    if units(done.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    if not done.text:
        return {}
    return {"caption": done.text} | ({"caption_entities": done.entities} if done.entities else {})


def _check_button(button: dict[str, Any]) -> None:
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: Text must be non-empty")
    if button.get("style") not in {None, "danger", "success", "primary"}:
        raise bad_request("can't parse inline keyboard button: unknown style")
    actions = [name for name in _ACTIONS if name in button]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request(
            "can't parse inline keyboard button: exactly one action is allowed, not "
            + " and ".join(actions)
        )
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= _MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url", button.get("web_app", {}).get("url"))
    if url is not None and not url.startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    copied = button.get("copy_text")
    if copied is not None and not 1 <= len(copied["text"]) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
