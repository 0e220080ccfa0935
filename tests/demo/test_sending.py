"""What the bot sends, edits and answers, and every refusal on the way."""

from __future__ import annotations

import asyncio
import io

import pytest
from PIL import Image
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    ReplyParameters,
)
from telegram.error import BadRequest, NetworkError


def keyboard(text: str = "yes", **action: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, **action)]])


YES = keyboard(callback_data="y")


async def test_a_reply_quotes_its_message(bot, ann):
    question = await ann.send_text("7?")
    sent = await bot.send_message(
        7, "<b>7</b>", parse_mode="HTML", reply_parameters=ReplyParameters(question["message_id"])
    )
    assert sent.reply_to_message.text == "7?"
    assert (await ann.answer_to(question))["message_id"] == sent.message_id


async def test_replying_to_a_message_that_is_gone(bot, ann):
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(7, "7", reply_parameters=ReplyParameters(99))
    alone = await bot.send_message(
        7, "7", reply_parameters=ReplyParameters(99, allow_sending_without_reply=True)
    )
    assert alone.reply_to_message is None


@pytest.mark.parametrize(
    ("text", "extra", "why"),
    [
        ("x" * 4097, {}, "Message is too long"),
        ("😀" * 2049, {}, "Message is too long"),
        ("  ", {}, "Message text is empty"),
        ("<b> </b>", {"parse_mode": "HTML"}, "Message text is empty"),
        ("7", {"reply_markup": keyboard(callback_data="x" * 65)}, "Button_data_invalid"),
        ("7", {"reply_markup": keyboard(callback_data="ü" * 33)}, "Button_data_invalid"),
        ("7", {"reply_markup": keyboard(" ", callback_data="x")}, "Text must be non-empty"),
        ("7", {"reply_markup": keyboard(url="ftp://x")}, "Wrong HTTP URL"),
        ("7", {"reply_markup": keyboard()}, "Text buttons are unallowed"),
        ("7", {"reply_markup": keyboard(url="https://a.b", callback_data="x")}, "one action"),
        ("7", {"parse_mode": "BBCode"}, "Unsupported parse_mode"),
        ("7", {"message_thread_id": 3}, "Message thread not found"),
    ],
)
async def test_text_that_telegram_refuses(bot, ann, text, extra, why):
    with pytest.raises(BadRequest, match=f"(?i){why}"):
        await bot.send_message(7, text, **extra)


async def test_the_longest_text_and_data_are_taken(bot, ann):
    sent = await bot.send_message(7, "x" * 4096, reply_markup=keyboard(callback_data="y" * 64))
    assert len(sent.text) == 4096


async def test_nobody_is_written_to_who_has_not_started_the_bot(bot, server):
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(8, "hello")
    shy = server.user(8, started=False)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(8, "hello")
    await shy.send_text("/start")
    await bot.send_message(8, "hello")


async def test_photos_go_by_upload_and_again_by_id(bot, ann, picture):
    first = await bot.send_photo(7, picture(), caption="*7*", parse_mode="MarkdownV2")
    assert (first.caption, first.caption_entities[0].type) == ("7", "bold")
    again = await bot.send_photo(7, first.photo[-1].file_id)
    assert [s.file_unique_id for s in again.photo] == [s.file_unique_id for s in first.photo]


async def test_photos_that_telegram_refuses(bot, ann, picture):
    document = await bot.send_document(7, b"text", filename="a.txt")
    for photo, why in [
        (b"no picture", "Image_process_failed"),
        (picture(2100, 100), "Photo_invalid_dimensions"),
        ("AgACnonsense", "Wrong file identifier"),
        (document.document.file_id, "Can't use file of type Document as Photo"),
        ("https://example.org/a.png", "Failed to get HTTP URL content"),
    ]:
        with pytest.raises(BadRequest, match=f"(?i){why}"):
            await bot.send_photo(7, photo)
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_photo(7, picture(), caption="x" * 1025)
    with pytest.raises(BadRequest, match="too big for a photo"):
        await bot.send_photo(7, b"x" * (10 * 2**20 + 1))


