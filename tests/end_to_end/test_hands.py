"""A hand is learnt at once, for its owner alone, and forgotten when they wish."""

from __future__ import annotations

from reading.scenes import SHORT_SEVEN, draw, encoded

from bot.replies import answers, corrections, rights
from bot.storage.correction_values import Tally
from tests.end_to_end.presses import (
    ask,
    choose,
    data_of,
    labels,
    now,
    press,
    question,
    reply,
    told,
    until,
)

SEVEN = encoded(draw("7", hand=SHORT_SEVEN))
ELSEWHERE = -1007777777777
NEXT = encoded(draw("7", hand=SHORT_SEVEN, height=120, pen=0.12, shear=0.1))


async def reads(user, picture=NEXT, **where) -> str:
    return (await ask(user, picture, **where))["text"].splitlines()[0]


async def test_a_seven_that_is_corrected_once_is_a_seven_next_time(bot, ann, ben, kept):
    assert await reads(ann) == "1"
    answer = await ask(ann, SEVEN)
    assert "next pictures" in await choose(ann, answer, "✗ Wrong", "7")
    assert await reads(ann) == "7"
    assert await reads(ben) == "1"
    # The picture is still known as it was answered: another digit of it can be corrected.
    await choose(ann, answer, "✗ 1 → 7", "2")
    assert [c.actual for c in await kept.pending(9)] == [2]
    await choose(ann, answer, "✗ 1 → 2", "7")
    question = await user_says(ann, "/forget")
    await press(ann, question, "Delete it all")
    await until(lambda: now(ann, question)["text"].startswith("Deleted"))
    assert await kept.tally() == Tally()
    assert await reads(ann) == "1"


async def test_stats_tells_that_the_hand_is_known_and_forgets_it(bot, ann, ben, group, kept):
    assert labels(ann, await user_says(ann, "/stats")) == []
    await choose(ann, await ask(ann, SEVEN), "✗ Wrong", "7")
    said = await user_says(ann, "/stats", chat=group)
    assert "your hand by 1 digit" in said["text"]
    assert await press(ben, said, "Forget my hand") == rights.NOT_YOURS
    forged = data_of(ann, said, "Forget my hand").replace(f":{ann.id}:", f":{ben.id}:")
    assert await told(ben.press_data(now(ben, said), forged)) == answers.OUT_OF_DATE
    assert await reads(ann) == "7"
    assert await press(ann, said, "Forget my hand") == rights.HAND_FORGOTTEN
    await until(lambda: labels(ann, said) == [])
    assert await reads(ann) == "1"
    assert await kept.tally() == Tally(pending=1, wrong=1)


async def test_a_hand_of_which_nothing_else_is_kept_is_told_and_forgotten(bot, ann, kept):
    answer = await ask(ann, encoded(draw("407")))
    # All that was seen was read rightly: there is a verdict, and no correction.
    await reply(ann, await question(ann, answer, "✗ Wrong", corrections.MISSING), "4079")
    await kept.prune(0)
    said = await user_says(ann, "/stats")
    assert "your hand by 2 digits" in said["text"]
    assert "not judged" not in said["text"]
    asked = await user_says(ann, "/forget")
    assert asked["text"].startswith("Of you I keep what I know of your hand. Shall I")
    await press(ann, asked, "Delete it all")
    await until(lambda: now(ann, asked)["text"] == rights.forgotten(2))
    assert (await user_says(ann, "/forget"))["text"] == rights.NOTHING
    assert labels(ann, await user_says(ann, "/stats")) == []


async def test_what_is_said_to_be_as_read_or_no_digit_is_not_learnt(bot, ann, kept):
    for last in (("✗ 1 → 7", "1"), ("✗ 1 → 7", "Not a digit")):
        answer = await ask(ann, SEVEN)
        await choose(ann, answer, "✗ Wrong", "7")
        assert await reads(ann) == "7"
        assert await choose(ann, answer, "✓ Right") == corrections.STAYS_CORRECTED
        assert await reads(ann) == "7"
        await choose(ann, answer, *last)
        assert await reads(ann) == "1"


