"""/train while the database, a real PostgreSQL server, goes away and comes back."""

from __future__ import annotations

import asyncio
import tempfile

import pytest
from children import children
from databases import opened
from pydantic import SecretStr

from benchmarks.fault_kinds import flood
from bot.replies import train
from bot.storage.errors import AWAY
from tests.end_to_end.conftest import all_done
from tests.end_to_end.presses import now, until
from tests.end_to_end.test_old_messages import fill

pytest.importorskip("keras", reason="the training extra is not installed")

SOON = 90


@pytest.fixture(autouse=True)
def places(tmp_path, monkeypatch):
    """Where runs have their folders."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))


async def test_a_refusal_without_the_corrections_file_says_why(
    run_bot, admin, postgres_server, postgres, no_mnist
):
    async with opened(postgres) as database:
        await fill(database.corrections, 1)
        await database.corrections.judge([1], approved=True)
    async with run_bot(database_url=SecretStr(postgres)):
        asked = await admin.send_text("/train fine-tune")
        await until(lambda: children("training", "check"))
        await asyncio.to_thread(postgres_server.stop)
        try:
            refused = await admin.answer_to(asked, within=SOON)
        finally:
            await asyncio.to_thread(postgres_server.start)
        assert "--corrections corrections.npz" in refused["text"]
        assert refused["text"].endswith(AWAY)


async def test_a_run_that_has_begun_is_not_said_to_have_failed(
    telegram, run_bot, admin, postgres_server, postgres, drawn_mnist
):
    slow = telegram.faults.add("sendMessage", flood(3))
    async with run_bot(database_url=SecretStr(postgres)):
        asked = await admin.send_text("/train quick")
        await until(lambda: slow.struck)
        await asyncio.to_thread(postgres_server.stop)
        try:
            shown = await admin.answer_to(asked, within=SOON)
            await all_done(admin)
        finally:
            await asyncio.to_thread(postgres_server.start)
        assert not any(AWAY in message["text"] for message in admin.messages())
        cancelled = ""
        while cancelled != train.CANCELLING:
            told = await admin.answer_to(await admin.send_text("/cancel"), within=SOON)
            cancelled = told["text"]
        await until(lambda: "Cancelled" in now(admin, shown)["text"])
