from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import update

from bot.storage import taught
from bot.storage.correction_values import TaughtDigit
from bot.storage.tables import corrections
from tests.storage.test_corrections import new


def digit(answer: str, actual: int = 7, model: str = "a" * 64) -> TaughtDigit:
    return TaughtDigit(answer, 0, actual, np.arange(4, dtype=np.float32) + actual, model)


async def test_what_is_taught_again_takes_the_place_of_what_was(database):
    await database.taught.keep("ann", [digit("one", 1)])
    await database.taught.keep("ann", [digit("one", 7)])
    await database.taught.keep("ben", [digit("two", 2)])
    (kept,) = await database.taught.of("ann")
    assert (kept.actual, kept.model, kept.crop) == (7, "a" * 64, None)
    assert kept.embedding.tolist() == [7, 8, 9, 10]


async def test_the_newest_stay_of_each_person(database, monkeypatch):
    monkeypatch.setattr(taught, "MOST", 2)
    await database.taught.keep("ben", [digit("other")])
    for answer in "abc":
        await database.taught.keep("ann", [digit(answer)])
    assert [kept.answer for kept in await database.taught.of("ann")] == ["b", "c"]
    assert await database.taught.count("ben") == 1


async def test_corrections_stay_before_what_was_learnt_beside_them(database, monkeypatch):
    monkeypatch.setattr(taught, "MOST", 2)
    given = new("one")
    await database.corrections.keep(given, None)
    await database.taught.keep(given.user, [digit("one")])
    await database.taught.keep(given.user, [digit(answer) for answer in "abc"])
    assert [kept.answer for kept in await database.taught.of(given.user)] == ["one", "c"]


async def test_the_crop_comes_from_the_correction_and_embeddings_are_renewed(database):
    given = new("one")
    await database.corrections.keep(given, None)
    await database.taught.keep(given.user, [digit("one")])
    (kept,) = await database.taught.of(given.user)
    assert np.array_equal(kept.crop, given.crop)
    await database.taught.renew([digit("one", 3, "b" * 64), digit("gone", 3, "b" * 64)])
    (kept,) = await database.taught.of(given.user)
    assert (kept.model, kept.embedding[0]) == ("b" * 64, 3)
    await database.taught.renew([], lost=[digit("one")])  # of a model that it is not of any more
    assert await database.taught.count(given.user) == 1
    await database.taught.renew([], lost=[kept])
    assert await database.taught.count(given.user) == 0


async def test_what_was_taught_stays_where_its_crop_is_damaged(database):
    given = new("one")
    await database.corrections.keep(given, None)
    await database.taught.keep(given.user, [digit("one")])
    async with database.writing() as connection:
        await connection.execute(update(corrections).values(crop=b"damaged"))
    (kept,) = await database.taught.of(given.user)
    assert (kept.crop, kept.embedding[0]) == (None, 7)


@pytest.mark.parametrize("way", ["hand", "all", "right", "one"])
async def test_it_is_forgotten(database, way):
    given = new("one")
    await database.corrections.keep(given, None)
    await database.taught.keep(given.user, [digit("one")])
    await database.taught.keep("somebody", [digit("two")])
    if way == "hand":
        assert await database.taught.forget(given.user) == 1
        assert (await database.corrections.tally(given.user)).corrections == 1
    elif way == "all":
        assert await database.corrections.forget(given.user) == 2
    elif way == "right":
        await database.corrections.judged("one", given.user, correct=True)
    else:
        await database.taught.drop("one", 0)
    assert await database.taught.of(given.user) == []
    assert await database.taught.count("somebody") == 1
