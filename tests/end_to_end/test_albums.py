"""Several pictures at once, one answer."""

from __future__ import annotations

import asyncio
import csv
import io

from reading.scenes import draw, encoded

from benchmarks.fault_kinds import Refuse, vanished
from bot.replies import answers, corrections, tables
from localtelegram.errors import bad_request
from tests.end_to_end.presses import (
    choose,
    copied,
    labels,
    now,
    press,
    question,
    reply,
    told,
    until,
)


def pictures(*texts):
    return [encoded(draw(text)) for text in texts]


async def test_an_album_has_one_answer_in_order(bot, telegram, ann):
    album = await ann.send_album(pictures("407", "12", "  ", "9"))
    answer = await ann.answer_to(album[0])
    lines = answer["text"].split("\n")
    assert lines[0] == "I read 3 of 4 pictures:"
    assert [line.split(" (")[0] for line in lines[1:3]] == ["1. 407", "2. 12"]
    assert lines[3].startswith("3. I see no digit")
    assert lines[4].startswith("4. 9 (")
    await another_album(ann)
    assert len(telegram.made("sendMessage")) == 2


async def another_album(person):
    """Until it is answered, whatever else was to be said of an album before is said."""
    await person.answer_to((await person.send_album(pictures("1", "2")))[0])


async def test_nothing_is_fetched_before_the_album_is_complete(
    telegram, run_bot, ann, ben, monkeypatch
):
    monkeypatch.setattr("bot.app.ALBUM_QUIET", 3)
    async with run_bot():
        first = await ann.send_album(pictures("1"))
        await came(ben)
        assert telegram.made("getFile") == []
        second = await telegram.user(99).send_photo(pictures("7")[0])
        group = {"media_group_id": first[0]["media_group_id"], "photo": second["photo"]}
        ann.send(group)
        answer = await ann.answer_to(first[0])
    assert answer["text"].startswith("I read both pictures:\n1. 1 (")


async def came(other):
    """Waits until the bot has got all that was sent before, for what others say comes after it."""
    await other.send_text("/help")
    await until(lambda: any(message["from"]["is_bot"] for message in other.messages()))


async def test_an_album_of_one_is_answered_like_a_picture(bot, ann):
    (only,) = await ann.send_album(pictures("407"))
    answer = await ann.answer_to(only)
    assert answer["text"].startswith("407\n\n")
    assert "reply_markup" in answer


async def test_what_is_no_picture_is_named_in_its_place(bot, ann):
    album = {"media_group_id": "5"}
    text = (b"PK", "thesis.odt", "application/vnd.oasis")
    first = await ann.send_document(*text, extra=album)
    await ann.send_document(pictures("7")[0], "seven.png", "image/png", extra=album)
    lines = (await ann.answer_to(first))["text"].split("\n")
    assert lines[1].startswith("1. This file is not a picture")
    assert lines[2].startswith("2. 7 (")


async def test_an_album_without_any_picture_gets_one_hint(bot, telegram, ann):
    album = {"media_group_id": "5"}
    text = (b"PK", "thesis.odt", "application/vnd.oasis")
    first = await ann.send_document(*text, extra=album)
    await ann.send_document(*text, extra=album)
    assert "I only read pictures" in (await ann.answer_to(first))["text"]
    await another_album(ann)
    assert len(telegram.made("sendMessage")) == 2


async def test_more_than_ten_at_once_have_one_answer(bot, telegram, ann):
    album = await ann.send_album(pictures(*map(str, range(1, 13))))
    assert len({message["media_group_id"] for message in album}) == 2
    lines = (await ann.answer_to(album[0]))["text"].split("\n")
    assert lines[0] == "I read all 12 pictures:"
    assert [line.split(" (")[0] for line in lines[1:]] == [f"{n}. {n}" for n in range(1, 13)]
    await another_album(ann)
    assert len(telegram.made("sendMessage")) == 2


