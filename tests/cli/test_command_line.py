"""What commands need, load and say of themselves."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.records import records

from bot.__main__ import main
from bot.cli.read import MODEL, model_path
from bot.settings import ReadingSettings

ROOT = Path(__file__).parents[2]
FULL = "No more can be printed: No space left on device."
always_full = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="there is no disk that is always full"
)


def test_a_model_that_does_not_fit_is_said_in_words(folder, monkeypatch, capsys):
    monkeypatch.setenv("MODEL_PATH", str(folder / "b.png"))
    assert main(["read", str(folder)]) == 2
    assert "not an ONNX model" in capsys.readouterr().err


def test_reading_needs_no_other_setting(folder, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "mysql://nowhere")
    monkeypatch.setenv("ADMIN_IDS", "me")
    assert main(["read", "--json", str(folder / "a.JPG")]) == 0
    assert records(capsys)[0]["text"] == "7"


def test_reading_one_picture_loads_no_more_than_it_uses(folder):
    """What takes long to load, and what it would be loaded for."""
    code = "import sys; from bot.__main__ import main; main(sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", code, "read", "--json", str(folder / "b.png")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "cv2" in loaded
    unused = {"pydantic", "pydantic_settings", "asyncio", "numpy.ma", "telegram", "sqlalchemy"}
    assert not loaded & unused, "settings, the loop, a median, the bot and its database"
    assert not loaded & {"pypdfium2", "bot.drawing.explain", "bot.replies.answers"}
    assert not loaded & {"pi_heif", "bot.reading.open.formats.heif_items"}, "of other kinds of file"


def test_reading_for_people_loads_no_more_than_a_percentage(folder):
    code = "import sys; from bot.__main__ import main; main(sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", code, "read", str(folder / "b.png")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "bot.replies.percent" in loaded
    assert not loaded & {"bot.replies.answers", "bot.tables.numbers", "html"}
    assert not loaded & {"pydantic", "asyncio", "telegram", "sqlalchemy", "rich", "xlsxwriter"}


def test_the_model_is_the_one_that_the_settings_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert model_path() == MODEL == ReadingSettings().model_path
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKEN=1\n")
    assert model_path() == MODEL
    (tmp_path / ".env").write_text("model_path=there.onnx\n")
    assert model_path() == Path("there.onnx")
    monkeypatch.setenv("Model_Path", "here.onnx")
    assert model_path() == Path("here.onnx")


def test_settings_that_cannot_be_read_are_said_in_words(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    (folder / ".env").write_bytes(b"model_path=\xff.onnx\n")
    for command in (["read", "b.png"], ["check"]):
        assert main(command) == 2
        assert "UTF-8" in capsys.readouterr().err


def test_what_confidence_means_is_in_the_help(capsys):
    with pytest.raises(SystemExit):
        main(["read", "--help"])
    assert "probability that there is no digit" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("run", "asks Telegram for updates, or, where WEBHOOK_URL is set"),
        ("web", "Telegram calls at WEBHOOK_URL"),
        ("check", "Telegram accepts the token"),
        ("trainer", "TRAINING=queue"),
        ("demo", "without Telegram, a token or the internet"),
    ],
)
def test_commands_say_what_they_do(command, words, capsys):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert words in " ".join(capsys.readouterr().out.split())


def in_shell(line):
    """What a shell makes of a line, in which `BOT` is the program."""
    done = subprocess.run(
        ["bash", "-c", re.sub(r"\bBOT\b", f"{sys.executable} -m bot", line)],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_what_was_closed_before_the_start_is_no_crash(folder):
    assert in_shell(f"BOT read {folder}/b.png >&-") == (0, "", "")
    (folder / "none").mkdir()
    assert in_shell(f"BOT read {folder}/none 2>&-") == (1, "", "")
    assert in_shell("BOT read - <&-") == (1, "-: Standard input is closed.\n", "")


@always_full
def test_a_full_disk_is_said_in_words(folder):
    status, _, told = in_shell(f"BOT read {folder}/b.png {folder}/a.JPG >/dev/full")
    assert (status, told.strip()) == (1, FULL)


@pytest.mark.parametrize(
    ("reader", "ends"),
    [
        ("| true", (141, "")),
        pytest.param(">/dev/full", (1, FULL), marks=always_full),
    ],
)
def test_a_check_of_which_nothing_can_be_printed_ends_in_words(tmp_path, reader, ends):
    settings = {
        "TELEGRAM_BOT_TOKEN": "123456789:AAExample-example_example-example12",
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
        "DATABASE_URL": f"sqlite:///{tmp_path}/bot.sqlite3",
    }
    environment = " ".join(f"{name}={value}" for name, value in settings.items())
    _, status, told = in_shell(f"{environment} BOT check {reader}; echo ${{PIPESTATUS[0]}}")
    assert (int(status), told.strip()) == ends


def test_names_that_the_output_has_no_signs_for_are_printed(folder):
    (folder / "b.png").rename(folder / os.fsdecode(b"\xff.png"))
    for encoding in ("utf-8:strict", "ascii"):
        status, told, complaints = in_shell(f"PYTHONIOENCODING={encoding} BOT read {folder}/?.png")
        assert (status, complaints) == (0, "")
        assert told.startswith(f"{folder}/\\udcff.png: 407")


def test_an_interrupted_command_ends_quietly():
    # Where nobody is at a terminal, children may be started that never hear of an interrupt.
    code = (
        "import runpy, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "sys.argv = ['bot', 'read', '-']\n"
        "runpy.run_module('bot', run_name='__main__', alter_sys=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        time.sleep(3.0)  # it waits for a picture by then
        child.send_signal(signal.SIGINT)
        _, told = child.communicate(timeout=60)
    assert child.returncode == 130
    assert told == b""
