"""Updates, files and access, through python-telegram-bot's own client and plain HTTP."""

from __future__ import annotations

import asyncio
import io

import aiohttp
import pytest
from PIL import Image
from telegram import Bot
from telegram.error import BadRequest, Conflict, EndPointNotFound, InvalidToken

from localtelegram.files import photo_sizes


async def test_the_bot_introduces_itself(bot, server):
    me = await bot.get_me()
    assert (me.id, me.is_bot) == (int(server.token.partition(":")[0]), True)


async def test_a_wrong_token_is_unauthorized_and_a_malformed_one_unknown(server):
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{server.url}/bot1:{'x' * 35}/getMe") as answer:
            assert answer.status == 401
            assert await answer.json() == {
                "ok": False,
                "error_code": 401,
                "description": "Unauthorized",
            }
        async with http.get(f"{server.url}/botnonsense/getMe") as answer:
            assert answer.status == 404
        async with http.get(f"{server.url}/file/bot1:{'x' * 35}/photos/file_1.jpg") as answer:
            assert answer.status == 401
    stranger = Bot("1:" + "x" * 35, base_url=server.base_url)
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_an_unknown_method_is_not_found(bot):
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("readMyMind")


async def test_parameters_come_by_query_form_json_and_multipart(server, ann):
    await ann.send_text("hello")
    address = f"{server.base_url}{server.token}/sendMessage"
    values = {"chat_id": 7, "text": "7"}
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("chat_id", "7")
    form.add_field("text", "7")
    async with aiohttp.ClientSession() as http:
        for way in (
            http.get(address, params=values),
            http.post(address, params=values),
            http.post(address, data=values),
            http.post(address, json=values),
            http.post(address, data=form),
        ):
            async with way as answer:
                assert (await answer.json())["result"]["text"] == "7"
        async with http.post(
            address, data=b"[1]", headers={"Content-Type": "application/json"}
        ) as no:
            assert no.status == 400
    assert len(server.made("sendMessage")) == 5


async def test_updates_wait_until_they_are_confirmed(bot, ann):
    for text in ("1", "2", "3"):
        await ann.send_text(text)
    first = await bot.get_updates(limit=2)
    assert [update.message.text for update in first] == ["1", "2"]
    again = await bot.get_updates()
    assert [update.message.text for update in again] == ["1", "2", "3"]
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [update.message.text for update in rest] == ["3"]
    assert await bot.get_updates(offset=rest[-1].update_id + 1) == ()


@pytest.mark.parametrize("limit", [0, 101])
async def test_a_limit_out_of_range_is_refused(bot, limit):
    with pytest.raises(BadRequest, match="Limit must be between"):
        await bot.get_updates(limit=limit)


async def test_a_negative_offset_forgets_all_but_the_last(bot, ann):
    for text in ("1", "2", "3"):
        await ann.send_text(text)
    assert [u.message.text for u in await bot.get_updates(offset=-1)] == ["3"]
    assert [u.message.text for u in await bot.get_updates()] == ["3"]


async def test_long_polling_ends_with_the_first_update_or_the_time(bot, ann):
    loop = asyncio.get_running_loop()
    polling = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    assert not polling.done()
    began = loop.time()
    await ann.send_text("7")
    assert [update.message.text for update in await polling] == ["7"]
    assert loop.time() - began < 10
    await bot.get_updates(offset=-1)
    began = loop.time()
    assert await bot.get_updates(offset=(await bot.get_updates())[0].update_id + 1, timeout=1) == ()
    assert loop.time() - began >= 0.9


async def test_allowed_updates_hold_until_they_are_changed(bot, ann):
    await bot.get_updates(allowed_updates=["edited_message"])
    message = await ann.send_text("7")
    await ann.edit(message, text="8")
    updates = await bot.get_updates()
    assert [update.edited_message.text for update in updates] == ["8"]
    await bot.get_updates(offset=updates[-1].update_id + 1, allowed_updates=[])
    await ann.send_text("9")
    assert [update.message.text for update in await bot.get_updates()] == ["9"]