async def test_an_admin_who_corrects_others_teaches_nobodys_hand(bot, ann, admin, group, kept):
    answer = await ask(ann, SEVEN, chat=group, caption="/read")
    await choose(ann, answer, "✗ Wrong")
    await choose(admin, answer, "7")
    assert await kept.tally() == Tally(approved=1, wrong=1)
    assert await reads(ann) == "1"
    assert await reads(admin) == "1"


async def test_a_picture_of_somebody_else_that_is_passed_on_teaches_nobodys_hand(
    bot, ann, ben, kept
):
    origin = {"type": "user", "date": 1, "sender_user": ben.info}
    answer = await ask(ann, SEVEN, extra={"forward_origin": origin})
    assert "next pictures" not in await choose(ann, answer, "✗ Wrong", "7")
    assert await kept.tally() == Tally(pending=1, wrong=1)
    assert await reads(ann) == "1"
    own = {"type": "user", "date": 1, "sender_user": ann.info}
    answer = await ask(ann, SEVEN, extra={"forward_origin": own})
    assert "next pictures" in await choose(ann, answer, "✗ Wrong", "7")
    assert await reads(ann) == "7"


async def test_a_picture_of_another_chat_is_in_the_hand_of_who_sent_it_there(
    bot, telegram, ann, ben, kept
):
    telegram.world.add_group(ELSEWHERE, "Elsewhere", set())
    for sender, learnt in ((ben, False), (ann, True)):
        there = await sender.send_photo(SEVEN, chat=ELSEWHERE)
        answer = await ann.answer_to(await ann.send_text("/read", reply_elsewhere=there))
        said = await choose(ann, answer, "✗ Wrong", "7")
        assert ("next pictures" in said) == learnt
        assert await reads(ann) == ("7" if learnt else "1")
    for sender, number in ((ben, "1"), (ann, "7")):
        there = await sender.send_photo(NEXT, chat=ELSEWHERE)
        answer = await ann.answer_to(await ann.send_text("/read", reply_elsewhere=there))
        assert answer["text"].splitlines()[0] == number


async def test_whose_hand_is_in_a_picture_of_a_hidden_sender_is_not_known(bot, ann, ben, kept):
    photo = (await ben.send_photo(SEVEN))["photo"]
    origin = {"type": "hidden_user", "sender_user_name": "Ann", "date": 1}
    asked = await ann.send_text(
        "/read", extra={"external_reply": {"origin": origin, "photo": photo}}
    )
    said = await choose(ann, await ann.answer_to(asked), "✗ Wrong", "7")
    assert "next pictures" not in said
    assert await reads(ann) == "1"


async def test_a_hand_outlives_the_process(run_bot, ann):
    async with run_bot():
        await choose(ann, await ask(ann, SEVEN), "✗ Wrong", "7")
    async with run_bot():
        # Pictures do not wait for a database that is being opened; this does.
        assert "your hand" in (await user_says(ann, "/stats"))["text"]
        assert await reads(ann) == "7"


async def user_says(user, text, **where):
    return await user.answer_to(await user.send_text(text, **where))


async def test_a_typed_number_teaches_its_clear_digits_within_the_days_limit(run_bot, ann):
    async with run_bot(corrections_per_day=1):
        for text, number in (("407", "409"), ("12", "19"), ("35", "38")):
            answer = await ask(ann, encoded(draw(text)))
            asked = await question(ann, answer, "✗ Wrong", corrections.TYPE)
            await reply(ann, asked, number)
            # The first teaches a 4, a 0 and the 9; after that nothing more of that day.
            assert "your hand by 3 digits" in (await user_says(ann, "/stats"))["text"]


async def test_who_replies_in_a_groups_name_teaches_nobodys_hand(
    bot, telegram, ann, ben, group, kept
):
    place = telegram.world.chats[group]
    for admin in (ann, ben):
        place.administrators.add(admin.id)
        place.anonymous.add(admin.id)
    answer = await ask(ann, encoded(draw("407")), chat=group, caption="/read")
    asked = await question(ann, answer, "✗ Wrong", corrections.TYPE, chat=group)
    await reply(ben, asked, "409", chat=group, in_name_of=group)
    assert await kept.tally() == Tally(pending=1, wrong=1)
    assert "your hand" not in (await user_says(ann, "/stats"))["text"]
