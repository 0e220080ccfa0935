"""Anonymous admins, channels that write in a group, and channels that are linked to one."""

from __future__ import annotations

import pytest

from bot.gateway.admission import Refusal
from bot.replies import corrections, notices, rights
from bot.storage.correction_values import Tally
from localtelegram.methods import receiving
from tests.end_to_end.presses import SEVEN, ask, labels, press, until

NEWS, OTHER = -1005005005005, -1006006006006


@pytest.fixture
def channel(telegram, ann):
    """A channel of Ann's, which the bot is in."""
    return telegram.world.add_group(NEWS, "News", {ann.id}, kind="channel")


@pytest.fixture
def owned(telegram, ann, ben, group):
    """The group, of which Ann is the owner and Ben an anonymous admin."""
    place = telegram.world.chats[group]
    place.administrators |= {ann.id, ben.id}
    place.anonymous.add(ben.id)
    return place


async def test_who_may_write_in_the_groups_name_may_press(
    bot, telegram, ann, ben, group, owned, kept
):
    answer = await ask(ben, chat=group, caption="/read", in_name_of=group)
    cid = telegram.user(9, "Cid")
    assert await press(cid, answer, "✓ Right") == corrections.NOT_YOURS
    assert await press(ann, answer, "✓ Right") == corrections.THANKS
    assert await press(ben, answer, "✗ Wrong") is None
    await until(lambda: len(labels(ben, answer)) == 5)
    assert "7 is a 1" in await press(ben, answer, "1")
    assert (await kept.tally()).corrections == 1


async def test_an_admin_under_their_own_name_may_not(bot, telegram, ann, ben, group, owned):
    cid = telegram.user(9, "Cid")
    owned.administrators.add(cid.id)
    answer = await ask(ben, chat=group, caption="/read", in_name_of=group)
    assert await press(cid, answer, "✓ Right") == corrections.NOT_YOURS


async def test_who_may_write_as_a_channel_may_press(bot, ann, ben, group, channel, kept):
    answer = await ask(ann, chat=group, caption="/read", in_name_of=NEWS)
    assert await press(ben, answer, "✓ Right") == corrections.NOT_YOURS
    assert await press(ann, answer, "✓ Right") == corrections.THANKS
    assert await kept.tally() == Tally(right=1)


async def test_of_a_channel_that_tells_nothing_it_says_so(bot, ann, admin, group, channel, kept):
    channel.members_hidden = True
    answer = await ask(ann, chat=group, caption="/read", in_name_of=NEWS)
    assert await press(ann, answer, "✓ Right") == corrections.UNKNOWN
    assert await press(admin, answer, "✓ Right") == corrections.THANKS


async def test_a_server_that_knows_fewer_rights_leaves_the_sender_unknown(
    bot, ann, ben, admin, group, owned, kept, monkeypatch, caplog
):
    whole = receiving._administrator

    def older(chat, user):
        return {key: value for key, value in whole(chat, user).items() if "stories" not in key}

    monkeypatch.setattr(receiving, "_administrator", older)
    answer = await ask(ben, chat=group, caption="/read", in_name_of=group)
    assert await press(ben, answer, "✓ Right") == corrections.UNKNOWN
    assert "is the Bot API server of the bot's age?" in caplog.text
    assert await press(ann, answer, "✓ Right") == corrections.THANKS
    assert await kept.tally() == Tally(right=1)
    assert admin.messages() == []


@pytest.mark.parametrize("hidden", [False, True])
async def test_under_a_post_of_a_linked_channel_its_admins_may_press(
    bot, telegram, ann, ben, group, channel, owned, kept, hidden
):
    channel.linked_to, channel.members_hidden = group, hidden
    photo = await ann.send_photo(SEVEN, chat=group, in_name_of=NEWS)
    assert photo["from"]["id"] == 777000
    await ben.send_text("/read", chat=group, reply_to=photo)
    answer = await ben.answer_to(photo)
    cid = telegram.user(9, "Cid")
    assert await press(cid, answer, "✓ Right") == corrections.NOT_YOURS
    assert await press(ann, answer, "✓ Right") == corrections.THANKS


async def test_how_much_one_may_send_is_counted_for_each_group(
    telegram, run_bot, ann, ben, group, owned
):
    other = telegram.world.add_group(OTHER, "Other", {ben.id}, privacy=False)
    other.anonymous.add(ben.id)
    async with run_bot(rate_per_user=1):
        mine = await ann.send_photo(SEVEN, chat=group, caption="/read", in_name_of=group)
        theirs = await ben.send_photo(SEVEN, chat=OTHER, caption="/read", in_name_of=OTHER)
        for person, photo in ((ann, mine), (ben, theirs)):
            assert (await person.answer_to(photo))["text"].startswith("7\n")
        more = await ask(ann, chat=group, caption="/read", in_name_of=group)
        assert more["text"] == notices.notice(Refusal.PERSON_TOO_FAST, group)


@pytest.mark.parametrize("command", ["/corrections", "/train", "/models", "/cancel"])
async def test_an_admin_who_is_anonymous_is_asked_to_come_alone(bot, admin, group, owned, command):
    asked = await admin.send_text(command, chat=group, in_name_of=group)
    assert (await admin.answer_to(asked))["text"] == rights.ANONYMOUS
