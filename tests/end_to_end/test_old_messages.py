"""Presses under messages that Telegram no longer shows to the bot, and messages that are gone."""

from __future__ import annotations

import numpy as np
import pytest
from modelfiles import shifted, variant
from reading.scenes import draw, encoded

from benchmarks.fault_kinds import Refuse
from bot.replies import answers, review, rights, train
from bot.replies.menus import ADMINS
from bot.storage.correction_values import NewCorrection
from localtelegram.errors import bad_request
from tests.end_to_end.conftest import all_done
from tests.end_to_end.modelchat import buttons, said
from tests.end_to_end.modelchat import kept as keep_model
from tests.end_to_end.presses import SEVEN, ask, choose, labels, now, told, until

PDF = (b"%PDF", "thesis.pdf", "application/pdf")


async def fill(kept, count, user="ab12"):
    for number in range(count):
        crop = np.random.default_rng(number).integers(0, 256, (28, 28), np.uint8)
        given = {"said": 7, "actual": 1, "version": "v", "trusted": False}
        await kept.keep(NewCorrection(f"{user}{number}", 0, user, crop, **given), None)


async def sheet(telegram, admin, count=1):
    await admin.send_text("/corrections")

    def sheets():
        return [call.result for call in telegram.made("sendPhoto") if call.status == 200]

    await until(lambda: len(sheets()) >= count)
    return sheets()[count - 1]


async def states(kept):
    return [state.value for _, state in sorted((await kept.states(range(1, 100))).items())]


@pytest.mark.parametrize("label", ["✓ Right", "✗ Wrong", "Show how"])
async def test_an_old_answer_says_that_it_is_out_of_date(bot, telegram, ann, kept, label):
    answer = await ask(ann)
    assert await told(ann.press_old(answer, label)) == answers.OUT_OF_DATE
    assert (await kept.tally()).corrections == 0
    assert telegram.made("sendPhoto") == []


@pytest.mark.parametrize("label", ["Approve all", "Drop all"])
async def test_under_an_old_sheet_nothing_is_decided_for_all(bot, telegram, admin, kept, label):
    await fill(kept, 2)
    shown = await sheet(telegram, admin)
    assert await told(admin.press_old(shown, label)) == review.OUT_OF_DATE
    assert await states(kept) == ["pending"] * 2
    assert now(admin, shown)["caption"] == shown["caption"]
    assert all(call.status == 200 for call in telegram.calls if call.method.startswith("edit"))


async def test_what_an_old_sheet_names_is_done_and_told(bot, telegram, admin, kept):
    await fill(kept, 2)
    shown = await sheet(telegram, admin)
    said = await told(admin.press_old(shown, "Drop 1"))
    assert said.startswith("Dropped.")
    assert said.endswith(review.OUT_OF_DATE)
    assert await states(kept) == ["dropped", "pending"]
    await choose(admin, shown, "Drop 2")
    await until(lambda: "✗ 2" in labels(admin, shown)[0])
    back = await told(admin.press_old(now(admin, shown), "✗ 1"))
    assert back.startswith("Back again")
    assert await states(kept) == ["pending", "dropped"]
    await kept.forget("ab12")
    gone = await told(admin.press_old(now(admin, shown), "✗ 2"))
    assert gone.startswith(review.GONE)


async def test_a_button_of_an_old_sheet_drops_and_brings_back_in_turn(bot, telegram, admin, kept):
    await fill(kept, 1)
    shown = await sheet(telegram, admin)
    for words, state in 2 * [("Dropped.", "dropped"), ("Back again", "pending")]:
        assert (await told(admin.press_old(shown, "Drop 1"))).startswith(words)
        assert await states(kept) == [state]
    await choose(admin, shown, "Drop 1")
    await until(lambda: "✗ 1" in labels(admin, shown)[0])
    for words, state in (("Back again", "pending"), ("Dropped.", "dropped")):
        assert (await told(admin.press_old(now(admin, shown), "✗ 1"))).startswith(words)
        assert await states(kept) == [state]
    await kept.restore([1])
    await kept.judge([1], approved=True)
    assert "approved already" in await told(admin.press_old(now(admin, shown), "✗ 1"))
    assert await states(kept) == ["approved"]


async def test_a_sheet_of_which_all_is_forgotten_loses_its_buttons(bot, telegram, admin, kept):
    await fill(kept, 2)
    shown = await sheet(telegram, admin)
    await kept.forget("ab12")
    await admin.press(shown, "Approve all")
    await until(lambda: labels(admin, shown) == [])
    (edit,) = telegram.made("editMessageCaption")
    assert edit.status == 200
    assert "reply_markup" not in edit.values


