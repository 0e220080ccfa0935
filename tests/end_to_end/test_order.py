"""Many at once: each chat in order, none waits for another, nobody is forgotten."""

from __future__ import annotations

import asyncio

from reading.scenes import draw, encoded

from benchmarks.fault_kinds import Hang


async def test_one_chat_is_answered_in_order(bot, telegram, ann):
    telegram.faults.add("getFile", Hang(0.2), delay=0)
    photos = [await ann.send_photo(encoded(draw(str(n)))) for n in (1, 2, 3, 4)]
    answers = await asyncio.gather(*(ann.answer_to(photo) for photo in photos))
    assert [answer["text"][0] for answer in answers] == ["1", "2", "3", "4"]
    ids = [answer["message_id"] for answer in answers]
    assert ids == sorted(ids)


async def test_a_chat_does_not_wait_for_another(bot, hurried, telegram, ann, ben):
    slow = await ann.send_photo(encoded(draw("1")))
    stuck = {size["file_id"] for size in slow["photo"]}
    telegram.faults.add("getFile", Hang(1.0), where=lambda values: values["file_id"] in stuck)
    quick = await ben.send_photo(encoded(draw("7")))
    first, second = await asyncio.gather(ann.answer_to(slow), ben.answer_to(quick))
    assert (first["text"][0], second["text"][0]) == ("1", "7")
    answered = [call.values["chat_id"] for call in telegram.made("sendMessage")]
    assert [int(chat) for chat in answered] == [ben.id, ann.id]


async def test_many_chats_at_once_each_get_their_own_answer(bot, telegram):
    people = [telegram.user(100 + n) for n in range(20)]
    photos = await asyncio.gather(
        *(user.send_photo(encoded(draw(str(n)))) for n, user in enumerate(people, 10))
    )
    answers = await asyncio.gather(
        *(user.answer_to(photo) for user, photo in zip(people, photos, strict=True))
    )
    assert [answer["text"].split("\n")[0] for answer in answers] == [str(n) for n in range(10, 30)]
    assert len(telegram.made("sendMessage")) == 20


async def test_what_was_sent_while_the_bot_was_away_is_answered(telegram, run_bot, ann):
    photos = [await ann.send_photo(encoded(draw(str(n)))) for n in (5, 6)]
    async with run_bot():
        answers = [await ann.answer_to(photo) for photo in photos]
    assert [answer["text"][0] for answer in answers] == ["5", "6"]


async def test_what_was_fetched_is_answered_before_the_end(telegram, run_bot, ann, ben):
    telegram.faults.add("getFile", Hang(0.3), times=2)
    async with run_bot():
        photos = [
            await user.send_photo(encoded(draw(str(n)))) for user in (ann, ben) for n in (7, 2)
        ]
        await telegram.wait_for(lambda calls: any(c.method == "getFile" for c in calls))
    for photo in photos:
        assert await ann.answer_to(photo, within=0.1)