async def test_the_rest_of_more_than_ten_may_come_seconds_later(bot, telegram, ann):
    first = await ann.send_album(pictures(*"1234567890"))
    await asyncio.sleep(4)
    assert telegram.made("sendMessage") == []
    assert telegram.made("sendChatAction"), "who waits sees that something is going on"
    await ann.send_album(pictures("11", "12"))
    assert (await ann.answer_to(first[0]))["text"].startswith("I read all 12 pictures:")
    await another_album(ann)
    assert len(telegram.made("sendMessage")) == 2


async def test_more_than_ten_for_a_group_are_called_by_one_caption(bot, telegram, ann, group):
    album = await ann.send_album(pictures(*"123456789012"), chat=group, caption="@local_digit_bot")
    assert (await ann.answer_to(album[0]))["text"].startswith("I read all 12 pictures")


async def test_two_people_send_albums_at_once(bot, ann, ben):
    mine, yours = await asyncio.gather(
        ann.send_album(pictures("1", "2")), ben.send_album(pictures("3", "4"))
    )
    first, second = await asyncio.gather(ann.answer_to(mine[0]), ben.answer_to(yours[0]))
    assert [line[:5].strip() for line in first["text"].split("\n")[1:]] == ["1. 1", "2. 2"]
    assert [line[:5].strip() for line in second["text"].split("\n")[1:]] == ["1. 3", "2. 4"]


async def test_the_end_does_not_wait_for_an_album_and_answers_it(
    telegram, run_bot, ann, ben, monkeypatch
):
    monkeypatch.setattr("bot.app.ALBUM_QUIET", 600)
    async with run_bot():
        album = await ann.send_album(pictures("1", "2"))
        await came(ben)
    answer = await ann.answer_to(album[0], within=0.1)
    assert answer["text"].startswith("I read both pictures")


async def test_every_picture_has_its_own_buttons_also_after_a_restart(run_bot, ann):
    async with run_bot():
        album = await ann.send_album(pictures("407", "12", "9"))
        answer = await ann.answer_to(album[0])
        assert labels(ann, answer) == [["CSV", "XLSX"], ["\u270e 1", "\u270e 2", "\u270e 3"]]
    async with run_bot():
        await ann.press(answer, "\u270e 2")
        alone = await until(lambda: [m for m in ann.messages() if "12\n\n" in m.get("text", "")])
        await choose(ann, alone[0], "\u2717 Wrong", "2", "3")
        await until(lambda: copied(ann, alone[0]) == ["13", "12"])
        assert not any("this one alone" in m.get("text", "") for m in ann.messages())
        forged = answer["reply_markup"]["inline_keyboard"][1][0]["callback_data"][:-10] + "0" * 10
        assert await told(ann.press_data(answer, forged)) == answers.OUT_OF_DATE
        assert await told(ann.press_old(answer, "\u270e 1")) == answers.OUT_OF_DATE


def lines(person, answer):
    return [line.split(" (") for line in now(person, answer)["text"].split("\n")]


async def rows_of_file(telegram, person, answer, count):
    """The table that CSV sends, without its heads and marks; the `count`th file."""
    assert await press(person, answer, "CSV") is None
    sent = await until(
        lambda: [c for c in telegram.made("sendDocument") if c.status == 200][count - 1 :]
    )
    data = telegram.world.files.get(sent[0].result["document"]["file_id"]).data
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]


async def alone(person, answer, place, text):
    """The answer to one picture of an album, on its own."""
    await person.press(answer, f"\u270e {place}")
    shown = [m for m in await until(lambda: found(person, f"{text}\n\n")) if m != answer]
    return shown[-1]


def found(person, start):
    return [m for m in person.messages() if m.get("text", "").startswith(start)]


