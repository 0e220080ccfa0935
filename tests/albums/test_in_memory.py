from __future__ import annotations

import asyncio
import datetime as dt
import time

import pytest
from telegram import Chat, Message, User

from bot.albums.in_memory import Albums
from bot.albums.limits import MOST, MOST_ALBUMS, waits
from bot.app import ALBUM_QUIET


def part(number, group="g", chat=1, sender=7, topic=None):
    date = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    user = User(sender, "Somebody", is_bot=False)
    place = Chat(chat, "private")
    return Message(
        number, date, place, from_user=user, media_group_id=group, message_thread_id=topic
    )


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


async def test_at_the_end_nothing_waits():
    albums = Albums(quiet=60)
    begin = time.monotonic()
    whole = asyncio.create_task(albums.gather(part(1), addressed=True))
    await asyncio.sleep(0)
    albums.close()
    assert numbers(await whole) == [1]
    assert numbers(await albums.gather(part(2, group="late"), addressed=False)) == [2]
    assert time.monotonic() - begin < 30


def sent_at_once(count, first=1, **more):
    """The parts that a client makes of so many pictures."""
    return [part(first + n, group=f"g{first}-{n // MOST}", **more) for n in range(count)]


@pytest.mark.parametrize("count", [10, 14, 20, 33])
async def test_more_than_ten_are_one_album(count):
    found = await gather(Albums(quiet=0.05), sent_at_once(count))
    assert [numbers(album) for album in found if album] == [list(range(1, count + 1))]


async def test_they_are_one_also_where_they_come_out_of_order():
    parts = sent_at_once(14)
    found = await gather(Albums(quiet=0.05), [*parts[10:], *reversed(parts[:10])])
    assert [numbers(album) for album in found if album] == [list(range(1, 15))]


async def test_they_are_one_also_where_the_rest_comes_later():
    albums, parts = Albums(quiet=0.5), sent_at_once(12)
    first = asyncio.create_task(gather(albums, parts[:10]))
    await asyncio.sleep(0.7)
    assert await gather(albums, parts[10:]) == [None, None]
    assert numbers((await first)[0]) == list(range(1, 13))


async def test_what_others_send_or_what_follows_a_small_album_is_another():
    parts = [*sent_at_once(10), *sent_at_once(3, 11, sender=8), *sent_at_once(2, 14, topic=3)]
    parts += [*sent_at_once(2, 20, sender=9), *sent_at_once(2, 30, sender=9)]
    found = await gather(Albums(quiet=0.05), parts)
    together = sorted(numbers(album) for album in found if album)
    assert together == [list(range(1, 11)), [11, 12, 13], [14, 15], [20, 21], [30, 31]]


def test_only_a_full_album_waits_for_what_a_slow_phone_sends_after_it():
    assert ALBUM_QUIET * waits([MOST]) > 4.0
    assert ALBUM_QUIET * waits([MOST, MOST]) > 4.0
    assert [waits(counts) for counts in ([1], [MOST - 1], [MOST, 2])] == [1.0] * 3


async def test_no_more_than_five_albums_are_waited_for():
    albums = Albums(quiet=600)
    most = MOST * MOST_ALBUMS
    first, *_ = await gather(albums, sent_at_once(most))
    assert len(first.messages) == most


async def test_which_part_is_meant_for_the_bot_counts_for_all():
    albums, parts = Albums(quiet=0.05), sent_at_once(12)
    found = await asyncio.gather(
        *(albums.gather(item, addressed=item is parts[11]) for item in parts)
    )
    assert found[0].addressed
