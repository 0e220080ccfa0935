from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import select, update

from bot.storage.correction_values import NOT_A_DIGIT, Judgement, Kept, NewCorrection, Tally
from bot.storage.crops import is_held_out
from bot.storage.tables import corrections


def crop(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (28, 28), np.uint8)


def new(answer: str = "a", user: str = "ann", seed: int = 0, **more) -> NewCorrection:
    given = {"place": 0, "said": 7, "actual": 1, "version": "v1", "trusted": False} | more
    return NewCorrection(answer=answer, user=user, crop=crop(seed), **given)


async def test_what_is_kept_is_what_was_given(database):
    before = datetime.now(UTC)
    assert await database.corrections.keep(new(actual=NOT_A_DIGIT), 5) is Kept.ADDED
    (kept,) = await database.corrections.pending(9)
    assert np.array_equal(kept.crop, crop(0))
    assert (kept.said, kept.actual, kept.version) == (7, 10, "v1")
    assert kept.state is Judgement.PENDING
    assert before <= kept.at <= datetime.now(UTC)
    assert kept.at.utcoffset() == timedelta(0)


async def test_pressing_again_changes_the_answer_and_not_the_count(database):
    await database.corrections.keep(new(actual=1), 1)
    assert await database.corrections.keep(new(actual=2), 1) is Kept.CHANGED
    (kept,) = await database.corrections.pending(9)
    assert kept.actual == 2
    await database.corrections.keep(new(actual=3, place=4), 2)
    assert await database.corrections.given("a") == {0: 2, 4: 3}
    assert await database.corrections.given("b") == {}


async def test_pressing_twice_at_the_same_moment_is_one_correction(database):
    presses = [database.corrections.keep(new(actual=digit), None) for digit in range(8)]
    await asyncio.gather(*presses)
    assert (await database.corrections.tally()).corrections == 1


async def test_a_user_may_give_so_many_a_day_and_an_admin_any_number(database):
    for key in "ab":
        assert await database.corrections.keep(new(key), 2) is Kept.ADDED
    assert await database.corrections.keep(new("c"), 2) is Kept.FULL
    assert await database.corrections.keep(new("a", actual=3), 2) is Kept.CHANGED
    assert await database.corrections.keep(new("c", "ben"), 2) is Kept.ADDED
    assert await database.corrections.keep(new("d"), None) is Kept.ADDED
    assert (await database.corrections.tally("ann")).corrections == 3


async def test_what_was_given_yesterday_counts_no_longer(database):
    await database.corrections.keep(new("a"), 1)
    yesterday = datetime.now(UTC) - timedelta(hours=24, seconds=1)
    async with database.writing() as connection:
        await connection.execute(update(corrections).values(at=yesterday))
    assert await database.corrections.keep(new("b"), 1) is Kept.ADDED


async def test_only_what_is_approved_is_trained_with(database):
    for seed, key in enumerate("abcd"):
        await database.corrections.keep(new(key, seed=seed), None)
    await database.corrections.keep(new("e", "admin", seed=4, trusted=True), None)
    waiting = await database.corrections.pending(10)
    assert [c.state for c in waiting] == [Judgement.PENDING] * 4
    first, second, third, _ = (c.id for c in waiting)
    assert await database.corrections.judge([first, second], approved=True) == 2
    assert await database.corrections.judge([third], approved=False) == 1
    assert await database.corrections.judge([first, third], approved=False) == 0  # decided already
    decided = await database.corrections.states([first, third, 10**6])
    assert decided == {first: Judgement.APPROVED, third: Judgement.DROPPED}
    parts = [await database.corrections.training_set(), await database.corrections.held_out()]
    trained = {image.tobytes() for part in parts for image in part.images}
    assert trained == {crop(seed).tobytes() for seed in (0, 1, 4)}
    assert await database.corrections.tally() == Tally(pending=1, approved=3, dropped=1)


async def test_what_was_dropped_can_be_looked_at_again(database):
    for answer in "ab":
        await database.corrections.keep(new(answer), None)
    first, second = (c.id for c in await database.corrections.pending(9))
    await database.corrections.judge([first], approved=False)
    await database.corrections.judge([second], approved=True)
    assert await database.corrections.restore([first, second]) == 1
    assert [c.id for c in await database.corrections.pending(9)] == [first]


async def test_a_changed_answer_is_looked_at_again(database):
    await database.corrections.keep(new(), None)
    (waiting,) = await database.corrections.pending(1)
    await database.corrections.judge([waiting.id], approved=True)
    await database.corrections.keep(new(actual=9), None)
    assert [c.actual for c in await database.corrections.pending(9)] == [9]


async def test_what_was_shown_before_it_was_changed_decides_nothing(database):
    await database.corrections.keep(new(actual=1), None)
    (shown,) = await database.corrections.pending(1)
    await database.corrections.keep(new(actual=4), None)
    assert await database.corrections.judge([shown.id], approved=True) == 0
    assert await database.corrections.states([shown.id]) == {}
    (waiting,) = await database.corrections.pending(9)
    assert (waiting.actual, waiting.state) == (4, Judgement.PENDING)
    assert len(await database.corrections.training_set()) == 0


async def test_a_changed_answer_is_of_what_is_seen_now(database):
    await database.corrections.keep(new(seed=1, said=7, version="v1"), None)
    changed = new(seed=2, said=3, version="v2", actual=4)
    assert await database.corrections.keep(changed, None) is Kept.CHANGED
    (kept,) = await database.corrections.pending(9)
    assert np.array_equal(kept.crop, crop(2))
    assert (kept.said, kept.actual, kept.version) == (3, 4, "v2")


