"""`python -m bot` as an operator runs it: a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


class BotProcess:
    """A bot that is killed at the end of its block, if it has not ended by then.

    Attributes:
        err: what it has written to standard error; all of it after `stop`.
    """

    def __init__(self, telegram, folder, *arguments, **environment):
        self._command = (sys.executable, "-m", "bot", *arguments)
        self._folder = folder
        self._environment = {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "LOG_FORMAT": "json",
            **environment,
        }
        self.err = b""

    async def __aenter__(self):
        self.process = await asyncio.create_subprocess_exec(
            *self._command,
            cwd=self._folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        return self

    async def __aexit__(self, *error):
        if self.process.returncode is None:
            self.process.kill()
            await self.process.communicate()

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    async def ended(self):
        """Wait for its end; returns its exit status."""
        _, rest = await asyncio.wait_for(self.process.communicate(), 60)
        self.err += rest
        return self.process.returncode

    async def logs(self, message, count):
        """Wait until it has logged so many records that begin with `message`."""
        async with asyncio.timeout(60):
            while len(self.records(message)) < count:
                line = await self.process.stderr.readline()
                assert line, "it has ended"
                self.err += line

    async def stop(self):
        self.terminate()
        return await self.ended()

    def records(self, message=""):
        """What it has logged, as far as it begins with `message`."""
        found = [json.loads(line) for line in self.err.splitlines()]
        return [record for record in found if record["message"].startswith(message)]
