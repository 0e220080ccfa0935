from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update

from bot.questions.in_database import SharedQuestions
from bot.questions.in_memory import OwnQuestions
from bot.storage import questions as module
from bot.storage.question_values import MOST, Question
from bot.storage.questions import LASTS, PendingQuestions
from bot.storage.tables import questions


def asked(message, *, user="ann", answer=7, chat=5):
    return Question(chat, message, answer, user, {"read": "407", "own": True})


async def count(database):
    async with database.reading() as connection:
        return await connection.scalar(select(func.count()).select_from(questions))


async def test_another_process_knows_what_was_asked(database):
    one, two = SharedQuestions(database), SharedQuestions(database)
    for question in (asked(1), asked(1), asked(2, answer=8), asked(1, chat=-5)):
        await one.keep(question)
    assert await two.of(5, 1) == asked(1)
    assert await two.of(-5, 1) == asked(1, chat=-5)
    assert await two.of(5, 3) is None
    await two.drop(5, 7)
    assert [await one.of(*place) for place in ((5, 1), (5, 2), (-5, 1))] == [
        None,
        asked(2, answer=8),
        asked(1, chat=-5),
    ]


async def test_who_is_forgotten_was_asked_nothing(database):
    shared = SharedQuestions(database)
    for question in (asked(1), asked(2), asked(3, user="ben")):
        await shared.keep(question)
    await shared.forget("ann")
    assert [await shared.of(5, n) for n in (1, 2)] == [None, None]
    assert await shared.of(5, 3) == asked(3, user="ben")


async def test_it_is_known_for_a_day_and_goes_then(database):
    kept = PendingQuestions(database)
    await kept.keep(asked(1))
    async with database.writing() as connection:
        old = datetime.now(UTC) - LASTS - timedelta(seconds=1)
        await connection.execute(update(questions).values(asked=old))
    await kept.keep(asked(2, user="ben"))
    assert await kept.of(5, 1) is None
    await kept.expire()
    assert await count(database) == 1


async def test_of_each_person_the_newest_stay(database, monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    kept = PendingQuestions(database)
    await kept.keep(asked(9, user="ben"))
    for message in range(1, 5):
        await kept.keep(asked(message))
    found = [await kept.of(5, message) for message in (1, 2, 3, 4, 9)]
    assert [one and one.message for one in found] == [None, None, 3, 4, 9]


async def test_so_they_do_where_one_process_alone_knows_them():
    own = OwnQuestions()
    await own.keep(asked(999, user="ben"))
    for message in range(1, 301):
        await own.keep(asked(message))
    assert await own.of(5, 999) == asked(999, user="ben")
    found = [message for message in range(1, 301) if await own.of(5, message)]
    assert found == [*range(301 - MOST, 301)]


async def test_while_the_database_is_away_a_process_knows_what_it_asked_itself(open_at):
    away = open_at("postgresql://nobody@127.0.0.1:1/none")
    shared = SharedQuestions(away)
    await shared.keep(asked(1))
    assert await shared.of(5, 1) == asked(1)
