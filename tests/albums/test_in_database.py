"""Albums whose parts reach different processes, at a real PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
import json

import pytest
from telegram import Bot, Message

from bot.albums.in_database import SharedAlbums, essence
from bot.handlers.sources import picture_in
from bot.handlers.writers import writer_of
from bot.storage import Database
from bot.storage.albums import AlbumParts

QUIET = 0.5
BOT = Bot("1:" + "x" * 35)


def part(number, kind="private", **more):
    photo = {"file_id": f"id{number}", "file_unique_id": f"u{number}", "width": 9, "height": 9}
    whole = {
        "message_id": number,
        "date": 1_700_000_000,
        "chat": {"id": 5, "type": kind, "first_name": "Ann", "title": "Ann's group"},
        "from": {"id": 7, "is_bot": False, "first_name": "Ann", "username": "ann"},
        "media_group_id": "g",
        "photo": [photo],
    }
    return Message.de_json(whole | more, BOT)


@contextlib.asynccontextmanager
async def process(address, quiet=QUIET):
    """What one process has."""
    database = Database(address)
    database.start()
    try:
        yield SharedAlbums(database, quiet), database
    finally:
        await database.close()


async def gathered(*waiting):
    """The one album that comes of several calls."""
    found = [album for album in await asyncio.gather(*waiting) if album is not None]
    assert len(found) == 1
    numbers = [message.message_id for message in found[0].messages]
    return found[0], numbers


async def test_one_process_gets_all_parts_in_order(postgres):
    async with process(postgres) as (one, database), process(postgres) as (two, _):
        await database.check()
        album, numbers = await gathered(
            one.gather(part(3), addressed=False),
            two.gather(part(1), addressed=False),
            one.gather(part(2), addressed=False),
            two.gather(part(4), addressed=True),
            two.gather(part(4), addressed=True),
        )
        assert numbers == [1, 2, 3, 4]
        assert album.addressed
        assert [picture_in(message).file_id for message in album.messages] == [
            "id1", "id2", "id3", "id4",
        ]  # fmt: skip
        assert album.messages[0].get_bot() is BOT
        assert await AlbumParts(database).waiting(5) == {}
        album, numbers = await gathered(two.gather(part(5), addressed=False))
        assert (numbers, album.addressed) == ([5], False)


async def test_more_than_ten_are_one_wherever_they_come(postgres):
    long = 4 * QUIET  # so that all of them are noted in time, on a busy machine too
    async with process(postgres, long) as (one, database), process(postgres, long) as (two, _):
        await database.check()
        parts = [part(n, media_group_id="g" if n <= 10 else "h") for n in range(1, 15)]
        ben = {"id": 8, "is_bot": False, "first_name": "Ben"}
        other = part(20, media_group_id="x", **{"from": ben})
        calls = [
            (one if number % 2 else two).gather(item, addressed=number == 3)
            for number, item in enumerate([*parts, other])
        ]
        found = [album for album in await asyncio.gather(*calls) if album is not None]
        numbers = sorted([message.message_id for message in album.messages] for album in found)
        assert numbers == [list(range(1, 15)), [20]]
        assert sum(album.addressed for album in found) == 1


async def test_the_end_of_a_process_waits_for_nothing(postgres):
    async with process(postgres, quiet=100) as (albums, database):
        await database.check()
        waiting = asyncio.create_task(albums.gather(part(1), addressed=True))
        while not await AlbumParts(database).waiting(5):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        albums.close()
        _, numbers = await asyncio.wait_for(gathered(waiting), 50)
        assert numbers == [1]


async def test_without_its_database_a_process_gathers_what_it_gets():
    async with process("postgresql://nobody@127.0.0.1:1/none") as (albums, _):
        album, numbers = await gathered(
            albums.gather(part(2), addressed=False), albums.gather(part(1), addressed=True)
        )
        assert (numbers, album.addressed) == ([1, 2], True)


@pytest.mark.parametrize("kind", ["private", "group"])
def test_no_name_and_no_words_are_noted(kind):
    named = {"file_id": "a", "file_unique_id": "b", "file_name": "Ann.secret.png", "file_size": 9}
    message = part(
        1,
        kind,
        caption="Ann says hello",
        caption_entities=[{"type": "bold", "offset": 0, "length": 3}],
        sender_chat={"id": -9, "type": "channel", "title": "Ann's channel"},
        reply_to_message={"message_id": 9, "date": 1, "chat": {"id": 5, "type": "private"}},
        photo=[],
        document=named,
    )
    noted = json.dumps(essence(message))
    assert "Ann" not in noted
    assert "secret" not in noted
    assert "hello" not in noted
    again = Message.de_json(json.loads(noted), BOT)
    assert (again.from_user.id, again.sender_chat.id, again.chat.type) == (7, -9, kind)
    assert picture_in(again) == picture_in(message)


@pytest.mark.parametrize(
    ("origin", "writer"),
    [
        (None, 7),
        ({"type": "user", "sender_user": {"id": 7, "is_bot": False, "first_name": "Ann"}}, 7),
        ({"type": "user", "sender_user": {"id": 8, "is_bot": False, "first_name": "Ben"}}, None),
        ({"type": "hidden_user", "sender_user_name": "Ben"}, None),
    ],
)
def test_whose_hand_is_in_it_is_known_after_it_was_noted(origin, writer):
    forwarded = {} if origin is None else {"forward_origin": origin | {"date": 1}}
    message = part(1, "private", photo=[], **forwarded)
    assert writer_of(message) == writer
    noted = json.dumps(essence(message))
    assert "Ann" not in noted
    assert "Ben" not in noted
    assert writer_of(Message.de_json(json.loads(noted), BOT)) == writer
