"""What may be typed after `python -m bot`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Final

JSON_LINES: Final = (
    "With --json, a picture's line has: file; page, of a PDF or a TIFF of several pages; text, "
    "lines joined by a line break; confidence, the probability that the whole text is right; "
    "digits, each with digit, confidence, box (x, y, width, height in pixels of the upright "
    "picture) and alternatives; signs, each with sign, confidence and box; "
    "left_out, whether something that is no number, such as letters, was left out; "
    "reason, null or why there is no text: no_ink, not_a_digit, too_much_ink, too_many. Beside a "
    "reason, confidence is the probability that there is no digit to be read. A file that cannot "
    "be read has file and error. "
    "With --csv, once all is read: a row for each row that is written, its numbers in columns; "
    "picture, column 1, column 2, ..., check, which names the columns that are doubtful, or says "
    "why there is no number. Numbers have a decimal point; what has leading zeros, or more digits "
    "than a spreadsheet keeps, or may be one number or another, is left as it is written. "
    "The exit status is 0 where all was read, 1 where a file could not be, or a folder has no "
    "picture, 2 where what was typed, or a setting, is wrong."
)
ABOUT_RUN: Final = (
    "Runs the bot that TELEGRAM_BOT_TOKEN belongs to, which @BotFather on Telegram gives out. It "
    "asks Telegram for updates, or, where WEBHOOK_URL is set, has Telegram call it there."
)
ABOUT_WEB: Final = (
    "Runs the bot as a web server, which Telegram calls at WEBHOOK_URL, and which listens on PORT. "
    "Where WEBHOOK_URL is not set it says so and ends, so that it never fetches what another "
    "process is there for."
)
STOPS: Final = (
    "Settings come from the environment, or a file .env in this folder; .env.example lists them "
    "all, and the command check tries them. It runs until it is told to stop, by Ctrl+C or "
    "SIGTERM, and first answers what it has begun. The exit status is 0 then, 2 where a setting is "
    "wrong."
)
ABOUT_CHECK: Final = (
    "Tries what the settings name, and prints a line for each: whether the model loads, the "
    "database answers, Telegram accepts the token, a trainer listens where TRAINING=queue, and "
    "updates can come, by the webhook's address if WEBHOOK_URL is set. Nothing is changed. The "
    "exit status is 0 where all is well, 1 where something is wrong, 2 where a setting is."
)
ABOUT_TRAINER: Final = (
    "Waits at the PostgreSQL server in DATABASE_URL for trainings that admins of bots with "
    "TRAINING=queue begin with /train, carries them out one after another, measures each new "
    "model and hands it over. It needs the training extra, no token, and runs until it is told to "
    "stop: uv run --extra training python -m bot trainer"
)
ABOUT_DEMO: Final = (
    "Runs the bot behind a chat page in the browser, against a Bot API server on this machine: "
    "without Telegram, a token or the internet. Whoever can reach the page can chat, by default "
    "this machine alone. It runs until it is told to stop, by Ctrl+C or SIGTERM; the exit status "
    "is 0 then, 2 where what was typed, or a setting, is wrong."
)


class _Parser(argparse.ArgumentParser):
    """Lays out its help as wide as the terminal.

    A formatter is made for each argument that is added. One that is told no width loads `shutil`
    for it, with all that it can unpack: a hundredth of the time that `read` takes.
    """

    def _get_formatter(self) -> argparse.HelpFormatter:
        said = os.environ.get("COLUMNS", "")
        try:
            columns = int(said) if said.isdecimal() else os.get_terminal_size(1).columns
        except OSError:  # no terminal
            columns = 0
        return argparse.HelpFormatter(self.prog, width=(columns or 80) - 2)


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    whole = _Parser(
        prog="python -m bot",
        description="Reads handwritten digits. Without a command: runs the bot.",
    )
    # Were `prog` left out, a usage would be laid out to get it, which loads five modules more.
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", prog=whole.prog)
    commands.add_parser(
        "run", help="run the bot on Telegram (the default)", description=f"{ABOUT_RUN} {STOPS}"
    )
    commands.add_parser(
        "web",
        help="the same behind a webhook; never fetches updates instead",
        description=f"{ABOUT_WEB} {STOPS}",
    )
    commands.add_parser(
        "trainer",
        help="train for bots with TRAINING=queue and this database",
        description=ABOUT_TRAINER,
    )
    commands.add_parser(
        "check",
        help="try token, database, model and webhook; say what is wrong",
        description=ABOUT_CHECK,
    )
    demo = commands.add_parser(
        "demo", help="the whole bot in a browser, without Telegram", description=ABOUT_DEMO
    )
    demo.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    demo.add_argument("--port", default=8080, type=int, help="port to listen on (%(default)s)")
    demo.add_argument("--no-browser", action="store_true", help="do not open a browser")
    demo.add_argument(
        "--data",
        metavar="FOLDER",
        type=Path,
        help="keep corrections and models there; without, they are gone at the end",
    )
    read = commands.add_parser("read", help="read pictures and PDFs here", epilog=JSON_LINES)
    read.add_argument("paths", nargs="+", metavar="PATH", help="picture, PDF, folder, or -: stdin")
    form = read.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object a line")
    form.add_argument("--csv", action="store_true", help="one table of all that is written")
    read.add_argument(
        "--explain",
        metavar="OUT.png",
        type=Path,
        help="draw what was seen; of several files, to OUT-1.png, OUT-2.png, ..., where the number "
        "is the place of the file in what is printed, so that one that cannot be read leaves a "
        "gap; of several pages, with the page's number after it",
    )
    return whole
