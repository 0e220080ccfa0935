"""Groups with topics, and pictures of other chats and topics that people ask about."""

from __future__ import annotations

import logging

import pytest
from reading.scenes import draw, encoded

from bot.replies import answers, corrections
from tests.end_to_end.presses import SEVEN, ask, choose, labels, press, until

NAME = "@local_digit_bot"
OTHER = -1007777777777


@pytest.fixture
def topic(telegram, ann, group) -> int:
    """A topic of the group."""
    return telegram.world.add_topic(telegram.world.chats[group], "Maths", ann.info)


@pytest.fixture
async def elsewhere(telegram, ann, ben):
    """A picture in another chat, in which the bot is not."""
    chat = telegram.world.add_group(OTHER, "Elsewhere", set())
    photo = await ben.send_photo(encoded(draw("407")), chat=OTHER)
    del telegram.world.chats[chat.chat_id]
    return photo


async def test_an_answer_goes_into_the_topic(bot, ann, group, topic):
    answer = await ask(ann, chat=group, caption=NAME, topic=topic)
    assert answer["text"].startswith("7\n")
    assert answer["message_thread_id"] == topic


async def test_where_topics_are_switched_off_again_the_answer_comes_all_the_same(
    bot, telegram, ann, admin, group, topic, caplog
):
    caplog.set_level(logging.INFO, "bot")
    photo = await ann.send_photo(SEVEN, chat=group, topic=topic)
    telegram.world.close_topics(telegram.world.chats[group])
    await ann.send_text("/read", chat=group, reply_to=photo)
    answer = await ann.answer_to(photo)
    assert answer["text"].startswith("7\n")
    assert "message_thread_id" not in answer
    assert [c.status for c in telegram.made("sendMessage")] == [400, 200]
    assert "a topic is no more" in caplog.text
    assert "blocked" not in caplog.text
    await ann.press(answer, "Show how")
    await until(lambda: any("photo" in m for m in ann.messages(group) if m["from"]["is_bot"]))
    assert admin.messages() == []


async def test_how_is_shown_under_an_answer_of_a_topic_that_is_no_more(
    bot, telegram, ann, group, topic
):
    answer = await ask(ann, chat=group, caption=NAME, topic=topic)
    telegram.world.close_topics(telegram.world.chats[group])
    await ann.press(answer, "Show how")
    await until(lambda: any("photo" in m for m in ann.messages(group) if m["from"]["is_bot"]))


async def test_a_plain_read_in_a_topic_answers_nothing(bot, ann, group, topic):
    asked = await ann.send_text("/read", chat=group, topic=topic)
    assert asked["reply_to_message"]["forum_topic_created"]
    assert (await ann.answer_to(asked))["text"] == answers.READ_WHAT


async def test_in_a_topic_that_the_bot_began_it_speaks_only_when_spoken_to(
    bot, telegram, ann, group
):
    chat = telegram.world.chats[group]
    own = telegram.world.add_topic(chat, "Digits", telegram.world.bot)
    await ann.send_photo(SEVEN, chat=group, topic=own)
    asked = await ann.send_photo(SEVEN, chat=group, topic=own, caption=NAME)
    await ann.answer_to(asked)
    assert len(telegram.made("sendMessage")) == 1


@pytest.mark.parametrize("words", ["/read", f"/read{NAME}", f"what is this, {NAME}?"])
async def test_a_picture_of_another_chat(bot, ann, group, elsewhere, words):
    asked = await ann.send_text(words, chat=group, reply_elsewhere=elsewhere)
    assert (await ann.answer_to(asked))["text"].startswith("407\n")


async def test_a_picture_of_another_topic_as_a_file(bot, ann, ben, group, topic):
    picture = await ben.send_document(SEVEN, None, None, chat=group)
    asked = await ann.send_text("/read", chat=group, topic=topic, reply_elsewhere=picture)
    answer = await ann.answer_to(asked)
    assert answer["text"].startswith("7\n")
    assert answer["message_thread_id"] == topic


async def test_alone_with_the_bot_too(bot, ann, elsewhere):
    asked = await ann.send_text("/read", reply_elsewhere=elsewhere)
    assert (await ann.answer_to(asked))["text"].startswith("407\n")


async def test_the_buttons_under_it_work(bot, telegram, ann, ben, group, elsewhere, kept):
    asked = await ann.send_text("/read", chat=group, reply_elsewhere=elsewhere)
    answer = await ann.answer_to(asked)
    assert await press(ben, answer, "✓ Right") == corrections.NOT_YOURS
    await choose(ann, answer, "✗ Wrong", "4", "9")
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(4, 9)]
    await until(lambda: "Show how" in labels(ann, answer)[0])
    await ann.press(answer, "Show how")
    await until(lambda: any("photo" in m for m in ann.messages(group) if m["from"]["is_bot"]))


@pytest.mark.parametrize("hidden", [False, True])
async def test_the_answer_to_a_picture_of_another_topic_is_for_who_sent_it_to_judge(
    bot, telegram, ann, ben, group, topic, kept, hidden
):
    telegram.world.chats[group].administrators.add(ann.id)
    telegram.world.chats[group].anonymous.add(ann.id)
    picture = await ben.send_photo(encoded(draw("407")), chat=group)
    name = {"in_name_of": group} if hidden else {}
    asked = await ann.send_text("/read", chat=group, topic=topic, reply_elsewhere=picture, **name)
    answer = await ann.answer_to(asked)
    assert await press(ann, answer, "✓ Right") == corrections.NOT_YOURS
    await choose(ben, answer, "✗ Wrong", "4", "9")
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(4, 9)]
    assert await choose(ben, answer, "✓ Right") == corrections.STAYS_CORRECTED


async def test_of_who_is_hidden_in_another_topic_who_asks_may_judge(
    bot, telegram, ann, ben, group, topic
):
    telegram.world.chats[group].administrators.add(ben.id)
    telegram.world.chats[group].anonymous.add(ben.id)
    picture = await ben.send_photo(SEVEN, chat=group, in_name_of=group)
    asked = await ann.send_text("/read", chat=group, topic=topic, reply_elsewhere=picture)
    assert await press(ann, await ann.answer_to(asked), "✓ Right") == corrections.THANKS


async def test_what_is_no_picture_elsewhere_is_said_to_be_none(bot, telegram, ann, ben, group):
    telegram.world.add_group(OTHER, "Elsewhere", set())
    text = await ben.send_text("seven", chat=OTHER)
    asked = await ann.send_text("/read", chat=group, reply_elsewhere=text)
    assert (await ann.answer_to(asked))["text"] == answers.NO_PICTURE_THERE


async def test_a_picture_that_answers_the_bot_from_another_topic(bot, telegram, ann, group, topic):
    answer = await ask(ann, chat=group, caption=NAME)
    reply = await ann.send_photo(SEVEN, chat=group, topic=topic, reply_elsewhere=answer)
    assert (await ann.answer_to(reply))["text"].startswith("7\n")
