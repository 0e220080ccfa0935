"""What the bot sends, edits and answers, and every refusal on the way."""

from __future__ import annotations

import pytest
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
    first = await bot.send_photo(7, picture(), caption="<b>7</b>", parse_mode="HTML")
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
    sent = await bot.send_document(
        7, b"%PDF", filename="größe.pdf", reply_markup=keyboard(callback_data="y")
    )
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
