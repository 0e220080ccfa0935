"""The buttons ✓ and ✗ under an answer, over real HTTP, into a real database."""

from __future__ import annotations

import sqlite3

import cv2
import numpy as np
from reading.scenes import draw, encoded

from bot.reading import Reader
from bot.replies import answers, corrections
from bot.storage.correction_values import NOT_A_DIGIT, Judgement, Tally
from tests.end_to_end.presses import (
    SEVEN,
    ask,
    choose,
    copied,
    data_of,
    labels,
    now,
    press,
    question,
    reply,
    told,
    until,
)


async def test_a_digit_is_corrected(bot, ann, kept, telegram):
    answer = await ask(ann)
    assert labels(ann, answer) == [["✓ Right", "✗ Wrong", "Show how"]]
    assert await press(ann, answer, "✗ Wrong") is None
    await until(lambda: len(labels(ann, answer)) == 5)
    head, first, second, typing, last = labels(ann, answer)
    assert typing == [corrections.MISSING, corrections.TYPE]
    assert head == [corrections.WHAT]
    assert first + second == list("012345689")
    assert last == ["Not a digit", "Cancel"]
    assert "7 is a 2" in await press(ann, answer, "2")
    await until(lambda: labels(ann, answer) == [["✓ Right", "✗ 7 → 2", "Show how"]])
    (stored,) = await kept.pending(9)
    assert (stored.said, stored.actual, stored.state) == (7, 2, Judgement.PENDING)
    assert stored.user != str(ann.id)
    assert len(stored.user) == 64
    reader = Reader.open(bot.settings.model_path)
    photo = telegram.world.files.get(now(ann, answer)["reply_to_message"]["photo"][-1]["file_id"])
    assert np.array_equal(stored.crop, reader.read(photo.data).digits[0].glyph)
    assert stored.version == reader.classifier.info.version
    assert await kept.tally() == Tally(pending=1, wrong=1)


async def test_nothing_of_the_photo_or_the_person_is_in_the_file(bot, telegram, kept, settings):
    zoe = telegram.user(70123456789, "Zoe")
    await choose(zoe, await ask(zoe), "✗ Wrong", "1")
    path = settings.database_url.get_secret_value().removeprefix("sqlite:///")
    with sqlite3.connect(path) as raw:
        rows = raw.execute("SELECT * FROM corrections").fetchall()
    raw.close()
    assert len(rows) == 1
    sizes = [len(value) for value in rows[0] if isinstance(value, bytes)]
    assert sizes == [28 * 28]
    texts = [str(value) for value in rows[0] if not isinstance(value, bytes)]
    assert not any("Zoe" in text or str(zoe.id) in text for text in texts)


async def test_of_a_number_first_which_digit(bot, ann, kept):
    answer = await ask(ann, encoded(draw("407\n12")))
    await press(ann, answer, "✗ Wrong")
    files = ["CSV", "XLSX", "Sum"]
    await until(lambda: len(labels(ann, answer)) == 6)
    typing = [[corrections.MISSING, corrections.MANY], [corrections.TYPE, "Cancel"]]
    asked = [[corrections.WHICH], list("407"), list("12"), *typing, files]
    assert labels(ann, answer) == asked
    await choose(ann, answer, "1")
    await until(lambda: labels(ann, answer)[0] == ["The 4th digit, 1: what is it?"])
    assert "1 is not a digit" in await press(ann, answer, "Not a digit")
    await until(lambda: labels(ann, answer)[0] == ["✓ Right", "✗ 1 → none", "Show how"])
    await choose(ann, answer, "✗ 1 → none", "7", "1")
    await until(lambda: labels(ann, answer)[0] == ["✓ Right", "✗ 2 corrected", "Show how"])
    stored = [(c.said, c.actual) for c in await kept.pending(9)]
    assert stored == [(1, NOT_A_DIGIT), (7, 1)]
    await choose(ann, answer, "✗ 2 corrected")
    await until(lambda: labels(ann, answer)[1:3] == [["4", "0", "7 → 1"], ["1 → none", "2"]])


