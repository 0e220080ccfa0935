"""Kept models are chosen, rolled back and restored, while people send pictures."""

from __future__ import annotations

import asyncio

import pytest
from modelfiles import shifted, variant
from pydantic import SecretStr
from reading.scenes import draw, encoded

from bot.lifecycle import gate
from bot.replies import corrections, models
from tests.end_to_end.modelchat import (
    SAME,
    buttons,
    kept,
    read_soon_as,
    said,
    send_model,
    seven_is_read_as,
)
from tests.end_to_end.presses import ask, now, question, reply, until

pytestmark = pytest.mark.usefixtures("no_mnist", "database")


async def test_only_admins_are_offered_the_command(bot, telegram, admin, ann):
    await until(lambda: len(telegram.made("setMyCommands")) >= 2)
    everybody, admins = (call.values for call in telegram.made("setMyCommands")[:2])
    assert "models" not in everybody["commands"]
    assert "scope" not in everybody
    assert "models" in admins["commands"]
    assert '"chat_id":1' in admins["scope"].replace(" ", "")


async def test_admins_roll_back_with_a_button(bot, quick, admin, ann, database):
    await kept(database, variant("first-0"), active=True)
    await kept(database, shifted(), active=True)
    await read_soon_as(ann, "8")
    await admin.send_text("/models")
    listing = await said(admin, "● #2")
    assert buttons(listing) == ["Roll back to #1", "Use the shipped one"]
    assert "MNIST 90.00 %, Corrections 9 of 10, Pictures 9 of 10, Speed 1.0 ms" in listing["text"]
    await admin.press(listing, "Roll back to #1")
    told = await said(admin, "I read with #1, first-0 now.")
    assert await seven_is_read_as(ann) == "7"
    old = admin.press_data(listing, "model:use:1:2")  # the same button once more
    assert (await old.answer)["text"] == models.IN_USE
    assert [a.version.id for a in await database.versions.history(9)] == [1, 2, 1]
    stale = admin.press_data(told, "model:use:2:2")  # an old button, from before
    assert (await stale.answer)["text"] == models.CHANGED
    assert await database.versions.active_id() == 1


async def test_a_question_about_what_is_read_anew_is_no_longer_open(bot, quick, ann, database):
    answer = await ask(ann)
    asked = await question(ann, answer, "✗ Wrong", corrections.TYPE)
    await kept(database, shifted(), active=True)
    await read_soon_as(ann, "8")
    assert (await reply(ann, asked, "2"))["text"] == corrections.READ_ANEW
    await until(lambda: now(ann, answer)["text"].startswith("8\n"))
    assert (await reply(ann, asked, "2"))["text"] == corrections.FOR_WHICH


@pytest.mark.parametrize(
    "data",
    [
        "model:use:77:0",
        "model:use:x:0",
        "model:sure:1",
        "model:again:77:0",
        "model:list:1",
        "model:",
        "model:use:99999999999999999999:0",
    ],
)
async def test_data_that_nobody_offered_is_harmless(bot, admin, ann, data):
    await admin.send_text("/models")
    listing = await said(admin, "Models")
    answer = await asyncio.wait_for(admin.press_data(listing, data).answer, 10)
    assert answer["text"]
    assert await seven_is_read_as(ann) == "7"


async def test_a_kept_version_is_measured_by_a_button(bot, admin, ann, database, drawn_mnist):
    await kept(database, variant("late-0"), metrics={})
    await admin.send_text("/models")
    listing = await said(admin, "not measured yet")
    press = admin.press_data(listing, "model:use:1:0")
    assert "has not been measured" in (await press.answer)["text"]
    await admin.press(listing, "Measure #1")
    await said(admin, "I read with it from now on")
    assert await database.versions.active_id() == 1


async def test_a_fresh_disk_restores_the_model_from_postgresql(
    telegram, run_bot, ann, postgres, shared, tmp_path, quick
):
    address = SecretStr(postgres)
    async with run_bot(database_url=address):
        await kept(shared, shifted(), active=True)
        await read_soon_as(ann, "8")
    async with run_bot(database_url=address, model_cache=tmp_path / "another disk"):
        await read_soon_as(ann, "8")
    async with run_bot(
        database_url=SecretStr("postgresql://bot@127.0.0.1:9/none"),
        model_cache=tmp_path / "another disk",
    ):
        assert await seven_is_read_as(ann) == "8"  # at once, though no database answers


async def test_a_model_that_does_not_load_is_told_to_the_admins(bot, quick, admin, ann, database):
    await admin.send_text("/start")
    await kept(database, variant("good-0"), active=True)
    await kept(database, b"junk", active=True)
    told = await said(admin, "does not load on this machine")
    assert "The active model #2" in told["text"]
    assert "I read with #1, good-0" in told["text"]
    assert await seven_is_read_as(ann) == "7"
    unsure = gate.judge(
        {"candidate": SAME | {"mnist": None}, "active": SAME, "unchecked": {"mnist": "none here"}}
    )
    await kept(database, variant("next-0"), metrics={"verdict": gate.as_json(unsure)})
    await admin.send_text("/models")
    listing = await said(admin, "This process reads with good-0 so far.")
    await admin.press(listing, "Use #3")  # what counts is what was decided, not what loads here
    await admin.press(await said(admin, "Use #3, from-a-test?"), "Yes, use it")
    await said(admin, "I read with #3, next-0 now.")


async def test_without_a_database_models_are_not_lost_for_words(telegram, run_bot, admin, ann):
    async with run_bot(database_url=SecretStr("postgresql://bot@127.0.0.1:9/none")):
        assert await seven_is_read_as(ann) == "7"
        await admin.send_text("/models")
        first = await said(admin, "database")
        await send_model(admin, variant("nowhere-0"))
        await until(lambda: about_it(admin)[-1] != first)


def about_it(person):
    return [m for m in person.messages() if "database" in m.get("text", "")]


async def test_photos_are_all_answered_while_models_are_swapped(
    bot, quick, telegram, database, monkeypatch
):
    versions = [await kept(database, variant(f"swap-{n}", 0.01 * n)) for n in range(3)]
    people = [telegram.user(100 + n) for n in range(6)]
    numbers = ["407", "12", "938", "7", "5061"]

    async def ask(person, count):
        right = 0
        for n in range(count):
            text = numbers[(person.id + n) % len(numbers)]
            answer = await person.answer_to(await person.send_photo(encoded(draw(text))))
            right += answer["text"].startswith(f"{text}\n")
        return right

    async def swap():
        for n in range(6):
            await database.versions.activate(versions[n % 3].id, "1")
            await asyncio.sleep(0.15)

    *right, _ = await asyncio.gather(*(ask(person, 10) for person in people), swap())
    assert right == [10] * 6
    assert len(telegram.made("sendMessage")) == 60
