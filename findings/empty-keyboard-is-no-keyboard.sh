#!/usr/bin/env bash
# python-telegram-bot 22.8: a keyboard without rows is sent as `{}`.
#
# `InlineKeyboardMarkup` has one field, `inline_keyboard`, which the Bot API requires. A bot that
# takes buttons away one by one ends with a keyboard without rows.
#
# One would guess: `InlineKeyboardMarkup([])` becomes `{"inline_keyboard": []}`.
# What happens: the required field is left out, for `to_dict` drops empty sequences, those of
# required fields too. What is sent is no `InlineKeyboardMarkup` any longer. `[[]]` keeps the field.
#
# Output seen:
#   InlineKeyboardMarkup([]): {}
#   InlineKeyboardMarkup([[]]): {"inline_keyboard": [[]]}
#   sent by editMessageReplyMarkup: {}
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$room" python-telegram-bot==22.8
PYTHONPATH=$room python3 - <<'PYTHON'
import asyncio
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

from telegram import Bot, InlineKeyboardMarkup

sent = []


class Server(BaseHTTPRequestHandler):
    """A Bot API server that takes everything."""

    def do_POST(self):
        sent.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        body = b'{"ok": true, "result": true}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


async def edit(port):
    bot = Bot("1:" + "x" * 35, base_url=f"http://127.0.0.1:{port}/bot")
    await bot.edit_message_reply_markup(7, 5, reply_markup=InlineKeyboardMarkup([]))
    await bot.shutdown()


server = HTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
asyncio.run(edit(server.server_port))
empty, kept = InlineKeyboardMarkup([]).to_json(), InlineKeyboardMarkup([[]]).to_json()
print(f"InlineKeyboardMarkup([]): {empty}")
print(f"InlineKeyboardMarkup([[]]): {kept}")
print(f"sent by editMessageReplyMarkup: {sent[0]['reply_markup'][0]}")
assert (empty, kept) == ("{}", '{"inline_keyboard": [[]]}')
assert sent[0]["reply_markup"] == ["{}"]
PYTHON