async def test_the_message_shows_what_it_was_corrected_to(bot, ann, kept):
    answer = await ask(ann, encoded(draw("407")))
    assert copied(ann, answer) == ["407"]
    await choose(ann, answer, "✗ Wrong", "0", "1")
    await until(lambda: copied(ann, answer) == ["417", "407"])
    await choose(ann, answer, "✗ 0 → 1", "7", "Not a digit")
    await until(lambda: copied(ann, answer) == ["41", "407"])
    await choose(ann, answer, "✗ 2 corrected", "7 → none", "2")
    await until(lambda: copied(ann, answer) == ["412", "407"])
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(0, 1), (7, 2)]
    await choose(ann, answer, "✗ 2 corrected", "7 → 2", "7")
    await until(lambda: copied(ann, answer) == ["417", "407"])
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(0, 1)]
    await choose(ann, answer, "✗ 0 → 1", "0 → 1", "0")
    await until(lambda: copied(ann, answer) == ["407"])
    assert labels(ann, answer) == [["✓ Thanks", "✗ Wrong", "Show how"]]
    assert await kept.tally() == Tally(right=1)
    await choose(ann, answer, "✗ Wrong", "4", "9")
    await until(lambda: copied(ann, answer) == ["907", "407"])


async def test_right_under_a_corrected_answer_confirms_what_it_shows(bot, ann, kept):
    answer = await ask(ann, encoded(draw("407")))
    await choose(ann, answer, "✗ Wrong", "0", "1")
    await until(lambda: copied(ann, answer) == ["417", "407"])
    shown = now(ann, answer)["text"]
    assert await choose(ann, answer, "✓ Right") == corrections.STAYS_CORRECTED
    await until(lambda: labels(ann, answer) == [["✓ Thanks", "✗ 0 → 1", "Show how"]])
    assert now(ann, answer)["text"] == shown
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(0, 1)]
    assert await kept.tally() == Tally(pending=1, wrong=1)
    await choose(ann, answer, "✗ 0 → 1", "0 → 1", "2")
    await until(lambda: copied(ann, answer) == ["427", "407"])
    asked = await question(ann, answer, "✗ 0 → 2", corrections.TYPE)
    assert (await reply(ann, asked, "407"))["text"] == corrections.THANKS
    assert copied(ann, answer) == ["407"]
    assert await kept.tally() == Tally(right=1)


async def test_a_corrected_table_stays_a_table(bot, ann):
    answer = await ask(ann, encoded(draw("40    7\n12    8")))
    before = copied(ann, answer)
    await choose(ann, answer, "✗ Wrong", "2", "3")
    after = before[0].replace("12", "13")
    await until(lambda: copied(ann, answer) == [after, "40 7\n12 8"])
    await until(lambda: labels(ann, answer)[0] == ["✓ Right", "✗ 2 → 3", "Show how"])
    assert labels(ann, answer)[1][0] == "CSV"
    await choose(ann, answer, "✗ 2 → 3", "8", "9")
    await until(lambda: copied(ann, answer)[0] == after.replace("8", "9"))


async def test_pressing_again_changes_the_answer_and_not_the_count(bot, ann, kept):
    answer = await ask(ann)
    await choose(ann, answer, "✗ Wrong", "2")
    assert "Changed" in await choose(ann, answer, "✗ 7 → 2", "1")
    assert [c.actual for c in await kept.pending(9)] == [1]
    assert await choose(ann, answer, "✗ 7 → 1", "7") == corrections.THANKS
    await until(lambda: labels(ann, answer) == [["✓ Thanks", "✗ Wrong", "Show how"]])
    assert await kept.tally() == Tally(right=1)


async def test_the_same_picture_asked_twice_is_one_correction(bot, ann, kept):
    photo = await ann.send_photo(SEVEN)
    await choose(ann, await ann.answer_to(photo), "✗ Wrong", "2")
    await ann.send_text("/read", reply_to=photo)
    await until(lambda: len([m for m in ann.messages() if m["from"]["is_bot"]]) == 2)
    again = ann.messages()[-1]
    await choose(ann, again, "✗ Wrong", "1")
    assert [c.actual for c in await kept.pending(9)] == [1]


async def test_cancel_keeps_nothing(bot, ann, kept):
    answer = await ask(ann)
    await choose(ann, answer, "✗ Wrong", "Cancel")
    await until(lambda: labels(ann, answer) == [["✓ Right", "✗ Wrong", "Show how"]])
    assert await kept.tally() == Tally()


