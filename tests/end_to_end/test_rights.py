"""/privacy, /forget, /stats, and who is offered which commands."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from databases import opened
from pydantic import SecretStr
from reading.scenes import draw, encoded
from sqlalchemy import func, select, update

from bot.replies import menus, rights
from bot.speech import LANGUAGES, speaking, tr
from bot.storage import Database
from bot.storage.correction_values import Tally
from bot.storage.question_values import Question
from bot.storage.questions import PendingQuestions
from bot.storage.tables import questions
from tests.end_to_end.presses import ask, choose, data_of, labels, now, press, told, until

SEVEN = encoded(draw("7"))
EVERYBODY = [command.command for command in menus.EVERYBODY]
ADMINS = [command.command for command in menus.ADMINS]


async def say(user, text, **where):
    return await user.answer_to(await user.send_text(text, **where))


async def last_text(telegram, user, start):
    await until(lambda: start in user.messages()[-1].get("text", ""))
    return user.messages()[-1]


async def test_privacy_names_all_that_is_kept_and_what_for(bot, telegram, ann):
    await ann.send_text("/privacy")
    text = (await last_text(telegram, ann, "Your pictures"))["text"]
    for word in ("no pictures", "28 by 28", "code", "What for", "/forget", "/stats", "model"):
        assert word in text


async def test_what_is_kept_for_a_day_goes_though_nobody_is_asked_again(run_bot, settings):
    async with opened(settings.database_url.get_secret_value()) as database:
        await PendingQuestions(database).keep(Question(7, 1, 2, "somebody", {}))
        async with database.writing() as connection:
            long_ago = datetime.now(UTC) - timedelta(days=2)
            await connection.execute(update(questions).values(asked=long_ago))
        async with run_bot(), asyncio.timeout(30):
            counting = select(func.count()).select_from(questions)
            while True:
                async with database.reading() as connection:
                    if await connection.scalar(counting) == 0:
                        break
                await asyncio.sleep(0.05)


async def test_who_is_forgotten_leaves_nothing(bot, ann, ben, kept):
    for user in (ann, ben):
        await choose(user, await ask(user, SEVEN), "✗ Wrong", "1")
    question = await say(ann, "/forget")
    kept_of_ann = "1 correction, 1 verdict on my answers and what I know of your hand."
    assert kept_of_ann in question["text"]
    assert labels(ann, question) == [["Delete it all", "Keep it"]]
    assert await kept.tally() == Tally(pending=2, wrong=2)
    pressed = [await ann.press(question, "Delete it all") for _ in range(2)]
    for press_ in pressed:
        await told(press_)
    await until(lambda: "nothing" in now(ann, question)["text"])
    assert labels(ann, question) == []
    assert await kept.tally() == Tally(pending=1, wrong=1)
    assert (await say(ann, "/forget"))["text"] == rights.NOTHING


async def test_what_is_kept_is_listed_as_persian_writes_lists(bot, telegram, ann):
    telegram.world.users[ann.id]["language_code"] = "fa"
    with speaking("fa"):
        wrong = tr("✗ Wrong")
    await choose(ann, await ask(ann, SEVEN), wrong, "1")
    await choose(ann, await say(ann, "/language"), LANGUAGES["fa"])
    text = (await say(ann, "/forget"))["text"]
    assert "1 تصحیح، 1 نظر" in text
    assert "," not in text


async def test_who_keeps_it_keeps_it(bot, ann, kept):
    await choose(ann, await ask(ann, SEVEN), "✓ Right")
    question = await say(ann, "/forget")
    await press(ann, question, "Keep it")
    await until(lambda: now(ann, question)["text"] == rights.KEPT_ALL)
    assert await kept.tally() == Tally(right=1)


async def test_nobody_can_be_forgotten_by_somebody_else(bot, ann, ben, group, kept):
    for user in (ann, ben):
        await choose(user, await ask(user, SEVEN), "✓ Right")
    question = await say(ann, "/forget", chat=group)
    assert await press(ben, question, "Delete it all") == rights.NOT_YOURS
    genuine = data_of(ann, question, "Delete it all")
    forged = genuine.replace(f":{ann.id}:", f":{ben.id}:")
    assert "no longer works" in await told(ben.press_data(question, forged))
    own = await say(ben, "/forget")
    assert "no longer works" in await told(ben.press_data(own, genuine))
    assert await kept.tally() == Tally(right=2)


async def test_who_writes_in_a_groups_name_is_asked_to_come_alone(bot, ann, group):
    channel = {"sender_chat": {"id": group, "type": "supergroup", "title": "Homework"}}
    for command in ("/forget", "/stats"):
        assert (await say(ann, command, chat=group, extra=channel))["text"] == rights.ANONYMOUS


async def test_stats_of_oneself(bot, ann):
    assert "not judged any answer yet" in (await say(ann, "/stats"))["text"]
    await choose(ann, await ask(ann, SEVEN), "✗ Wrong", "1")
    await choose(ann, await ask(ann, encoded(draw("42"))), "✓ Right")
    text = (await say(ann, "/stats"))["text"]
    assert "Answers judged: 2, right: 1 (50\u00a0%)" in text
    assert "Corrections: 1 (1 waiting)" in text
    assert "Everybody" not in text


async def test_stats_for_admins(bot, ann, admin, kept):
    for text in ("7", "42", "   "):
        await ask(ann, encoded(draw(text)))
    text = (await say(admin, "/stats"))["text"]
    assert "Pictures answered with a number: 2, today 2" in text
    assert "Pictures without a digit: 1, today 1" in text
    assert "Memory: " in text
    assert f"Model: {bot.settings.model_path and (await model(bot))}" in text
    for stage in ("waiting", "fetching", "reading", "replying"):
        (line,) = [line for line in text.splitlines() if line.startswith(stage)]
        assert line.endswith((" ms", " s"))


async def model(bot) -> str:
    from bot.reading import Reader

    return Reader.open(bot.settings.model_path).classifier.info.version


async def test_help_tells_an_admin_what_admins_can_do(bot, admin, group):
    for chat, listed in ((None, True), (group, False)):
        await admin.send_text("/help", chat=chat)
        await until(lambda c=chat: "It works best" in admin.messages(c)[-1].get("text", ""))
        text = admin.messages(chat)[-1]["text"]
        assert all((f"/{command}:" in text) is listed for command in set(ADMINS) - set(EVERYBODY))


async def test_in_a_group_an_admin_is_told_of_themselves_alone(bot, admin, group):
    assert "Everybody" not in (await say(admin, "/stats", chat=group))["text"]


async def test_what_was_counted_outlives_the_process(run_bot, ann, admin):
    async with run_bot():
        await ask(ann, SEVEN)
    async with run_bot():
        await ask(ann, SEVEN)
        assert "Pictures answered with a number: 2, today 2" in (await say(admin, "/stats"))["text"]


async def test_without_the_database_it_says_so(run_bot, ann, admin, tmp_path):
    (tmp_path / "blocked").write_text("no folder")
    address = SecretStr(f"sqlite:///{tmp_path}/blocked/bot.sqlite3")
    async with run_bot(database_url=address):
        for user, command in [(ann, "/forget"), (admin, "/stats"), (admin, "/corrections")]:
            assert "I go on reading digits" in (await say(user, command))["text"]


async def offered(telegram, user, chat=None):
    world = telegram.world
    shown = world.commands.shown(
        chat_id=chat or user.id, user_id=user.id, private=chat is None, admin=False, language="en"
    )
    return [command["command"] for command in shown]


async def test_commands_are_offered_to_whom_they_are_for(telegram, run_bot, ann, admin, group):
    admin.send({"text": "hello"})
    async with run_bot():
        await telegram.wait_for(lambda _: len(telegram.made("setMyCommands")) >= 2)
        assert await offered(telegram, admin) == ADMINS
        assert await offered(telegram, ann) == EVERYBODY
        assert await offered(telegram, admin, group) == EVERYBODY


async def test_an_admin_who_comes_later_gets_the_menu_with_the_greeting(
    telegram, run_bot, settings
):
    async with run_bot(admin_ids=frozenset({99})):
        await telegram.wait_for(lambda _: len(telegram.made("setMyCommands")) >= 2)
        late = telegram.user(99, "Late")
        await late.send_text("/start")
        await telegram.wait_for(lambda _: len(telegram.made("setMyCommands")) >= 3)
        assert await offered(telegram, late) == ADMINS


async def test_who_is_no_admin_any_more_loses_the_menu(telegram, run_bot, admin, ann, settings):
    for user in (admin, ann):
        user.send({"text": "hello"})
    database = Database(settings.database_url.get_secret_value())
    database.start()
    async with run_bot(admin_ids=frozenset({admin.id, ann.id})):
        async with asyncio.timeout(30):
            while sorted(await database.state.get("admins with a menu") or []) != [1, 7]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert await offered(telegram, ann) == ADMINS
    async with run_bot():
        await telegram.wait_for(lambda _: telegram.made("deleteMyCommands"))
        await until(lambda: telegram.made("deleteMyCommands")[0].status == 200)
    assert await offered(telegram, ann) == EVERYBODY
    assert await offered(telegram, admin) == ADMINS
    await database.close()
