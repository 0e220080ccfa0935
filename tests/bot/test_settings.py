from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load

TOKEN = "123456789:AAExample-example_example-example12"
EXAMPLE = Path(__file__).parents[2] / ".env.example"


def mistakes(monkeypatch, **environment):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load(None)
    return caught.value.mistakes


def test_everything_has_a_default_but_the_token(monkeypatch):
    settings = load(None)
    with pytest.raises(SettingsError, match=r"@BotFather.*python -m bot demo"):
        _ = settings.token


def test_all_mistakes_are_named_at_once_and_no_secret_is(monkeypatch):
    found = mistakes(
        monkeypatch,
        TELEGRAM_BOT_TOKEN="'12345:quoted-secret'",
        ADMIN_IDS="ada",
        PORT="seventy",
        WEBHOOK_URL="bot.example.org",
        WEBHOOK_SECRET="not allowed!",
        CONCURRENCY="0",
        LOG_FORMAT="xml",
        TELEGRAM_API_URL="ftp://example.org",
    )
    assert sorted(mistake.split()[0] for mistake in found) == [
        "ADMIN_IDS",
        "CONCURRENCY",
        "LOG_FORMAT",
        "PORT",
        "TELEGRAM_API_URL",
        "TELEGRAM_BOT_TOKEN",
        "WEBHOOK_SECRET",
        "WEBHOOK_URL",
    ]
    text = "\n".join(found)
    assert "quoted-secret" not in text
    assert "not allowed!" not in text
    assert all(mistake.endswith(".") for mistake in found)


def test_a_webhook_of_telegram_is_https(monkeypatch):
    assert mistakes(monkeypatch, WEBHOOK_URL="http://bot.example.org/hook") == [
        "WEBHOOK_URL should begin with https://, Telegram calls nothing else."
    ]


def test_a_webhook_of_an_own_server_may_be_http(monkeypatch):
    monkeypatch.setenv("WEBHOOK_URL", "http://127.0.0.1:9000/hook")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081")
    assert load(None).api_root == "http://127.0.0.1:8081"


@pytest.mark.parametrize("text", ["1,2", "1, 2", " 1;2 ", "1 2,"])
def test_admins_are_separated_as_people_do_it(monkeypatch, text):
    monkeypatch.setenv("ADMIN_IDS", text)
    assert load(None).admin_ids == {1, 2}


def test_secrets_are_not_shown(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    settings = load(None)
    assert TOKEN not in f"{settings!r} {settings}"
    assert settings.token == TOKEN


def test_the_webhook_secret_follows_from_the_token(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    secret = load(None).webhook_token
    assert re.fullmatch(r"[\w-]{1,256}", secret)
    assert secret == load(None).webhook_token
    assert TOKEN.partition(":")[2] not in secret
    monkeypatch.setenv("WEBHOOK_SECRET", "chosen")
    assert load(None).webhook_token == "chosen"


def test_an_env_file_is_read_and_the_environment_wins(monkeypatch, tmp_path):
    file = tmp_path / ".env"
    file.write_text("PORT=1234\nLOG_LEVEL=debug\n")
    monkeypatch.setenv("PORT", "4321")
    settings = load(file)
    assert (settings.port, settings.log_level) == (4321, "DEBUG")


def example_lines():
    """`NAME`, `value` of every setting in the example, also of those that are commented out."""
    lines = EXAMPLE.read_text().splitlines()
    found = [re.fullmatch(r"(?:# )?([A-Z_]+)=(.*)", line) for line in lines]
    return {match[1]: match[2] for match in found if match}


def test_the_example_has_every_setting_and_nothing_else():
    assert {name.lower() for name in example_lines()} == set(Settings.model_fields)


def test_the_example_shows_the_defaults(monkeypatch):
    defaults = load(None)
    illustrations = {"ADMIN_IDS", "WEBHOOK_URL"}
    shown = {k: v for k, v in example_lines().items() if v and k not in illustrations}
    for name, value in shown.items():
        monkeypatch.setenv(name, value)
    told = load(None)
    model = Path(__file__).parents[2] / told.model_path
    assert told.model_copy(update={"model_path": model}) == defaults
