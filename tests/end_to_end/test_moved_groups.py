"""A group becomes a supergroup: its number changes, and it is served all the same."""

from __future__ import annotations

import asyncio

import pytest
from databases import opened
from pydantic import SecretStr

from bot.replies import notices
from tests.end_to_end.conftest import all_done
from tests.end_to_end.presses import SEVEN, ask, until

OLD, NEW, OTHER = -4001, -1004001004001, -1005005005005
READ = "/read"


@pytest.fixture
def homework(telegram, ann, ben):
    """A group that the settings let in."""
    return telegram.world.add_group(OLD, "Homework", {ann.id}, privacy=False, kind="group")


@pytest.fixture
def let_in():
    return {"allowed_chats": frozenset({OLD})}


def told(admin):
    return [m["text"] for m in admin.messages() if "supergroup" in m["text"]]


async def test_it_is_served_on_and_the_admins_hear_which_number_to_set(
    telegram, run_bot, ann, admin, homework, let_in
):
    async with run_bot(**let_in):
        assert (await ask(ann, chat=OLD, caption=READ))["text"].startswith("7\n")
        telegram.world.move(homework, NEW)
        assert (await ask(ann, chat=NEW, caption=READ))["text"].startswith("7\n")
        await until(lambda: told(admin))
        await asyncio.sleep(0.5)
        assert told(admin) == [notices.moved("Homework", OLD, NEW)]
        await ann.send_text("/help", chat=NEW)
    stranger = [m for m in ann.messages(NEW) if "only for the people" in m.get("text", "")]
    assert stranger == []


async def test_other_groups_stay_out(telegram, run_bot, ann, homework, let_in):
    telegram.world.add_group(OTHER, "Other", {ann.id}, privacy=False)
    async with run_bot(**let_in):
        telegram.world.move(homework, NEW)
        refused = await ask(ann, chat=OTHER, caption=READ)
        assert refused["text"].startswith("This bot is only for the people")


async def test_after_a_restart_too(telegram, run_bot, ann, admin, homework, let_in):
    async with run_bot(**let_in):
        telegram.world.move(homework, NEW)
        await until(lambda: told(admin))
    photo = await ann.send_photo(SEVEN, chat=NEW, caption=READ)
    async with run_bot(**let_in):
        assert (await ann.answer_to(photo))["text"].startswith("7\n")
        answer = await ask(ann, chat=NEW, caption=READ)
        await ann.press(answer, "✓ Right")
    assert len(told(admin)) == 1


async def test_of_two_that_move_at_once_both_are_served_after_a_restart(
    telegram, run_bot, ann, admin, homework
):
    other = telegram.world.add_group(OLD - 1, "More", {ann.id}, privacy=False, kind="group")
    let_in = {"allowed_chats": frozenset({OLD, OLD - 1})}
    telegram.world.move(homework, NEW)
    telegram.world.move(other, NEW - 1)
    async with run_bot(**let_in):
        await until(lambda: len(told(admin)) == 2)
    async with run_bot(**let_in):
        for new in (NEW, NEW - 1):
            assert (await ask(ann, chat=new, caption=READ))["text"].startswith("7\n")


async def test_it_is_learned_from_a_refusal_where_nobody_told(
    telegram, run_bot, ann, admin, homework, let_in
):
    telegram.world.add_group(NEW, "Homework", {ann.id}, privacy=False)
    async with run_bot(**let_in):
        await ann.send_photo(SEVEN, chat=OLD, caption=READ)
        homework.moved_to = NEW
        await until(lambda: [m for m in ann.messages(NEW) if m["from"]["is_bot"]])
        assert (await ask(ann, chat=NEW, caption=READ))["text"].startswith("7\n")
        await until(lambda: told(admin))
    assert told(admin) == [notices.moved(None, OLD, NEW)]


async def test_another_process_hears_of_it_through_the_database(
    telegram, run_bot, ann, settings, homework, let_in
):
    telegram.world.add_group(NEW, "Homework", {ann.id}, privacy=False)
    async with run_bot(**let_in):
        async with opened(settings.database_url.get_secret_value()) as database:
            await database.check()
            await database.state.put("moved groups", {str(OLD): NEW})
        assert (await ask(ann, chat=NEW, caption=READ))["text"].startswith("7\n")


async def test_without_a_database_it_is_served_until_the_restart(
    telegram, run_bot, ann, admin, homework, let_in, tmp_path
):
    (tmp_path / "blocked").write_text("no folder")
    address = SecretStr(f"sqlite:///{tmp_path}/blocked/bot.sqlite3")
    async with run_bot(database_url=address, **let_in):
        telegram.world.move(homework, NEW)
        assert (await ask(ann, chat=NEW, caption=READ))["text"].startswith("7\n")
        await until(lambda: told(admin))


async def test_where_no_list_names_it_nobody_is_troubled(telegram, run_bot, ann, admin, homework):
    async with run_bot():
        telegram.world.move(homework, NEW)
        assert (await ask(ann, chat=NEW, caption=READ))["text"].startswith("7\n")
        await all_done(ann, NEW)
    assert admin.messages() == []
