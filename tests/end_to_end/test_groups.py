"""In groups the bot answers when it is spoken to, and never else."""

from __future__ import annotations

import asyncio

import pytest
from reading.scenes import draw, encoded

from bot.replies import answers
from tests.end_to_end.conftest import all_done

SEVEN = encoded(draw("7"))
NAME = "@local_digit_bot"


@pytest.fixture
async def silent(telegram):
    """Awaits that all is worked on, and nothing is said of it."""

    async def check(person, chat=None):
        await all_done(person, chat)
        assert len(telegram.made("sendMessage")) == 1, "more than what was asked for now"

    return check


async def test_pictures_and_talk_among_people_are_left_alone(bot, ann, ben, group, silent):
    photo = await ann.send_photo(SEVEN, chat=group)
    await ben.send_text("nice 7!", chat=group, reply_to=photo)
    await ben.send_photo(SEVEN, chat=group, caption="for @somebody_else")
    await ben.send_album([SEVEN, SEVEN], chat=group)
    await ben.send_text(f"{NAME} is a bot", chat=group)
    await ben.send_text("/read@other_digit_bot", chat=group, reply_to=photo)
    await ben.edit(photo, caption="my photo")
    await asyncio.sleep(0.8)  # an album would be complete
    await silent(ann, group)


@pytest.mark.parametrize("caption", [NAME, f"please {NAME.upper()}", "/read", f"/read{NAME}"])
async def test_a_caption_that_calls_it(bot, ann, group, caption):
    photo = await ann.send_photo(SEVEN, chat=group, caption=caption)
    assert (await ann.answer_to(photo))["text"].startswith("7\n")


async def test_a_picture_that_answers_the_bot(bot, ann, group):
    photo = await ann.send_photo(SEVEN, chat=group, caption=NAME)
    answer = await ann.answer_to(photo)
    second = await ann.send_photo(encoded(draw("42")), chat=group, reply_to=answer)
    assert (await ann.answer_to(second))["text"].startswith("42\n")


@pytest.mark.parametrize("words", ["/read", f"/read{NAME}", f"what is this, {NAME}?"])
async def test_an_answer_to_somebodys_picture(bot, ann, ben, group, words):
    photo = await ann.send_photo(SEVEN, chat=group)
    await ben.send_text(words, chat=group, reply_to=photo)
    answer = await ann.answer_to(photo)
    assert answer["text"].startswith("7\n")
    assert answer["reply_markup"]["inline_keyboard"][0][-1]["text"] == "Show how"


async def test_a_picture_as_a_file_is_somebodys_picture_too(bot, ann, ben, group):
    photo = await ann.send_document(SEVEN, None, None, chat=group)
    await ben.send_text("/read", chat=group, reply_to=photo)
    assert (await ann.answer_to(photo))["text"].startswith("7\n")


async def test_id_tells_the_numbers_that_settings_want(bot, ann, group):
    alone = await ann.answer_to(await ann.send_text("/id"))
    assert alone["text"] == f"Your number on Telegram: {ann.id}"
    together = await ann.answer_to(await ann.send_text("/id", chat=group))
    told = f"Your number on Telegram: {ann.id}\nThe number of this group: {group}"
    assert together["text"] == told


async def test_read_without_a_picture(bot, ann, group):
    alone = await ann.send_text("/read", chat=group)
    assert (await ann.answer_to(alone))["text"] == answers.READ_WHAT
    text = await ann.send_text("seven", chat=group)
    about_text = await ann.send_text("/read", chat=group, reply_to=text)
    assert (await ann.answer_to(about_text))["text"] == answers.NO_PICTURE_THERE


async def test_a_caption_of_an_edited_picture_calls_it_later(bot, ann, group):
    photo = await ann.send_photo(SEVEN, chat=group)
    entities = [{"type": "mention", "offset": 0, "length": len(NAME)}]
    await ann.edit(photo, caption=NAME, caption_entities=entities)
    assert (await ann.answer_to(photo))["text"].startswith("7\n")


async def test_an_album_is_called_by_any_of_its_captions(bot, ann, group):
    album = await ann.send_album([SEVEN, SEVEN], chat=group, caption=NAME)
    assert (await ann.answer_to(album[0]))["text"].startswith("I read both pictures")


async def test_people_who_join_are_not_commented_on(bot, ann, silent):
    ann.send({"new_chat_title": "x"})
    await silent(ann)
