"""Pictures that are edited: another one is answered, another caption is not."""

from __future__ import annotations

from reading.scenes import draw, encoded

from tests.end_to_end.conftest import all_done
from tests.end_to_end.presses import SEVEN
from tests.end_to_end.test_albums import another_album, pictures
from tests.end_to_end.test_pictures import number_in


async def test_an_edited_picture_is_read_again_but_not_for_its_caption(bot, telegram, ann):
    photo = await ann.send_photo(SEVEN)
    await ann.answer_to(photo)
    await ann.edit(photo, caption="seven")
    other = await telegram.user(99).send_photo(encoded(draw("42")))
    await telegram.user(99).answer_to(other)
    await all_done(ann)
    assert len(telegram.made("sendMessage")) == 2 + 1
    await ann.edit(photo, photo=other["photo"])
    await telegram.wait_for(lambda calls: len([c for c in calls if c.method == "sendMessage"]) == 4)
    assert number_in(ann.messages()[-1]) == "42"


async def test_nor_is_it_for_its_caption_whatever_was_pressed_meanwhile(
    run_bot, telegram, ann, monkeypatch
):
    monkeypatch.setattr("bot.app.MOST_SHOWN", 1)
    async with run_bot():
        photo = await ann.send_photo(SEVEN)
        await ann.press(await ann.answer_to(photo), "Show how")
        await telegram.wait_for(lambda _: telegram.made("sendPhoto"))
        await ann.edit(photo, caption="seven")
        await all_done(ann)
        assert len(telegram.made("sendMessage")) == 1 + 1


async def test_a_new_caption_in_an_album_is_no_new_picture(bot, telegram, ann):
    album = await ann.send_album(pictures("1", "2"))
    await ann.edit(album[1], caption="two, while the album is still awaited")
    await ann.answer_to(album[0])
    await ann.edit(album[1], caption="two")
    await another_album(ann)
    assert len(telegram.made("sendMessage")) == 2


async def test_an_edited_part_is_answered_on_its_own(bot, telegram, ann):
    album = await ann.send_album(pictures("1", "2"))
    await ann.answer_to(album[0])
    other = await telegram.user(99).send_photo(pictures("407")[0])
    await ann.edit(album[1], photo=other["photo"])
    assert (await ann.answer_to(album[1]))["text"].startswith("407\n\n")