async def test_the_number_of_a_deleted_correction_is_never_given_again(database):
    await database.corrections.keep(new("a"), None)
    (shown,) = await database.corrections.pending(1)
    await database.corrections.take_back("a", 0)
    await database.corrections.keep(new("b", "ben"), None)
    assert await database.corrections.judge([shown.id], approved=True) == 0
    assert await database.corrections.tally() == Tally(pending=1)


@pytest.mark.parametrize("approved", [True, False])
async def test_the_same_answer_again_leaves_what_was_decided(database, approved):
    await database.corrections.keep(new(), None)
    (waiting,) = await database.corrections.pending(1)
    await database.corrections.judge([waiting.id], approved=approved)
    assert await database.corrections.keep(new(), None) is Kept.SAME
    assert await database.corrections.pending(9) == []
    states = await database.corrections.states([waiting.id])
    assert states == {waiting.id: Judgement.APPROVED if approved else Judgement.DROPPED}
    assert await database.corrections.keep(replace(new(), trusted=True), None) is Kept.SAME
    states = await database.corrections.states([waiting.id])
    assert states == {waiting.id: Judgement.APPROVED}


async def test_pending_ones_come_in_pages(database):
    for key in "abcde":
        await database.corrections.keep(new(key), None)
    first = await database.corrections.pending(2)
    rest = await database.corrections.pending(9, after=first[-1].id)
    assert [c.id for c in [*first, *rest]] == sorted({c.id for c in [*first, *rest]})
    assert len(rest) == 3


async def test_one_in_five_is_held_out_and_always_the_same(database):
    for seed in range(60):
        await database.corrections.keep(new(f"k{seed}", seed=seed, trusted=True), None)
    train, held = await database.corrections.training_set(), await database.corrections.held_out()
    expected = [s for s in range(60) if hashlib.sha256(crop(s)).digest()[0] % 5 == 0]
    assert np.array_equal(held.images, [crop(seed) for seed in expected])
    assert len(train) == 60 - len(expected)
    assert 4 <= len(held) <= 24
    assert set(held.labels) == {1}
    # The same crop once more, from somebody else, never gets to the other side.
    await database.corrections.keep(
        replace(new("other", "ben", trusted=True), crop=held.images[0]), None
    )
    assert len(await database.corrections.training_set()) == len(train)


async def test_no_corrections_are_empty_arrays(database):
    empty = await database.corrections.training_set()
    assert empty.images.shape == (0, 28, 28)
    assert empty.labels.shape == (0,)
    assert empty.images.dtype == empty.labels.dtype == np.uint8


@pytest.mark.parametrize(
    "harm", [{"crop": crop(0).tobytes()[:-1]}, {"crop": b""}, {"actual": 11}, {"actual": -1}]
)
async def test_what_is_damaged_is_left_out_and_the_others_stay(database, caplog, harm):
    some = [seed for seed in range(20) if not is_held_out(crop(seed))]
    held = next(seed for seed in range(20) if is_held_out(crop(seed)))
    for trusted in (False, True):
        for seed in (*some[:2], held):
            kept = new(f"{trusted} {seed}", seed=seed, trusted=trusted)
            await database.corrections.keep(kept, None)
    async with database.writing() as connection:
        first = corrections.c.answer.in_(
            [f"{t} {s}" for t in (False, True) for s in (some[0], held)]
        )
        await connection.execute(update(corrections).where(first).values(harm))
    assert len(await database.corrections.training_set()) == 1
    assert len(await database.corrections.held_out()) == 0
    assert [record.count for record in caplog.records] == [1, 1]
    (pending,) = await database.corrections.pending(9)
    assert np.array_equal(pending.crop, crop(some[1]))
    assert await database.corrections.tally("ann") == Tally(pending=1, approved=1)
    await database.corrections.forget("ann")
    async with database.reading() as connection:
        assert (await connection.execute(select(corrections))).all() == []


async def test_who_is_forgotten_leaves_nothing_and_others_stay(database):
    for key, user in [("a", "ann"), ("b", "ann"), ("c", "ben")]:
        await database.corrections.keep(new(key, user), None)
        await database.corrections.judged(f"v{key}", user, correct=key == "b")
    assert await database.corrections.forget("ann") == 4
    assert await database.corrections.tally("ann") == Tally()
    assert await database.corrections.tally() == Tally(pending=1, wrong=1)
    assert await database.corrections.forget("ann") == 0


async def test_a_verdict_replaces_the_one_before(database):
    await database.corrections.judged("v", "ann", correct=True)
    await database.corrections.judged("v", "ann", correct=False)
    await database.corrections.judged("w", "ben", correct=True)
    assert await database.corrections.tally() == Tally(right=1, wrong=1)
    assert await database.corrections.tally("ben") == Tally(right=1)


async def test_who_says_that_it_was_right_takes_back_the_corrections(database):
    await database.corrections.keep(new("a"), None)
    await database.corrections.keep(new("a", place=1), None)
    await database.corrections.keep(new("b"), None)
    await database.corrections.judged("a", "ann", correct=False)
    assert (await database.corrections.tally()).corrections == 3
    await database.corrections.judged("a", "ann", correct=True)
    assert [await database.corrections.given(a) for a in "ab"] == [{}, {0: 1}]


@pytest.mark.parametrize("seed", range(3))
def test_the_hash_alone_decides_what_is_held_out(seed):
    assert is_held_out(crop(seed)) == is_held_out(np.asfortranarray(crop(seed)))
