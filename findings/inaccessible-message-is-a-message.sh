#!/usr/bin/env bash
# python-telegram-bot 22.8: a button's message that Telegram no longer shows is a plain `Message`.
#
# Where a button is pressed under a message that is too old, the Bot API sends `InaccessibleMessage`
# (chat, message_id and `date: 0`) in `callback_query.message`. The library has that class, and
# documents `CallbackQuery.message` as `MaybeInaccessibleMessage`, the parent of `Message` and of
# `InaccessibleMessage`.
#
# One would guess: `isinstance(query.message, Message)` tells the two apart, as
# `MaybeInaccessibleMessage.de_json` does for the same object.
# What happens: it is a `Message` whose fields are all empty; only `is_accessible` tells. Code behind
# such a check takes an unseen message for one without buttons, text and reply.
#
# Output seen:
#   in a callback query: Message, isinstance of Message: True, is_accessible: False
#   by itself: InaccessibleMessage
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$room" python-telegram-bot==22.8
PYTHONPATH=$room python3 - <<'PYTHON'
from telegram import MaybeInaccessibleMessage, Message, Update

unseen = {"chat": {"id": 7, "type": "private", "first_name": "Ann"}, "message_id": 5, "date": 0}
ann = {"id": 7, "is_bot": False, "first_name": "Ann"}
press = {"id": "1", "from": ann, "chat_instance": "1", "data": "x", "message": unseen}
message = Update.de_json({"update_id": 1, "callback_query": press}, None).callback_query.message
alone = MaybeInaccessibleMessage.de_json(dict(unseen), None)
seen = type(message).__name__, isinstance(message, Message), message.is_accessible
print(f"in a callback query: {seen[0]}, isinstance of Message: {seen[1]}, is_accessible: {seen[2]}")
print(f"by itself: {type(alone).__name__}")
assert (*seen, type(alone).__name__) == ("Message", True, False, "InaccessibleMessage")
PYTHON
