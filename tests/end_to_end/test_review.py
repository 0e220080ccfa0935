"""/corrections: what people say, on a sheet, approved or dropped by an admin."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from reading.scenes import draw, encoded

from bot.replies import review
from bot.storage.correction_values import NOT_A_DIGIT, Judgement, NewCorrection
from tests.end_to_end.presses import ask, choose, data_of, labels, now, press, told, until


def crop(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (28, 28), np.uint8)


async def fill(kept, count: int, user: str = "ab12") -> None:
    for number in range(count):
        actual = NOT_A_DIGIT if number % 3 else number % 10
        given = {"said": 7, "actual": actual, "version": "v", "trusted": False}
        await kept.keep(NewCorrection(f"a{number}", 0, user, crop(number), **given), None)


def sheets(telegram):
    return [call.result for call in telegram.made("sendPhoto") if call.status == 200]


async def sheet(telegram, count=1):
    await until(lambda: len(sheets(telegram)) >= count)
    return sheets(telegram)[count - 1]


async def states(kept) -> list[str]:
    found = await kept.states(range(1, 100))
    return [found[number].value for number in sorted(found)]


async def test_what_people_correct_is_approved_by_an_admin(bot, telegram, ann, admin, kept):
    answer = await ask(ann, encoded(draw("7")))
    await choose(ann, answer, "✗ Wrong", "1")
    await admin.send_text("/corrections")
    shown = await sheet(telegram)
    assert shown["caption"].startswith("One correction waits.")
    picture = telegram.world.files.get(shown["photo"][-1]["file_id"]).data
    assert Image.open(io.BytesIO(picture)).width == 1080
    assert labels(admin, shown) == [["Drop 1"], ["Approve"]]
    await press(admin, shown, "Approve")
    await until(lambda: now(admin, shown)["caption"] == "Approved: 1. Dropped: 0.")
    assert labels(admin, shown) == [["✓ 1"]]
    assert (await kept.tally()).approved == 1
    assert await press(admin, shown, "✓ 1") == "This one is approved already."


async def test_what_was_changed_since_it_was_shown_is_not_approved_unseen(
    bot, telegram, ann, admin, kept
):
    answer = await ask(ann, encoded(draw("7")))
    await choose(ann, answer, "✗ Wrong", "1")
    await admin.send_text("/corrections")
    shown = await sheet(telegram)
    await choose(ann, answer, "✗ 7 → 1", "4")
    gone = "Approved: 0. Dropped: 0. Deleted or changed since by who gave it: 1."
    assert await press(admin, shown, "Approve") == gone
    await until(lambda: now(admin, shown)["caption"] == gone)
    assert labels(admin, shown) == [["Next ▶"]]
    assert [(c.actual, c.state) for c in await kept.pending(9)] == [(4, Judgement.PENDING)]
    await press(admin, shown, "Next ▶")
    await press(admin, await sheet(telegram, 2), "Approve")
    learnt = [*(await kept.training_set()).labels, *(await kept.held_out()).labels]
    assert learnt == [4]


async def test_what_somebody_else_gave_after_one_was_deleted_is_not_approved_unseen(
    bot, telegram, ann, ben, admin, kept
):
    answer = await ask(ann, encoded(draw("7")))
    await choose(ann, answer, "✗ Wrong", "2")
    await admin.send_text("/corrections")
    shown = await sheet(telegram)
    await choose(ann, answer, "✗ 7 → 2", "7")
    await choose(ben, await ask(ben, encoded(draw("3"))), "✗ Wrong", "9")
    assert (await press(admin, shown, "Approve")).startswith("Approved: 0.")
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(3, 9)]


async def test_what_was_dropped_is_told_and_comes_back_with_another_press(
    bot, telegram, admin, kept
):
    await fill(kept, 1)
    await admin.send_text("/corrections")
    shown = await sheet(telegram)
    waits = "One correction waits. Approve it, or press its number to drop it."
    assert shown["caption"] == waits
    assert (await choose(admin, shown, "Drop 1")).startswith("Dropped.")
    assert await states(kept) == ["dropped"]
    await until(lambda: now(admin, shown)["caption"].startswith("Approved: 0. Dropped: 1. Press"))
    assert (await choose(admin, shown, "✗ 1")).startswith("Back again")
    assert await states(kept) == ["pending"]
    await until(lambda: now(admin, shown)["caption"] == waits)
    assert labels(admin, shown) == [["Drop 1"], ["Approve"]]


async def test_some_are_dropped_and_the_others_approved(bot, telegram, admin, kept):
    await fill(kept, 4)
    await admin.send_text("/corrections")
    shown = await sheet(telegram)
    assert labels(admin, shown) == [
        ["Drop 1", "Drop 2", "Drop 3", "Drop 4"],
        ["Approve all", "Drop all"],
    ]
    assert "Press a number to drop that one, again to keep it" in shown["caption"]
    await choose(admin, shown, "Drop 2", "Drop 3")
    await until(lambda: "✗ 3" in labels(admin, shown)[0])
    assert await states(kept) == ["pending", "dropped", "dropped", "pending"]
    await choose(admin, shown, "✗ 3", "Approve the other 3")
    await until(lambda: now(admin, shown)["caption"].startswith("Approved: 3. Dropped: 1."))
    assert labels(admin, shown) == [["✓ 1", "✗ 2", "✓ 3", "✓ 4"]]
    assert await states(kept) == ["approved", "dropped", "approved", "approved"]


async def test_fast_fingers_drop_each_one_once(bot, telegram, admin, kept):
    await fill(kept, 3)
    await admin.send_text("/corrections")
    shown = await sheet(telegram)
    presses = [
        await admin.press(shown, label) for label in ("Drop 1", "Drop 2", "Drop 1", "Drop 1")
    ]
    for pressed in presses:
        await told(pressed)
    await until(lambda: labels(admin, shown)[0] == ["✗ 1", "✗ 2", "Drop 3"])
    assert await states(kept) == ["dropped", "dropped", "pending"]


async def test_all_of_a_page_are_dropped_and_the_next_page_comes(bot, telegram, admin, kept):
    await fill(kept, review.PAGE + 2)
    await admin.send_text("/corrections")
    first = await sheet(telegram)
    assert first["caption"].startswith("12 of 14 corrections that wait.")
    assert [len(row) for row in labels(admin, first)] == [4, 4, 4, 2, 1]
    await press(admin, first, "Next ▶")
    second = await sheet(telegram, 2)
    assert labels(admin, second) == [["Drop 1", "Drop 2"], ["Approve all", "Drop all"]]
    await press(admin, first, "Drop all")
    await until(lambda: now(admin, first)["caption"].startswith("Approved: 0. Dropped: 12."))
    assert await states(kept) == ["dropped"] * 12 + ["pending"] * 2
    await press(admin, second, "Approve all")
    await until(lambda: now(admin, second)["caption"] == "Approved: 2. Dropped: 0.")
    await admin.send_text("/corrections")
    await until(lambda: admin.messages()[-1].get("text") == review.NONE)


async def test_a_sheet_outlives_a_restart_and_what_was_forgotten(run_bot, telegram, admin, kept):
    async with run_bot():
        await fill(kept, 2)
        await fill_other(kept)
        await admin.send_text("/corrections")
        shown = await sheet(telegram)
    await kept.forget("cd34")
    async with run_bot():
        await press(admin, shown, "Approve all")
        gone = "Approved: 2. Dropped: 0. Deleted or changed since by who gave it: 1."
        await until(lambda: now(admin, shown)["caption"] == gone)
    assert await states(kept) == ["approved"] * 2


async def fill_other(kept) -> None:
    given = {"said": 3, "actual": 8, "version": "v", "trusted": False}
    await kept.keep(NewCorrection("other", 0, "cd34", crop(99), **given), None)


async def test_nobody_else_may_look_or_decide(bot, telegram, ann, admin, group, kept):
    await fill(kept, 2)
    refused = await ann.answer_to(await ann.send_text("/corrections"))
    assert refused["text"] == review.ONLY_ADMINS
    await admin.send_text("/corrections")
    shown = await sheet(telegram)
    for label in ("Drop 1", "Approve all", "Drop all"):
        forged = ann.press_data(refused, data_of(admin, shown, label))
        assert await told(forged) == review.ONLY_ADMINS
    in_group = await admin.answer_to(await admin.send_text("/corrections", chat=group))
    assert in_group["text"] == review.IN_PRIVATE
    assert await states(kept) == ["pending"] * 2
    assert len(sheets(telegram)) == 1


@pytest.mark.parametrize("data", ["review:drop:", "review:approve:x", "review:drop:1\n"])
async def test_what_is_no_button_of_a_sheet_is_harmless(bot, telegram, admin, kept, data):
    await fill(kept, 1)
    await admin.send_text("/corrections")
    assert "no longer works" in await told(admin.press_data(await sheet(telegram), data))
    assert (await kept.pending(9))[0].state is Judgement.PENDING
