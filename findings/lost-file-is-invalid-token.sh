#!/usr/bin/env bash
# python-telegram-bot 22.8: downloading a file that is no longer there says that the token is invalid.
#
# The link that getFile gives is guaranteed for an hour; after that the file server may answer 404.
#
# One would guess: `File.download_as_bytearray` raises `BadRequest` or `NetworkError`, as for other
# requests that cannot be carried out; `InvalidToken` means that the bot has to be stopped.
# What happens: every 404 becomes `InvalidToken`, also of a file, while the same token goes on
# working for all else. Code that stops on `InvalidToken` stops because of one lost picture.
#
# Output seen:
#   getMe: local_bot
#   the download: InvalidToken: Not Found
#   getMe: local_bot
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$room" python-telegram-bot==22.8
PYTHONPATH=$room python3 - <<'PYTHON'
import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from telegram import Bot, File
from telegram.error import TelegramError

ME = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "local_bot"}


class Server(BaseHTTPRequestHandler):
    """A Bot API server that knows the bot, and has no files."""

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.answer(200, {"ok": True, "result": ME})

    def do_GET(self):
        self.answer(404, {"ok": False, "error_code": 404, "description": "Not Found"})

    def log_message(self, *_):
        pass


async def main(port):
    root = f"http://127.0.0.1:{port}"
    bot = Bot("1:" + "x" * 35, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot")
    said = [(await bot.get_me()).username]
    file = File("id", "unique", file_path=f"{root}/file/bot{bot.token}/photos/1.jpg")
    file.set_bot(bot)
    try:
        await file.download_as_bytearray()
    except TelegramError as error:
        said.append(f"{type(error).__name__}: {error.message}")
    said.append((await bot.get_me()).username)
    await bot.shutdown()
    return said


server = HTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
before, download, after = asyncio.run(main(server.server_port))
print(f"getMe: {before}\nthe download: {download}\ngetMe: {after}")
assert (before, download, after) == ("local_bot", "InvalidToken: Not Found", "local_bot")
PYTHON
