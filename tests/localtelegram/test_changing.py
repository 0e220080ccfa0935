"""The bot edits and deletes what it has sent, and answers presses."""

from __future__ import annotations

import asyncio

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest

YES = InlineKeyboardMarkup([[InlineKeyboardButton("yes", callback_data="y")]])


async def test_edits_change_the_message_and_only_if_something_changes(bot, server, ann):
    sent = await bot.send_message(7, "reading", reply_markup=YES)
    edited = await sent.edit_text("7", reply_markup=YES)
    assert (edited.text, edited.edit_date is not None) == ("7", True)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("7", reply_markup=YES)
    await sent.edit_reply_markup(None)
    assert "reply_markup" not in server.world.chats[7].messages[sent.message_id]
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(None)


async def test_a_message_whose_keyboard_changes_does_not_count_as_edited(bot, ann):
    sent = await bot.send_message(7, "7", reply_markup=YES)
    assert (await sent.edit_reply_markup(None)).edit_date is None


async def test_edits_of_what_cannot_be_edited(bot, ann, picture):
    own = await ann.send_text("mine")
    photo = await bot.send_photo(7, picture())
    text = await bot.send_message(7, "7")
    for change, why in [
        (bot.edit_message_text("8", 7, 99), "Message to edit not found"),
        (bot.edit_message_text("8", 7, own["message_id"]), "Message can't be edited"),
        (bot.edit_message_text("8", 7), "Message identifier is not specified"),
        (bot.edit_message_text("8", 7, photo.message_id), "There is no text in the message"),
        (bot.edit_message_caption(7, text.message_id, caption="8"), "There is no caption"),
        (bot.edit_message_text("<b>", 7, text.message_id, parse_mode="HTML"), "can't find end tag"),
    ]:
        with pytest.raises(BadRequest, match=why):
            await change


async def test_captions_are_edited(bot, ann, picture):
    sent = await bot.send_photo(7, picture(), caption="a")
    assert (await sent.edit_caption("b")).caption == "b"


async def test_a_press_is_answered_once_and_in_time(bot, server, ann):
    sent = await bot.send_message(7, "7?", reply_markup=YES)
    shown = server.world.chats[7].messages[sent.message_id]
    press = await ann.press(shown, "yes")
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert (query.data, query.from_user.id, query.message.message_id) == ("y", 7, sent.message_id)
    await query.answer("noted", show_alert=True)
    assert (await press.answer)["text"] == "noted"
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer()
    server.world.callbacks.lifetime = 0.0
    late = await ann.press(shown, "yes")
    await asyncio.sleep(0.01)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(late.query_id)
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(late.query_id, "x" * 201)
    with pytest.raises(LookupError):
        await ann.press(shown, "no")


async def test_a_press_under_a_reply_to_a_deleted_message_tells_nothing_of_it(bot, ann):
    question = await ann.send_text("7?")
    await bot.send_message(
        7, "7", reply_markup=YES, reply_parameters=ReplyParameters(question["message_id"])
    )
    reply = await ann.answer_to(question)
    await ann.press(reply, "yes")
    ann.delete(question)
    await ann.press(reply, "yes")
    _, before, after = await bot.get_updates()
    assert before.callback_query.message.reply_to_message.text == "7?"
    assert after.callback_query.message.reply_to_message is None
