from __future__ import annotations

import json
import logging
import sys
from urllib.parse import quote

import pytest
from telegram import Chat, Message, Update, User

from bot.observability import logs
from bot.settings import Settings

TOKEN = "123456789:AAExample-example_example-example12"
OTHER_TOKEN = "987654321:BBExample-example_example-example34"

ANN = User(7, "Ann", is_bot=False)
UPDATE = Update(5, message=Message(6, 0, Chat(7, Chat.PRIVATE), from_user=ANN, text="Ann's 7"))


@pytest.fixture(autouse=True)
def restore():
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    for name in (*logs.OURS, *logs.TWICE_TOLD):
        logging.getLogger(name).setLevel(logging.NOTSET)


def logged(capsys, log_format):
    logs.set_up(
        Settings(
            _env_file=None,
            telegram_bot_token=TOKEN,
            webhook_secret="hook-secret",
            log_format=log_format,
            log_level="DEBUG",
        )
    )
    log = logging.getLogger("bot.somewhere")
    log.info("called https://api.telegram.org/bot%s/getMe", TOKEN, extra={"chat": -5})
    try:
        raise ValueError(f"bot{OTHER_TOKEN} and hook-secret")
    except ValueError:
        log.exception("failed")
    logging.getLogger("httpx").info("GET https://api.telegram.org/bot/getMe")
    logging.getLogger("aiosqlite").debug("INSERT somebody's picture")
    logging.getLogger("telegram.ext.Application").critical("Error with update %s", UPDATE)
    sys.stderr.flush()
    return capsys.readouterr().err


@pytest.mark.parametrize("log_format", ["human", "json"])
def test_no_secret_is_ever_logged(capsys, log_format):
    text = logged(capsys, log_format)
    assert TOKEN not in text
    assert OTHER_TOKEN not in text
    assert "hook-secret" not in text
    assert text.count(logs.HIDDEN) >= 3
    assert "httpx" not in text
    assert "INSERT" not in text


@pytest.mark.parametrize("log_format", ["human", "json"])
def test_of_people_only_the_kind_of_what_they_sent_is_logged(capsys, log_format):
    text = logged(capsys, log_format)
    assert "Error with update <Update>" in text
    assert "Ann" not in text


def test_a_higher_level_leaves_out_what_is_below_it(capsys):
    logs.set_up(Settings(_env_file=None, log_level="ERROR"))
    logging.getLogger("bot.somewhere").warning("little")
    logging.getLogger("telegram").warning("little")
    logging.getLogger("bot.somewhere").error("much")
    text = capsys.readouterr().err
    assert "much" in text
    assert "little" not in text


def test_json_is_one_object_a_line_with_what_was_given(capsys):
    first, second, _ = (json.loads(line) for line in logged(capsys, "json").splitlines())
    assert (first["level"], first["logger"], first["chat"]) == ("INFO", "bot.somewhere", -5)
    assert first["time"].endswith("+00:00")
    assert second["exc_info"][0].startswith("Traceback")


def test_human_lines_show_what_was_given(capsys):
    first = logged(capsys, "human").splitlines()[0]
    assert first.endswith(
        f"bot.somewhere: called https://api.telegram.org/bot{logs.HIDDEN}/getMe  chat=-5"
    )


@pytest.mark.parametrize("log_format", ["human", "json"])
def test_secrets_are_hidden_however_they_are_written(capsys, log_format):
    secrets = ['quo"te and back\\slash', "p\u00e4ssw\u00f6rt of a kind"]
    logs.set_up(
        Settings(
            _env_file=None,
            telegram_bot_token=TOKEN,
            user_secret=secrets[0],
            database_url=f"postgresql://bot:{quote(secrets[1])}@db.example/bot",
            log_format=log_format,
        )
    )
    for secret in secrets:
        logging.getLogger("bot.somewhere").warning("%s, %r", secret, {"key": secret})
    text = capsys.readouterr().err
    assert text.count(logs.HIDDEN) == 4
    assert "slash" not in text
    assert "of a kind" not in text
