from __future__ import annotations

from types import SimpleNamespace

import pytest
from telegram import CallbackQuery, Chat, Message, Update, User

from bot.gateway import admission as module
from bot.gateway.admission import Admission, LeakyBuckets, Refusal
from bot.gateway.moved_groups import MovedGroups
from bot.handlers.rights import is_for_everybody
from bot.replies import notices, rights
from bot.settings import Settings
from bot.signing import Keys

ADA, ANN, BEN = 1, 7, 8
HOMEWORK, OTHER = -100, -200


class Clock:
    def __init__(self, monkeypatch):
        self.now = 1000.0
        monkeypatch.setattr(module.time, "monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def message(person, chat=None, text="7", number=[0]):  # noqa: B006 - counts
    number[0] += 1
    place = Chat(chat, Chat.GROUP) if chat else Chat(person, Chat.PRIVATE)
    user = User(person, "Somebody", is_bot=False)
    return Update(number[0], message=Message(number[0], 0, place, from_user=user, text=text))


def press(person, data):
    query = CallbackQuery("1", User(person, "Somebody", is_bot=False), "chat", data=data)
    return Update(1, callback_query=query)


def judge(stuck=False, concerns=lambda update: True, **choices):
    choices = {"admin_ids": frozenset({ADA})} | choices
    update_queue = SimpleNamespace(stuck=stuck)
    return Admission(
        Settings(_env_file=None, **choices), update_queue, concerns, is_for_everybody, MovedGroups()
    ).judge


def test_a_bucket_lets_so_many_through_and_fills_up_again_over_a_minute(clock):
    rates = LeakyBuckets(3)
    assert [rates.take("ann") for _ in range(4)] == [True, True, True, False]
    assert rates.take("ben")
    clock.now += 19
    assert not rates.take("ann")
    clock.now += 1.1
    assert rates.take("ann"), "what was refused has not been counted"
    assert not rates.take("ann")
    clock.now += 3600
    assert [rates.take("ann") for _ in range(4)] == [True, True, True, False]


def test_a_clock_that_does_not_move_changes_nothing(clock):
    rates = LeakyBuckets(100)
    assert sum(rates.take("ann") for _ in range(1000)) == 100


def test_no_limit_is_no_limit(clock):
    rates = LeakyBuckets(0)
    assert all(rates.take("ann") for _ in range(1000))


def test_memory_is_bounded(clock, monkeypatch):
    monkeypatch.setattr(module, "MOST_KNOWN", 10)
    rates = LeakyBuckets(1)
    for key in range(100):
        assert rates.take(key)
    assert len(rates._levels) == 10
    assert not rates.take(99)
    told = Admission(Settings(_env_file=None), None, None, None, MovedGroups())
    assert all(told.notice_is_due(key) for key in range(100))
    assert len(told._told) == 10


def test_each_person_has_a_share_and_so_has_each_chat(clock):
    decide = judge(rate_per_user=2, rate_per_chat=3)
    assert [decide(message(ANN, HOMEWORK)) for _ in range(3)] == [
        None,
        None,
        Refusal.PERSON_TOO_FAST,
    ]
    assert decide(message(BEN, HOMEWORK)) is None
    assert decide(message(BEN, HOMEWORK)) is Refusal.CHAT_TOO_FAST
    clock.now += 60
    assert decide(message(ANN)) is None


def test_admins_have_no_limits(clock):
    decide = judge(stuck=True, rate_per_user=1, allowed_users=frozenset({ANN}))
    assert [decide(message(ADA)) for _ in range(5)] == [None] * 5


def test_what_is_not_for_the_bot_counts_for_nothing(clock):
    decide = judge(rate_per_user=1, concerns=lambda update: update.message.text != "chat")
    assert [decide(message(ANN, HOMEWORK, "chat")) for _ in range(5)] == [None] * 5
    assert decide(message(ANN, HOMEWORK)) is None
    assert decide(message(ANN, HOMEWORK)) is Refusal.PERSON_TOO_FAST


def test_when_nothing_moves_people_are_sent_away(clock):
    assert judge(stuck=True)(message(ANN)) is Refusal.BUSY


@pytest.mark.parametrize(
    ("lists", "ann", "ben", "ben_in_homework", "ben_in_other"),
    [
        ({}, True, True, True, True),
        ({"allowed_users": frozenset({ANN})}, True, False, False, False),
        ({"allowed_chats": frozenset({HOMEWORK})}, False, False, True, False),
        (
            {"allowed_users": frozenset({ANN}), "allowed_chats": frozenset({HOMEWORK})},
            True,
            False,
            True,
            False,
        ),
    ],
)
def test_only_those_on_the_lists_are_let_in(clock, lists, ann, ben, ben_in_homework, ben_in_other):
    decide = judge(**lists)
    updates = [message(ANN), message(BEN), message(BEN, HOMEWORK), message(BEN, OTHER)]
    expected = [ann, ben, ben_in_homework, ben_in_other]
    assert [decide(update) is None for update in updates] == expected


def test_somebody_on_the_list_may_use_it_in_any_group(clock):
    assert judge(allowed_users=frozenset({ANN}))(message(ANN, OTHER)) is None


@pytest.mark.parametrize(
    ("text", "allowed"),
    [("/privacy", True), ("/forget", True), ("/forget@some_bot", True), ("/forgetful", False)],
)
def test_a_stranger_may_still_ask_what_is_kept_and_have_it_deleted(clock, text, allowed):
    decide = judge(allowed_users=frozenset({ANN}))
    assert (decide(message(BEN, text=text)) is None) == allowed


@pytest.mark.parametrize("other", ["how", "model:list", "forget:maybe"])
def test_a_stranger_may_confirm_that_and_press_nothing_else(clock, other):
    decide = judge(allowed_users=frozenset({ANN}))
    (yes, no), *_ = rights.buttons(Keys(b"key"), BEN, BEN).inline_keyboard
    assert decide(press(BEN, yes.callback_data)) is None
    assert decide(press(BEN, no.callback_data)) is None
    assert decide(press(BEN, other)) is Refusal.STRANGER


def test_a_notice_is_given_once_in_a_while(clock):
    admission = Admission(Settings(_env_file=None), None, None, None, MovedGroups())
    assert [admission.notice_is_due("a") for _ in range(3)] == [True, False, False]
    assert admission.notice_is_due("b")
    clock.now += 61
    assert admission.notice_is_due("a")


def test_a_refusal_is_told_once():
    admission = Admission(
        Settings(_env_file=None, rate_per_user=1),
        SimpleNamespace(stuck=False),
        lambda _: True,
        is_for_everybody,
        MovedGroups(),
    )
    first, second = message(ANN), message(ANN)
    assert (admission.judge(first), admission.judge(second)) == (None, Refusal.PERSON_TOO_FAST)
    assert admission.refusal_of(first) is None
    assert admission.refusal_of(second) is Refusal.PERSON_TOO_FAST
    assert admission.refusal_of(second) is None


def test_there_are_words_for_every_refusal():
    for refusal in Refusal:
        assert notices.notice(refusal, 5).endswith(".")
        assert len(notices.BRIEFLY[refusal]) <= 200
    assert "<code>5</code>" in notices.notice(Refusal.STRANGER, 5)
