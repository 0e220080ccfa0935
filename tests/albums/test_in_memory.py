from __future__ import annotations

import asyncio
import datetime as dt
import time

from telegram import Chat, Message

from bot.albums.in_memory import MOST, Albums


def part(number, group="g", chat=1):
    date = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return Message(number, date, Chat(chat, "private"), media_group_id=group)


async def gather(albums, messages):
    return await asyncio.gather(*(albums.gather(message, addressed=True) for message in messages))


def numbers(album):
    return album and [message.message_id for message in album.messages]


async def test_the_first_gets_the_whole_album_in_order():
    albums = Albums(quiet=0.02)
    parts = [part(n) for n in (12, 11, 13)]
    first, *others = await gather(albums, parts)
    assert numbers(first) == [11, 12, 13]
    assert others == [None, None]


async def test_each_part_makes_the_album_wait_again():
    albums = Albums(quiet=1.0)
    whole = asyncio.create_task(albums.gather(part(1), addressed=True))
    for number in (2, 3):
        await asyncio.sleep(0.55)
        assert await albums.gather(part(number), addressed=False) is None
    assert numbers(await whole) == [1, 2, 3]
    assert whole.result().addressed


async def test_albums_of_other_groups_and_chats_are_others():
    albums = Albums(quiet=0.01)
    parts = [part(1), part(2, group="h"), part(1, chat=2)]
    assert [numbers(album) for album in await gather(albums, parts)] == [[1], [2], [1]]


async def test_a_full_album_and_one_at_the_end_wait_for_nothing():
    albums = Albums(quiet=60)
    begin = time.monotonic()
    first, *_ = await gather(albums, [part(n) for n in range(MOST)])
    assert len(first.messages) == MOST
    whole = asyncio.create_task(albums.gather(part(1), addressed=True))
    await asyncio.sleep(0)
    albums.close()
    assert numbers(await whole) == [1]
    assert numbers(await albums.gather(part(2, group="late"), addressed=False)) == [2]
    assert time.monotonic() - begin < 30