async def test_what_is_corrected_shows_in_the_album_and_in_its_files(bot, telegram, ann, kept):
    answer = await ann.answer_to((await ann.send_album(pictures("407", "81", "9")))[0])
    buttons = labels(ann, answer)
    rows = await rows_of_file(telegram, ann, answer, 1)
    assert [row[:2] for row in rows] == [
        ["picture 1", "407"],
        ["picture 2", "81"],
        ["picture 3", "9"],
    ]
    assert await press(ann, answer, "CSV") == tables.SENT_ALREADY
    own = await alone(ann, answer, 2, "81")
    await choose(ann, own, "\u2717 Wrong", "1", "7")
    await until(lambda: lines(ann, answer)[2] == ["2. 87", "corrected)"])
    assert labels(ann, answer) == buttons
    assert [row[1:] for row in await rows_of_file(telegram, ann, answer, 2)][1] == ["87", ""]
    await reply(ann, await question(ann, own, "\u2717 1 \u2192 7", corrections.TYPE), "871")
    await until(lambda: lines(ann, answer)[2] == ["2. 871", "corrected)"])
    assert [row[1] for row in await rows_of_file(telegram, ann, answer, 3)] == ["407", "871", "9"]
    await reply(ann, await question(ann, own, "\u2717 Wrong", corrections.TYPE), "81")
    await until(lambda: lines(ann, answer)[2] == ["2. 81", "checked)"])
    assert [row[1] for row in await rows_of_file(telegram, ann, answer, 4)] == ["407", "81", "9"]


async def test_a_refused_picture_of_an_album_that_is_a_number_counts(
    bot, telegram, ann, kept, monkeypatch
):
    monkeypatch.setattr("bot.reading.page.page_reader.LEAST_NUMBER", 2.0)
    answer = await ann.answer_to((await ann.send_album(pictures("407", "12")))[0])
    assert lines(ann, answer)[0] == ["I read none of 2 pictures:"]
    await ann.press(answer, "\u270e 2")
    (own,) = await until(lambda: found(ann, answers.REFUSALS["not_a_digit"]))
    await reply(ann, await question(ann, own, corrections.IS_NUMBER), "12")
    await until(lambda: lines(ann, answer)[2] == ["2. 12", "corrected)"])
    assert lines(ann, answer)[0] == ["I read 1 of 2 pictures:"]
    assert [row[1] for row in await rows_of_file(telegram, ann, answer, 1)] == ["", "12"]
    await choose(ann, own, "\u2717 Wrong", answers.NOTHING_READ)
    await until(lambda: lines(ann, answer)[0] == ["I read none of 2 pictures:"])


async def test_where_the_albums_answer_is_gone_its_pictures_are_corrected_all_the_same(
    run_bot, telegram, ann, kept
):
    async with run_bot():
        answer = await ann.answer_to((await ann.send_album(pictures("407", "81")))[0])
        own = await alone(ann, answer, 2, "81")
        ann.delete(answer)
        await choose(ann, own, "\u2717 Wrong", "1", "7")
        await until(lambda: copied(ann, own) == ["87", "81"])
        answer = await ann.answer_to((await ann.send_album(pictures("8", "34")))[0])
        own = await alone(ann, answer, 2, "34")
    before = now(ann, answer)["text"]
    async with run_bot():
        await choose(ann, own, "\u2717 Wrong", "3", "5")
        await until(lambda: copied(ann, own) == ["54", "34"])
        assert now(ann, answer)["text"] == before
        assert await press(ann, answer, "CSV") == tables.ALBUM_GONE
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(1, 7), (3, 5)]


async def test_a_picture_that_could_not_be_had_can_be_asked_for_again(bot, telegram, ann):
    answer = await ann.answer_to((await ann.send_album(pictures("407", "12")))[0])
    telegram.faults.add("getFile", vanished())
    telegram.faults.add("sendMessage", Refuse(bad_request("message thread not found")))
    for ending in (answers.PRESSED[answers.FAILED], answers.GONE, "12"):
        await ann.press(answer, "\u270e 2")
        await until(lambda text=ending: ann.messages()[-1]["text"].startswith(text))
