"""The command line: run the bot (default), try it without Telegram, or read picture files."""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import TYPE_CHECKING, Final, NoReturn

from bot.cli.arguments import parser

if TYPE_CHECKING:
    import argparse
    import asyncio
    from collections.abc import Callable, Coroutine, Sequence

    from bot.settings import Settings

UNWELL: Final = 1
WRONG_USE: Final = 2
INTERRUPTED: Final = 130
"""What a shell makes of SIGINT, as Ctrl-C sends it."""
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
    arguments = parser().parse_args(argv)
    if arguments.command == "read":
        return _read(arguments)
    if arguments.command == "demo":
        return _demo(arguments)
    if arguments.command == "check":
        return _check()
    if arguments.command == "trainer":
        return _train()
    return _run(webhook=arguments.command == "web")


def _read(arguments: argparse.Namespace) -> int:
    gc.disable()  # until the libraries are loaded: nothing of what they make is garbage
    # The OpenBLAS of numpy, and that of OpenCV, start a thread for each core, which wait for work
    # at full speed for a while. There is none for them: all matrices here are small.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
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
    from bot.cli.printing import ended
    from bot.machine.output import Unprinted

    logging.disable()  # each line that it prints is what there is to say
    try:
        return 0 if asyncio.run(check(settings)) else UNWELL
    except Unprinted as unprinted:
        return ended(unprinted)


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


def _print_anything() -> None:
    """Lets names be printed that the terminal or file has no signs for: by their numbers."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def _leave(status: int) -> NoReturn:
    """End at once: of a process that read one picture, taking down its libraries is a seventh."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # as it is where it was closed before the start
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    _print_anything()
    try:
        done = main()
    except KeyboardInterrupt:
        _leave(INTERRUPTED)
    if sys.argv[1:2] == ["read"]:
        _leave(done)
    sys.exit(done)
