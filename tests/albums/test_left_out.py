from __future__ import annotations

from bot.albums import left_out
from bot.albums.left_out import LeftOut

from .test_in_memory import sent_at_once


def numbers_of(parts):
    return [part.message_id for part in parts]


def remembered(parts):
    known = LeftOut()
    for one in parts:
        known.add(one)
    return known


def test_what_was_sent_at_once_with_an_album_is_told_once():
    parts = sent_at_once(35)
    known = remembered(parts[30:])
    assert numbers_of(known.take(parts[:30])) == [31, 32, 33, 34, 35]
    assert known.take(parts[:30]) == []


def test_a_part_of_the_album_itself_may_come_first():
    first, *others = sent_at_once(3)
    assert numbers_of(remembered([first]).take(others)) == [1]


def test_what_came_before_after_a_small_one_or_from_others_is_not_of_it():
    earlier, album, later = sent_at_once(10), sent_at_once(3, 11), sent_at_once(2, 20)
    others = [*sent_at_once(2, 14, sender=8), *sent_at_once(2, 14, chat=2)]
    assert remembered([*earlier, *later, *others]).take(album) == []


def test_it_is_forgotten_after_a_while(monkeypatch):
    now = 1000.0
    monkeypatch.setattr(left_out.time, "monotonic", lambda: now)
    first, *others = sent_at_once(3)
    known = remembered([first])
    now += left_out.REMEMBERED + 1
    assert known.take(others) == []