async def test_two_fast_fingers_are_one_correction(bot, ann, kept):
    answer = await ask(ann)
    await choose(ann, answer, "✗ Wrong")
    await until(lambda: len(labels(ann, answer)) == 5)
    both = [ann.press_data(now(ann, answer), data_of(ann, answer, d)) for d in ("2", "2", "1")]
    for pressed in both:
        assert await told(pressed)
    assert [c.actual for c in await kept.pending(9)] == [1]


async def test_forged_presses_are_not_obeyed(bot, ann, kept):
    seven, two = await ask(ann), await ask(ann, encoded(draw("2")))
    for answer in (seven, two):
        await choose(ann, answer, "✗ Wrong")
        await until(lambda m=answer: len(labels(ann, m)) == 5)
    genuine = data_of(ann, seven, "4")
    what, place, value, seal = genuine.split(":")[1:]
    forged = [
        f"fix:{what}:{place}:5:{seal}",
        f"fix:{what}:1:{value}:{seal}",
        f"fix:right:{place}:{value}:{seal}",
        f"fix:{what}:{place}:99:{seal}",
        f"fix:{what}:{place}:{value}:{'0' * 10}",
    ]
    for data in forged:
        assert await told(ann.press_data(now(ann, seven), data)) == answers.OUT_OF_DATE
    # A genuine button, under another answer.
    assert await told(ann.press_data(now(ann, two), genuine)) == answers.OUT_OF_DATE
    assert await kept.tally() == Tally()


async def test_only_the_sender_or_an_admin_may_correct(bot, ann, ben, admin, group, kept):
    answer = await ask(ann, chat=group, caption="/read")
    for label in ("✓ Right", "✗ Wrong"):
        assert await press(ben, answer, label) == corrections.NOT_YOURS
    await choose(ann, answer, "✗ Wrong")
    await until(lambda: len(labels(ann, answer)) == 5)
    assert await press(ben, answer, "2") == corrections.NOT_YOURS
    assert await kept.tally() == Tally()
    assert "Approved" in await press(admin, answer, "1")
    assert await kept.tally() == Tally(approved=1, wrong=1)
    assert len(await kept.training_set()) + len(await kept.held_out()) == 1


async def test_when_the_picture_is_deleted_it_says_so(bot, ann, kept):
    photo = await ann.send_photo(SEVEN)
    answer = await ann.answer_to(photo)
    ann.delete(photo)
    for label in ("✓ Right", "✗ Wrong"):
        assert await press(ann, answer, label) == answers.PICTURE_DELETED
    assert await kept.tally() == Tally()


async def test_nobody_may_flood_it(run_bot, ann, admin, kept):
    async with run_bot(corrections_per_day=1):
        await choose(ann, await ask(ann), "✗ Wrong", "2")
        second = await ask(ann, encoded(draw("3")))
        assert "as much today" in await choose(ann, second, "✗ Wrong", "5")
        await until(lambda: labels(ann, second) == [["✓ Right", "✗ Wrong", "Show how"]])
        assert (await kept.tally()).corrections == 1
        for picture in (SEVEN, encoded(draw("4"))):
            await choose(admin, await ask(admin, picture), "✗ Wrong", "2")
        assert (await kept.tally()).corrections == 3


async def test_show_how_leaves_the_other_buttons(bot, ann, telegram):
    answer = await ask(ann)
    await press(ann, answer, "Show how")
    await until(lambda: labels(ann, answer) == [["✓ Right", "✗ Wrong"]])
    await press(ann, answer, "✓ Right")
    await until(lambda: labels(ann, answer) == [["✓ Thanks", "✗ Wrong"]])


async def test_a_refusal_can_only_be_said_to_be_a_number(bot, ann):
    answer = await ask(ann, encoded(np.full((200, 200), 255, np.uint8)))
    assert labels(ann, answer) == [[corrections.IS_NUMBER, "Show how"]]


async def test_a_sticker_is_corrected_too(bot, ann, kept):
    side = cv2.resize(draw("7"), (512, 512))
    answer = await ann.answer_to(await ann.send_sticker(encoded(side, ".webp")))
    await choose(ann, answer, "✗ Wrong", "1")
    assert [c.actual for c in await kept.pending(9)] == [1]
