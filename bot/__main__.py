"""The command line: run the bot (default), try it without Telegram, or read picture files."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine, Sequence

    from bot.settings import Settings

UNWELL: Final = 1
WRONG_USE: Final = 2
JSON_LINES: Final = (
    "With --json, a picture's line has: file; page, of a PDF or a TIFF of several pages; text, "
    "lines joined by a line break; confidence, the probability that the whole text is right; "
    "digits, each with digit, confidence, box (x, y, width, height in pixels of the upright "
    "picture) and alternatives; "
    "reason, null or why there is no text: no_ink, not_a_digit, too_much_ink, too_many. Beside a "
    "reason, confidence is the probability that there is no digit to be read. A file that cannot "
    "be read has file and error. "
    "With --csv, once all is read: a row for each row that is written, its numbers in columns; "
    "picture, column 1, column 2, ..., check, which names the columns that are doubtful, or says "
    "why there is no number. Numbers have a decimal point; what has leading zeros, or more digits "
    "than a spreadsheet keeps, or may be one number or another, is left as it is written."
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
NO_WEBHOOK: Final = (
    "WEBHOOK_URL is not set: a web process is called by Telegram at that address, such as "
    "https://bot.example.org/telegram. To fetch updates instead, start a worker: python -m bot"
)

NO_QUEUE: Final = (
    "DATABASE_URL is not a PostgreSQL server. A trainer takes its work out of the database that "
    "it shares with the bot, such as postgresql://USER:PASSWORD@HOST:5432/NAME"
)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; returns the exit status."""
    arguments = _parser().parse_args(argv)
    if arguments.command == "read":
        return _read(arguments)
    if arguments.command == "demo":
        return _demo(arguments)
    if arguments.command == "check":
        return _check()
    if arguments.command == "trainer":
        return _train()
    return _run(webhook=arguments.command == "web")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Reads handwritten digits. Without a command: runs the bot.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("run", help="run the bot on Telegram (the default)")
    commands.add_parser("web", help="the same behind a webhook; never fetches updates instead")
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
    demo = commands.add_parser("demo", help="the whole bot in a browser, without Telegram")
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
        help="draw what was seen; of several pictures, to OUT-1.png, OUT-2.png, ...",
    )
    return parser


def _read(arguments: argparse.Namespace) -> int:
    gc.disable()  # until the libraries are loaded: nothing of what they make is garbage
    from bot.cli.read import model_path, read_all
    from bot.reading.model import ModelError

    try:
        return read_all(
            arguments.paths,
            model_path(),
            as_json=arguments.json,
            as_csv=arguments.csv,
            explain_to=arguments.explain,
        )
    except ModelError as error:
        return _complain(str(error))
    finally:
        gc.enable()


def _run(*, webhook: bool) -> int:
    settings = _settings_with_token()
    if settings is None:
        return WRONG_USE
    if webhook and settings.webhook_url is None:
        return _complain(NO_WEBHOOK)
    from bot.serve import serve

    return _serve(serve, settings)


def _train() -> int:
    settings = _settings()
    if settings is None:
        return WRONG_USE
    if not settings.has_server:
        return _complain(NO_QUEUE)
    from bot.trainer_process import serve_trainer

    return _serve(serve_trainer, settings)


def _serve(
    service: Callable[[Settings, asyncio.Event], Coroutine[None, None, None]], settings: Settings
) -> int:
    """Run a service until this process is told to stop; what goes wrong is logged and reported."""
    import asyncio

    from bot.observability import logs, sentry
    from bot.settings import SettingsError

    async def run() -> None:
        await service(settings, _on_signal())

    logs.set_up(settings)
    sentry.start(settings)
    try:
        asyncio.run(run())
    except SettingsError as error:
        return _complain(str(error))
    return 0


def _demo(arguments: argparse.Namespace) -> int:
    import asyncio

    from bot.cli.demo import demo
    from bot.settings import SettingsError
    from localtelegram.run import DemoError

    async def run() -> None:
        await demo(
            arguments.host,
            arguments.port,
            browser=not arguments.no_browser,
            stop=_on_signal(),
            data=arguments.data,
        )

    try:
        asyncio.run(run())
    except (DemoError, SettingsError) as error:
        return _complain(str(error))
    return 0


def _check() -> int:
    import asyncio
    import logging

    settings = _settings_with_token()
    if settings is None:
        return WRONG_USE
    from bot.cli.check import check

    logging.disable()  # each line that it prints is what there is to say
    return 0 if asyncio.run(check(settings)) else UNWELL


def _settings_with_token() -> Settings | None:
    """The settings, or `None` after saying what is wrong with them, or that there is no token."""
    from bot.settings import MISSING

    settings = _settings()
    if settings is not None and settings.telegram_bot_token is None:
        _complain(MISSING)
        return None
    return settings


def _settings() -> Settings | None:
    """The settings, or `None` after saying what is wrong with them."""
    from bot.settings import SettingsError, load

    try:
        return load()
    except SettingsError as error:
        _complain(str(error))
        return None


def _complain(words: str) -> int:
    print(words, file=sys.stderr)  # noqa: T201 - no logs yet, and this is for whoever typed it
    return WRONG_USE


def _on_signal() -> asyncio.Event:
    """An event that is set when this process is told to stop."""
    import asyncio
    import signal

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        # Once or ten times: what has begun is finished, within serve's own time limit.
        try:
            loop.add_signal_handler(name, stop.set)
        except NotImplementedError:  # on Windows
            signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
    return stop


def _leave(status: int) -> NoReturn:
    """End at once: of a process that read one picture, taking down its libraries is a seventh."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    done = main()
    if sys.argv[1:2] == ["read"]:
        _leave(done)
    sys.exit(done)
