from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from pydantic import SecretStr

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


NOT_A_TOKEN = "12345:short"
WRONG = {
    "TELEGRAM_BOT_TOKEN": [(NOT_A_TOKEN, "does not look like a token")],
    "ADMIN_IDS": [
        ("ada", "user numbers with commas between"),
        ("-5", "user numbers"),
        ("5,1087968824", "every anonymous admin of every group"),
        ("136817688", "every channel"),
        ("777000", "Telegram itself"),
    ],
    "ALLOWED_USERS": [
        ("@ada", "user numbers with commas between"),
        ("1087968824", "every anonymous admin of every group"),
    ],
    "ALLOWED_CHATS": [("Homework", "chat numbers with commas between")],
    "TELEGRAM_API_URL": [("ftp://example.org", "https:// or http://")],
    "WEBHOOK_URL": [
        ("bot.example.org", "a whole address"),
        ("http://bot.example.org/hook", "should begin with https://, Telegram calls nothing else"),
        ("https://bot.example.org:5000/hook", "443, 80, 88 or 8443: Telegram calls no other"),
        ("https://bot.example.org/healthz", "should not end in /healthz"),
        ("https://bot.example.org/draw/", "should not begin with /draw/"),
    ],
    "WEB_URL": [
        ("bot.example.org", "a whole address"),
        ("http://bot.example.org", "should begin with https://, Telegram's apps open nothing else"),
        ("https://bot.example.org/?a=b", "should end with its path"),
    ],
    "WEBHOOK_SECRET": [("not allowed!", "letters, digits, '-' and '_' only")],
    "PORT": [("seventy", "a whole number"), ("0", "greater than or equal to 1")],
    "CONCURRENCY": [("0", "greater than or equal to 1")],
    "READING_THREADS": [("1.5", "a whole number")],
    "MESSAGES_PER_SECOND": [("many", "a whole number")],
    "RATE_PER_USER": [("-1", "greater than or equal to 0")],
    "RATE_PER_CHAT": [("-1", "greater than or equal to 0")],
    "QUEUE_LIMIT": [("0", "greater than or equal to 1")],
    "TRAINING": [
        ("elsewhere", "should be 'child', 'queue' or 'off'"),
        ("queue", "unless DATABASE_URL is a PostgreSQL server"),
    ],
    "MNIST_PATH": [("no/such/mnist.npz", "should be the path of a file that is there")],
    "TRAINING_THREADS": [("0", "greater than or equal to 1")],
    "TRAINING_PATIENCE_MINUTES": [("0", "greater than 0")],
    "SHUTDOWN_SECONDS": [("0", "greater than 0"), ("soon", "should be a number")],
    "DATABASE_URL": [
        ("mysql://me:hidden-word@host/db", "should be postgresql://"),
        ("postgres:///db", "should be postgresql://"),
        ("postgres://host:port/db", "should be postgresql://"),
        ("sqlite://elsewhere/file", "sqlite:///FOLDER/FILE"),
        ("sqlite:///:memory:", "sqlite:///FOLDER/FILE"),
    ],
    "USER_SECRET": [("short", "16 characters or more")],
    "CORRECTIONS_PER_DAY": [("-1", "greater than or equal to 0")],
    "LOG_LEVEL": [("loud", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'")],
    "LOG_FORMAT": [("xml", "should be 'human' or 'json'")],
    "HEARTBEAT_MINUTES": [("-1", "greater than or equal to 0"), ("nan", "should be a number")],
    "METRICS": [("perhaps", "should be on or off")],
    "SENTRY_DSN": [
        ("sentry", "the DSN that Sentry shows"),
        ("https://[/1", "the DSN that Sentry shows"),
        ("https://example.org/1", "the DSN that Sentry shows"),
    ],
}
TAKES_ANY_TEXT = {"WEBHOOK_HOST", "MODEL_CACHE", "MODEL_PATH"}


def test_no_setting_goes_unchecked():
    assert set(WRONG) | TAKES_ANY_TEXT == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize(
    ("name", "value", "words"), [(name, *case) for name, cases in WRONG.items() for case in cases]
)
def test_a_mistake_is_one_plain_sentence(monkeypatch, name, value, words):
    (said,) = mistakes(monkeypatch, **{name: value})
    assert said.startswith(f"{name} ")
    assert words in said
    assert "\n" not in said
    assert said.endswith(".")
    if Settings.model_fields[name.lower()].annotation in (SecretStr, SecretStr | None):
        assert value not in said


@pytest.mark.parametrize("port", ["", ":443", ":80", ":88", ":8443"])
def test_a_webhook_may_be_on_a_port_that_telegram_calls(monkeypatch, port):
    monkeypatch.setenv("WEBHOOK_URL", f"https://bot.example.org{port}/hook")
    assert load(None).webhook_url.path == "/hook"


@pytest.mark.parametrize(
    ("name", "value", "page"),
    [
        ("WEB_URL", "https://bot.example.org", "https://bot.example.org/draw/"),
        ("WEB_URL", "https://bot.example.org/digits/", "https://bot.example.org/digits/draw/"),
        ("WEBHOOK_URL", "https://bot.example.org:8443/hook", "https://bot.example.org:8443/draw/"),
    ],
)
def test_the_page_for_drawing_is_where_the_web_server_is(monkeypatch, name, value, page):
    monkeypatch.setenv(name, value)
    assert load(None).drawing_url == page


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


def test_an_env_file_in_another_encoding_is_said_in_words(tmp_path):
    file = tmp_path / ".env"
    file.write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\n", encoding="utf-16")
    with pytest.raises(SettingsError, match="UTF-8") as caught:
        load(file)
    assert TOKEN not in str(caught.value)
    file.write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\n", encoding="utf-8-sig")
    assert load(file).token == TOKEN


def example_lines():
    """`NAME`, `value` of every setting in the example, also of those that are commented out."""
    lines = EXAMPLE.read_text().splitlines()
    found = [re.fullmatch(r"(?:# )?([A-Z_]+)=(.*)", line) for line in lines]
    return {match[1]: match[2] for match in found if match}


def test_the_example_has_every_setting_and_nothing_else():
    assert {name.lower() for name in example_lines()} == set(Settings.model_fields)


def test_the_example_names_what_is_required_first_and_explains_every_line():
    text = EXAMPLE.read_text()
    groups = re.findall(r"^# --- (.+) ---$", text, re.MULTILINE)
    assert groups[0] == "Required"
    assert next(iter(example_lines())) == "TELEGRAM_BOT_TOKEN"
    for name in example_lines():
        (before,) = re.findall(rf"^(.*)\n(?:# [A-Z_]+=.*\n)?(?:# )?{name}=", text, re.MULTILINE)
        assert re.fullmatch(r"# .{10,}\.", before), f"{name} has no line that says what it means"


def test_the_example_as_it_is_is_a_file_that_can_be_used():
    assert load(EXAMPLE) == load(None)


def test_the_example_shows_the_defaults(monkeypatch):
    defaults = load(None)
    for name, value in example_lines().items():
        if value:
            monkeypatch.setenv(name, value)
    told = load(None)
    model = Path(__file__).parents[2] / told.model_path
    assert told.model_copy(update={"model_path": model}) == defaults


def test_where_mnist_is_reaches_processes_of_our_own(monkeypatch, tmp_path):
    data = tmp_path / "mnist.npz"
    data.write_bytes(b"pictures")
    (tmp_path / ".env").write_text(f"MNIST_PATH={data}\n")
    monkeypatch.setattr(os, "environ", dict(os.environ))
    settings = load(tmp_path / ".env")
    assert "MNIST_PATH" not in os.environ
    settings.hand_over()
    assert os.environ["MNIST_PATH"] == str(data)
