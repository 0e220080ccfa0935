"""Each person is spoken to in their own language: their app's, or the one that they chose."""

from __future__ import annotations

import asyncio

from pydantic import SecretStr
from reading.scenes import draw, encoded
from sqlalchemy import select

from bot.announcements import profile
from bot.replies import corrections, languages, menus, rights, welcome
from bot.replies import profile as told_of_bot
from bot.speech import LANGUAGES, speaking, tr
from bot.storage.tables import languages as rows
from tests.end_to_end.presses import ask, choose, copied, labels, now, press, until

NUMBER = encoded(draw("407"))
ISOLATES = "\u2066{}\u2069"


def spoken(language, text):
    with speaking(language):
        return tr(text)


def speaks(telegram, user, code):
    telegram.world.users[user.id]["language_code"] = code
    return user


async def say(user, text, **where):
    return await user.answer_to(await user.send_text(text, **where))


async def test_two_people_in_one_group_each_in_their_own_language(bot, telegram, ann, ben, group):
    speaks(telegram, ann, "de-AT")
    speaks(telegram, ben, "eo")
    german = spoken("de", welcome.START)
    assert german.startswith("Hallo!")
    assert (await say(ann, "/start", chat=group))["text"] == german
    assert (await say(ben, "/start", chat=group))["text"] == welcome.START
    answer = await ask(ann, NUMBER)
    assert "sicher" in answer["text"]
    assert labels(ann, answer) == [["✓ Richtig", "✗ Falsch", "Zeig wie"]]
    assert await choose(ann, answer, "✗ Falsch", "0") is None
    await until(lambda: "2. Ziffer, 0: Was ist es?" in labels(ann, answer)[0][0])


async def test_from_right_to_left_the_number_stays_whole_and_is_copied_without_marks(
    bot, telegram, ann
):
    speaks(telegram, ann, "fa")
    answer = await ask(ann, encoded(draw("407 12")))
    assert copied(ann, answer)[0] == "407 12"
    assert answer["text"].startswith(ISOLATES.format("407 12"))
    await choose(ann, answer, *[spoken("fa", word) for word in ("✗ Wrong", "Type it")])
    await until(lambda: ann.messages()[-1]["text"] == spoken("fa", corrections.QUESTIONS["type"]))
    await ann.send_text("487 12", reply_to=ann.messages()[-1])
    await until(lambda: copied(ann, answer)[0] == "487 12")
    shown = now(ann, answer)["text"]
    assert ISOLATES.format("487 12") in shown
    assert ISOLATES.format("407 12") in shown
    assert labels(ann, answer)[0][1] == "✗ " + ISOLATES.format("0 → 8")


async def test_a_chosen_language_outlives_the_process_and_is_forgotten_with_the_rest(
    telegram, run_bot, database, ann
):
    async with run_bot():
        question = await say(ann, "/language")
        assert labels(ann, question)[-1] == ["✓ As my Telegram app is set"]
        await press(ann, question, "Deutsch")
        await until(lambda: now(ann, question)["text"] == spoken("de", languages.CHOSEN))
        assert ["✓ Deutsch" in row for row in labels(ann, question)].count(True) == 1
    async with database.reading() as connection:
        (kept,) = (await connection.execute(select(rows))).all()
    assert kept.language == "de"
    assert len(kept.user_hash) == 64
    async with run_bot():
        await say(ann, "/stats")  # waits for the database, which an answer does for a moment only
        album = await ann.send_album([NUMBER, NUMBER])
        read = spoken("de", "I read both {what}:").format(what=spoken("de", "pictures"))
        assert (await ann.answer_to(album[0]))["text"].startswith(read)
        asked = await say(ann, "/forget")
        assert "die Sprache, die du gewählt hast" in asked["text"]
        await press(ann, asked, spoken("de", "Delete it all"))
        gone = spoken("de", "Deleted. I keep nothing of you any more.")
        await until(lambda: now(ann, asked)["text"] == gone)
        assert (await say(ann, "/forget"))["text"] == rights.NOTHING
    async with database.reading() as connection:
        assert (await connection.execute(select(rows))).all() == []


async def test_without_a_database_a_choice_holds_until_the_end(run_bot, telegram, ann, tmp_path):
    (tmp_path / "blocked").write_text("no folder")
    async with run_bot(database_url=SecretStr(f"sqlite:///{tmp_path}/blocked/bot.sqlite3")):
        question = await say(ann, "/language")
        await press(ann, question, "Deutsch")
        await until(lambda: spoken("de", languages.NOT_KEPT) in now(ann, question)["text"])
        assert (await say(ann, "/start"))["text"] == spoken("de", welcome.START)
        await press(ann, question, spoken("de", "As my Telegram app is set"))
        await until(lambda: languages.AS_APP in now(ann, question)["text"])


async def test_what_telegram_shows_is_set_once_in_each_language(
    telegram, run_bot, database, monkeypatch, ann
):
    monkeypatch.setattr(profile, "PAUSE", 0)
    key = f"profile {telegram.world.bot['id']}"
    async with run_bot():
        while not (kept := await database.state.get(key)):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert kept.keys() == LANGUAGES.keys() - {"en"} | {""}
    offered = telegram.world.commands.get(None, "de")
    wanted = [spoken("de", command.description) for command in menus.EVERYBODY]
    assert [command["description"] for command in offered] == wanted
    shown = telegram.world.descriptions
    assert shown["description", "de"] == spoken("de", told_of_bot.DESCRIPTION)
    assert shown["short_description", ""] == told_of_bot.SHORT
    before, asked = len(telegram.calls), len(telegram.made("getMyCommands"))
    async with run_bot():
        await until(lambda: len(telegram.made("getMyCommands")) > asked)
        await say(ann, "/id")
        again = [call.method for call in list(telegram.calls)[before:] if "My" in call.method]
    assert [method for method in again if method != "setMyCommands"] == ["getMyCommands"]


async def test_a_description_that_the_operator_wrote_stays(telegram, run_bot, monkeypatch):
    monkeypatch.setattr(profile, "PAUSE", 0)
    telegram.world.descriptions["description", ""] = "Reads the numbers of our school."
    async with run_bot():
        await until(lambda: telegram.world.commands.get(None, "uk"))
    assert telegram.world.descriptions == {("description", ""): "Reads the numbers of our school."}