async def test_an_edit_that_is_refused_for_another_reason_is_an_error(
    bot, telegram, ann, admin, caplog
):
    answer = await ask(ann)
    refused = Refuse(bad_request("reply markup is too long"))
    telegram.faults.add("editMessageReplyMarkup", refused)
    await ann.press(answer, "✓ Right")
    report = await until(lambda: [m["text"] for m in admin.messages()])
    assert "Reply markup is too long" in report[0]
    assert [r.message for r in caplog.records if r.message == "a handler failed"]


async def test_an_old_list_of_models_is_obeyed_and_answered_below(
    bot, quick, admin, database, no_mnist
):
    await keep_model(database, variant("first-0"), active=True)
    await keep_model(database, shifted(), active=True)
    await admin.send_text("/models")
    listing = await said(admin, "● #2")
    await told(admin.press_old(listing, "Roll back to #1"))
    chosen = await said(admin, "I read with #1, first-0 now.")
    assert chosen["message_id"] != listing["message_id"]
    assert await database.versions.active_id() == 1
    pressed = admin.press_old(chosen, "All models")
    assert await told(pressed) is None
    assert buttons(await said(admin, "● #1"))


async def test_an_old_question_whether_to_forget_is_obeyed(bot, ann, kept):
    await choose(ann, await ask(ann), "✗ Wrong", "1")
    question = await ann.answer_to(await ann.send_text("/forget"))
    await told(ann.press_old(question, "Delete it all"))
    await until(lambda: ann.messages()[-1].get("text") == rights.forgotten(2))
    assert (await kept.tally()).corrections == 0


async def test_an_old_button_of_a_training_is_answered(bot, telegram, admin):
    message = await admin.answer_to(await admin.send_text("/cancel"))
    old = {name: message[name] for name in ("chat", "message_id")} | {"date": 0}
    assert await told(admin.press_data(old, "train:cancel:1")) == train.NOTHING_RUNS


COMMANDS = [*(command.command for command in ADMINS), "start"]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("together", [False, True])
async def test_a_command_that_is_deleted_at_once_is_answered(
    bot, telegram, admin, group, kept, monkeypatch, tmp_path, command, together
):
    monkeypatch.setenv("MNIST_PATH", str(tmp_path / "none.npz"))  # no training begins
    chat = group if together else admin.id
    message = await admin.send_text(f"/{command}", chat=chat)
    admin.delete(message)
    sent = await until(lambda: [m for m in admin.messages(chat) if m["from"]["is_bot"]])
    assert "reply_to_message" not in sent[0]
    assert answers.FAILED not in [m.get("text") for m in sent]
    assert all(call.status == 200 for call in telegram.made("sendMessage"))


async def test_the_file_of_corrections_comes_though_the_command_is_deleted(
    bot, telegram, admin, kept, monkeypatch, tmp_path
):
    await fill(kept, 1)
    await kept.judge([1], approved=True)
    monkeypatch.setenv("MNIST_PATH", str(tmp_path / "none.npz"))
    admin.delete(await admin.send_text("/train fine-tune"))
    await telegram.wait_for(lambda _: telegram.made("sendDocument"))
    await until(lambda: telegram.made("sendDocument")[0].status)
    assert telegram.made("sendDocument")[0].status == 200


async def test_a_training_is_for_a_private_chat(bot, telegram, admin, group, kept):
    await fill(kept, 1)
    await kept.judge([1], approved=True)
    for what in ("/train", "/train fine-tune", "/train full"):
        answer = await admin.answer_to(await admin.send_text(what, chat=group))
        assert answer["text"] == train.IN_PRIVATE
    await all_done(admin, group)
    assert telegram.made("sendDocument") == []
    assert await kept.training_set() is not None


async def test_how_it_was_read_is_said_where_pictures_are_forbidden(bot, telegram, ann, group):
    answer = await ask(ann, SEVEN, chat=group, caption="/read")
    telegram.world.chats[group].forbidden.add("photos")
    await ann.press(answer, "Show how")
    assert (await ann.answer_to(answer))["text"] == answers.NO_PICTURES_HERE
    telegram.world.chats[group].forbidden.clear()
    await ann.press(answer, "Show how")
    await until(lambda: any("photo" in m for m in ann.messages(group) if m["from"]["is_bot"]))


async def test_the_same_correction_once_more_says_that_it_is_noted(bot, ann, kept):
    answer = await ask(ann, encoded(draw("7")))
    await choose(ann, answer, "✗ Wrong", "2")
    assert "noted that already" in await choose(ann, answer, "✗ 7 → 2", "2")
    assert "Changed" in await choose(ann, answer, "✗ 7 → 2", "1")
    assert [c.actual for c in await kept.pending(9)] == [1]
