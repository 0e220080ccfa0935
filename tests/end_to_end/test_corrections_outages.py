"""Buttons under answers outlive restarts, another model, and a database that is away."""

from __future__ import annotations

import asyncio

from databases import opened
from modelfiles import shifted
from pydantic import SecretStr
from reading.scenes import draw, encoded

from bot.replies import answers, corrections
from bot.storage.correction_values import Tally
from tests.end_to_end.presses import ask, choose, labels, now, press, told, until


async def test_buttons_outlive_a_restart(run_bot, ann, kept):
    async with run_bot():
        answer = await ask(ann)
        await choose(ann, answer, "✗ Wrong")
        await until(lambda: len(labels(ann, answer)) == 5)
    pressed = await ann.press(answer, "2")
    async with run_bot():
        assert "7 is a 2" in await told(pressed)
    assert [c.actual for c in await kept.pending(9)] == [2]


async def test_another_bots_secret_makes_old_buttons_outdated(run_bot, ann):
    async with run_bot():
        answer = await ask(ann)
    pressed = await ann.press(answer, "✓ Right")
    async with run_bot(user_secret=SecretStr("another secret of 16 and more")):
        assert await told(pressed) == answers.OUT_OF_DATE


async def test_a_model_that_reads_it_differently_says_so(run_bot, ann, kept, tmp_path):
    async with run_bot():
        answer = await ask(ann)
        await choose(ann, answer, "✗ Wrong")
        await until(lambda: len(labels(ann, answer)) == 5)
    model = tmp_path / "digits.onnx"
    model.write_bytes(shifted())
    async with run_bot(model_path=model):
        assert await press(ann, answer, "2") == corrections.READ_ANEW
        await until(lambda: now(ann, answer)["text"].startswith("8\n"))
        assert labels(ann, answer) == [["✓ Right", "✗ Wrong", "Show how"]]
        assert await kept.tally() == Tally()
        assert "8 is a 2" in await choose(ann, answer, "✗ Wrong", "2")


async def test_without_the_database_digits_are_read_and_it_says_what_fails(
    run_bot, ann, kept, tmp_path
):
    blocked = tmp_path / "blocked"
    blocked.write_text("no folder")
    address = f"sqlite:///{blocked}/bot.sqlite3"
    async with run_bot(database_url=SecretStr(address)):
        answer = await ask(ann)
        assert answer["text"].startswith("7\n")
        for label in ("✓ Right", "✗ Wrong"):
            assert "I go on reading digits" in await press(ann, answer, label)
        assert labels(ann, answer) == [["✓ Right", "✗ Wrong", "Show how"]]
        blocked.unlink()
        await thanked(ann, answer)
        assert await kept.tally() == Tally()  # that is in the other file
        await until(lambda: labels(ann, answer)[0][0] == "✓ Thanks")


async def test_on_postgresql_from_two_processes(run_bot, ann, postgres):
    async with run_bot(database_url=SecretStr(postgres)):
        answer = await ask(ann)
        await choose(ann, answer, "✗ Wrong")
        await until(lambda: len(labels(ann, answer)) == 5)
    async with run_bot(database_url=SecretStr(postgres)):
        await choose(ann, answer, "2")
    async with opened(postgres) as database:
        assert [c.actual for c in await database.corrections.pending(9)] == [2]


async def test_while_the_server_is_away_digits_are_read(run_bot, ann, postgres_server, postgres):
    async with run_bot(database_url=SecretStr(postgres)):
        answer = await ask(ann)
        await choose(ann, answer, "✓ Right")
        postgres_server.stop()
        try:
            again = await ask(ann, encoded(draw("42")))
            assert again["text"].startswith("42\n")
            assert "does not answer just now" in await press(ann, again, "✗ Wrong")
            assert labels(ann, again) == [["✓ Right", "✗ Wrong", "Show how"]]
        finally:
            postgres_server.start()
        await thanked(ann, again)
        await until(lambda: labels(ann, again)[0][0] == "✓ Thanks")
    async with opened(postgres) as database:
        assert await database.corrections.tally() == Tally(right=2)


async def thanked(user, answer):
    """Presses until the press is kept."""
    async with asyncio.timeout(60):
        while await press(user, answer, "✓ Right") != corrections.THANKS:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