async def test_the_older_of_two_pollers_gets_a_conflict(bot, server, ann):
    older = asyncio.create_task(bot.get_updates(timeout=20))
    await server.wait_for(lambda calls: any(call.method == "getUpdates" for call in calls))
    async with Bot(server.token, base_url=server.base_url) as twin:
        newer = asyncio.create_task(twin.get_updates(timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await older
        await ann.send_text("7")
        assert len(await newer) == 1


async def test_a_photo_comes_in_telegrams_sizes_and_downloads(bot, ann, picture):
    await ann.send_photo(picture(1600, 1200), caption="see /read")
    (update,) = await bot.get_updates()
    shapes = [(size.width, size.height) for size in update.message.photo]
    assert shapes == [(90, 68), (320, 240), (800, 600), (1280, 960)]
    assert update.message.caption_entities[0].type == "bot_command"
    for size in update.message.photo:
        file = await bot.get_file(size.file_id)
        data = await file.download_as_bytearray()
        assert len(data) == size.file_size == file.file_size
        with Image.open(io.BytesIO(data)) as image:
            assert (image.format, image.size) == ("JPEG", (size.width, size.height))


async def test_a_photo_is_turned_upright_and_never_enlarged():
    image = Image.new("RGB", (200, 100), "white")
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    assert [(w, h) for w, h, _ in photo_sizes(out.getvalue())] == [(45, 90), (100, 200)]


async def test_a_file_comes_byte_for_byte_with_what_its_sender_said_of_it(bot, ann, picture):
    data = picture()
    await ann.send_document(data, "zahl.png", "image/png")
    await ann.send_document(data)
    named, bare = (update.message.document for update in await bot.get_updates())
    assert (named.file_name, named.mime_type, named.file_size) == (
        "zahl.png",
        "image/png",
        len(data),
    )
    assert (bare.file_name, bare.mime_type) == (None, None)
    for document in (named, bare):
        file = await bot.get_file(document.file_id)
        assert bytes(await file.download_as_bytearray()) == data


async def test_a_file_over_20_mb_can_be_sent_and_not_downloaded(bot, ann):
    await ann.send_document(b"beginning", "scan.tiff", "image/tiff", length=20 * 2**20 + 1)
    (update,) = await bot.get_updates()
    assert update.message.document.file_size == 20 * 2**20 + 1
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(update.message.document.file_id)


async def test_an_unknown_file_is_refused(bot):
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("AgACAgIAAxkBAAIB")


async def test_an_album_is_separate_updates_with_one_group(bot, ann, picture):
    await ann.send_album([picture(), picture(300, 300), picture(200, 400)], caption="sum?")
    updates = await bot.get_updates()
    assert len(updates) == 3
    assert len({update.message.media_group_id for update in updates}) == 1
    assert [update.message.caption for update in updates] == ["sum?", None, None]


async def test_stickers_and_voice_messages_arrive(bot, ann):
    out = io.BytesIO()
    Image.new("RGBA", (512, 400)).save(out, "WEBP")
    await ann.send_sticker(out.getvalue())
    await ann.send_voice(b"OggS")
    sticker, voice = (update.message for update in await bot.get_updates())
    assert (sticker.sticker.width, sticker.sticker.is_animated) == (512, False)
    assert voice.voice.mime_type == "audio/ogg"


async def test_in_a_group_the_bot_hears_what_is_meant_for_it(bot, server, ann):
    server.world.add_group(-100123, "Class", {7})
    name = server.world.bot["username"]
    posted = await bot.send_message(-100123, "ready")
    bots = server.world.chats[-100123].messages[posted.message_id]
    await ann.send_text("just talk", chat=-100123)
    await ann.send_text("/read", chat=-100123)
    await ann.send_text("/read@other_bot", chat=-100123)
    await ann.send_text(f"😀 @{name} please", chat=-100123)
    await ann.send_text("thanks", chat=-100123, reply_to=bots)
    heard = [update.message.text for update in await bot.get_updates()]
    assert heard == ["/read", f"😀 @{name} please", "thanks"]
    member = await bot.get_chat_member(-100123, 7)
    assert member.status == "creator"


async def test_blocking_is_told_and_felt(bot, ann):
    await ann.send_text("hi")
    ann.block()
    updates = await bot.get_updates()
    assert updates[-1].my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(Exception, match="bot was blocked by the user") as refused:
        await bot.send_message(7, "are you there?")
    assert type(refused.value).__name__ == "Forbidden"
    ann.block(blocked=False)
    await bot.send_message(7, "there you are")
