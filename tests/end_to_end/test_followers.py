"""Two processes that follow the same run: one of them speaks."""

from __future__ import annotations

import asyncio

from telegram.ext import ExtBot

from benchmarks.fault_kinds import Hang, ServerError
from bot.announcements import run_messages as module
from bot.announcements.run_messages import RunMessages
from bot.lifecycle.runs import Training
from bot.lifecycle.training_backend import NoTrainer
from bot.lifecycle.training_runner import figures_key
from bot.storage.model_values import RunState


async def nothing():
    """What ends where no training goes on."""


class Stumbling(Training):
    """Fails once in a way that nobody foresaw."""

    stumbled = False

    async def look(self, run):
        if not self.stumbled:
            self.stumbled = True
            raise ZeroDivisionError
        return await super().look(run)


async def test_a_run_whose_showing_fails_is_taken_up_again(telegram, database, admin, monkeypatch):
    monkeypatch.setattr(module, "AFTER_ERROR", 0.1)
    async with ExtBot(telegram.token, base_url=f"{telegram.url.rstrip('/')}/bot") as bot:
        await admin.send_text("/train")
        run = await database.runs.begin(
            "quick", who=1, chat=admin.id, message=None, host="elsewhere", pid=None
        )
        await database.runs.finish(run.id, RunState.FAILED, last_lines="boom")
        for kept in (run.id, 9):  # 9 is of a process that was killed while it told its end
            await database.state.put(figures_key(kept), {"curves.png": ""})
        run_messages = RunMessages(bot, database, Stumbling(database, NoTrainer()))
        run_messages.resume()
        await telegram.wait_for(lambda _: telegram.made("sendMessage"), within=60)
        await run_messages.settle(nothing())
        assert (await database.runs.get(run.id)).told
        assert run_messages._messages == {}, "it grows with every run"
        for kept in (run.id, 9):
            assert await database.state.get(figures_key(kept)) is None


async def test_the_end_is_told_by_one_however_long_that_takes(telegram, database, admin):
    root = f"{telegram.url.rstrip('/')}"
    async with ExtBot(telegram.token, base_url=f"{root}/bot") as bot:
        await admin.send_text("/train")
        shown = await bot.send_message(admin.id, "Training: quick")
        run = await database.runs.begin(
            "quick", who=1, chat=admin.id, message=shown.message_id, host="elsewhere", pid=None
        )
        both = []
        for name in ("one 5 1", "two 5 1"):
            training = Training(database, NoTrainer())
            training._me = name  # each stands for a process
            both.append(RunMessages(bot, database, training))
            both[-1].resume()
        telegram.faults.add("editMessageText", Hang(3))
        await database.runs.finish(run.id, RunState.FAILED, last_lines="boom")

        def told(_):  # in a message of its own, since the edit came to nothing
            return [m for m in admin.messages() if "boom" in m["text"]]

        await telegram.wait_for(told, within=60)
        await asyncio.sleep(3)
        assert len(told(None)) == 1
        assert len(telegram.made("editMessageText")) == 1
        assert (await database.runs.get(run.id)).told
        for run_messages in both:
            await run_messages.settle(nothing())


async def test_an_end_is_told_anew_where_the_message_cannot_be_changed(telegram, database, admin):
    async with ExtBot(telegram.token, base_url=f"{telegram.url.rstrip('/')}/bot") as bot:
        await admin.send_text("/train")
        shown = await bot.send_message(admin.id, "Training: quick")
        run = await database.runs.begin(
            "quick", who=1, chat=admin.id, message=shown.message_id, host="elsewhere", pid=None
        )
        telegram.faults.add("editMessageText", ServerError(502))
        await database.runs.finish(run.id, RunState.FAILED, last_lines="boom")
        run_messages = RunMessages(bot, database, Training(database, NoTrainer()))
        run_messages.resume()
        await telegram.wait_for(lambda _: telegram.made("sendMessage")[1:], within=60)
        await run_messages.settle(nothing())
    assert "boom" in admin.messages()[-1]["text"]
    assert (await database.runs.get(run.id)).told