async def test_uploads_over_50_mb_are_refused(bot, ann):
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(7, b"x" * (50 * 2**20 + 1), write_timeout=60, read_timeout=60)


async def test_documents_keep_bytes_name_and_type(bot, ann):
    sent = await bot.send_document(7, b"%PDF", filename="größe.pdf", reply_markup=YES)
    assert (sent.document.file_name, sent.document.mime_type) == ("größe.pdf", "application/pdf")
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"%PDF"


async def test_an_album_from_the_bot(bot, ann, picture):
    known = await bot.send_photo(7, picture(100, 200))
    media = [InputMediaPhoto(picture(), caption="1"), InputMediaPhoto(known.photo[-1].file_id)]
    sent = await bot.send_media_group(7, media)
    assert len({message.media_group_id for message in sent}) == 1
    with pytest.raises(BadRequest, match="2-10 items"):
        await bot.send_media_group(7, media[:1])
    with pytest.raises(BadRequest, match="can't be mixed"):
        await bot.send_media_group(7, [media[0], InputMediaDocument(b"1", filename="a")])


async def test_a_sticker_from_the_bot(bot, ann):
    out = io.BytesIO()
    Image.new("RGBA", (512, 512)).save(out, "WEBP")
    assert (await bot.send_sticker(7, out.getvalue())).sticker.width == 512


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


async def test_captions_and_media_are_edited(bot, ann, picture):
    sent = await bot.send_photo(7, picture(), caption="a")
    assert (await sent.edit_caption("b")).caption == "b"
    edited = await sent.edit_media(InputMediaDocument(b"1", filename="a.txt", caption="c"))
    assert (edited.document.file_name, edited.caption, edited.photo) == ("a.txt", "c", ())


async def test_deletion(bot, server, ann):
    sent = await bot.send_message(7, "7")
    await sent.delete()
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()
    keep, lose = await bot.send_message(7, "1"), await bot.send_message(7, "2")
    await bot.delete_messages(7, [lose.message_id, 99])
    assert list(server.world.chats[7].messages) == [keep.message_id]


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


async def test_chat_actions(bot, ann):
    await bot.send_chat_action(7, "typing")
    with pytest.raises(BadRequest, match="Wrong parameter action"):
        await bot.send_chat_action(7, "thinking")


async def test_command_lists_by_scope_narrowest_first(bot, server, ann):
    await bot.set_my_commands([BotCommand("start", "Begin")])
    await bot.set_my_commands([BotCommand("help", "Help")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([BotCommand("train", "Learn")], scope=BotCommandScopeChat(7))

    def menu() -> list[str]:
        shown = server.world.commands.shown(
            chat_id=7, user_id=7, private=True, admin=False, language="en"
        )
        return [command["command"] for command in shown]

    assert menu() == ["train"]
    await bot.delete_my_commands(scope=BotCommandScopeChat(7))
    assert menu() == ["help"]
    assert [command.command for command in await bot.get_my_commands()] == ["start"]
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands([BotCommand("a", "b")], scope=BotCommandScopeChat(8))
    for bad, why in [
        (("Start", "x"), "command_invalid"),
        (("a b", "x"), "command_invalid"),
        (("a", ""), "description_invalid"),
        (("a", "x" * 257), "description_invalid"),
    ]:
        with pytest.raises(BadRequest, match=f"(?i){why}"):
            await bot.set_my_commands([bad])


async def test_the_profile(bot):
    await bot.set_my_description("Reads digits")
    await bot.set_my_short_description("Digits")
    assert (await bot.get_my_description()).description == "Reads digits"
    assert (await bot.get_my_short_description()).short_description == "Digits"
    assert (await bot.get_my_name()).name == "Digit Reader"
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("x" * 121)
