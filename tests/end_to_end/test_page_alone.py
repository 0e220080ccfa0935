"""One page of a PDF or a TIFF on its own, to be judged like any picture."""

from __future__ import annotations

import io

import pytest
from pdf.pdffiles import book
from PIL import Image
from reading.scenes import draw

from benchmarks.fault_kinds import vanished
from bot.replies import answers, corrections, tables
from tests.end_to_end.presses import (
    choose,
    copied,
    labels,
    now,
    press,
    question,
    reply,
    told,
    until,
)

BOTH = [["CSV", "XLSX"], ["✎ 1", "✎ 2"]]


def scan(*texts):
    return book([draw(text) for text in texts]), "scan.pdf", "application/pdf"


def fax(*texts):
    first, *others = [Image.fromarray(draw(text)) for text in texts]
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=others)
    return out.getvalue(), "fax.tif", "image/tiff"


def pages(user):
    """The pages that the bot has put into the chat."""
    return [m for m in user.messages() if m["from"]["is_bot"] and "photo" in m]


async def alone(user, file, number):
    """Asks for one page; returns the answer to it."""
    before = len(pages(user))
    await user.press(await user.answer_to(file), f"✎ {number}")
    page = (await until(lambda: pages(user)[before:]))[0]
    assert page["reply_to_message"]["message_id"] == file["message_id"]
    return await user.answer_to(page)


@pytest.mark.parametrize("form", [scan, fax])
async def test_a_page_is_corrected_by_who_sent_the_file_also_after_a_restart(run_bot, ann, form):
    async with run_bot():
        file = await ann.send_document(*form("407", "12"))
        assert labels(ann, await ann.answer_to(file)) == BOTH
    async with run_bot():
        answer = await alone(ann, file, 2)
        assert copied(ann, answer) == ["12"]
        assert labels(ann, answer) == [["✓ Right", "✗ Wrong", "Show how"]]
        await choose(ann, answer, "✗ Wrong", "2", "3")
        await until(lambda: copied(ann, answer) == ["13", "12"])
        asked = await question(ann, answer, "✗ 2 → 3", "Type it")
        await reply(ann, asked, "72")
        assert copied(ann, answer) == ["72", "12"]
        assert await press(ann, answer, "✓ Right") == corrections.STAYS_CORRECTED


async def test_it_is_put_into_the_chat_once(bot, ann):
    file = await ann.send_document(*scan("407", "12"))
    await alone(ann, file, 1)
    answer = await ann.answer_to(file)
    assert await press(ann, answer, "✎ 1") == tables.SENT_ALREADY
    assert len(pages(ann)) == 1


async def test_a_page_that_cannot_be_had_can_be_asked_for_again(bot, telegram, ann):
    file = await ann.send_document(*scan("407", "12"))
    answer = await ann.answer_to(file)
    telegram.faults.add("getFile", vanished())
    await press(ann, answer, "✎ 1")
    await until(lambda: ann.messages()[-1].get("text") == answers.GONE)
    assert copied(ann, await alone(ann, file, 1)) == ["407"]


async def test_a_file_of_an_album_has_its_pages_too(bot, ann):
    extra = {"media_group_id": "5"}
    first = await ann.send_document(*scan("407", "12"), extra=extra)
    await ann.send_document(*scan("3"), extra=extra)
    await ann.press(await ann.answer_to(first), "✎ 1")
    listed = await until(lambda: [m for m in ann.messages() if "both pages" in m.get("text", "")])
    assert labels(ann, listed[0]) == BOTH
    await ann.press(listed[0], "✎ 2")
    page = (await until(lambda: pages(ann)))[0]
    assert copied(ann, await ann.answer_to(page)) == ["12"]


async def test_what_nobody_there_could_judge_is_not_offered(bot, ann, ben, group):
    caption = "@local_digit_bot"
    file = await ann.send_document(*scan("407", "12"), chat=group, caption=caption)
    answer = await ann.answer_to(file)
    assert labels(ann, answer) == [["CSV", "XLSX"]], "in a group, the page would be the bot's"
    assert await told(ann.press_data(answer, "page:1")) == answers.OUT_OF_DATE
    origin = {"type": "user", "sender_user": ben.info, "date": 1_700_000_000}
    passed = await ann.send_document(*scan("407", "12"), extra={"forward_origin": origin})
    answer = await ann.answer_to(passed)
    assert labels(ann, answer) == [["CSV", "XLSX"]], "its writer is not who would teach it"


async def test_a_page_that_is_not_there(bot, ann):
    answer = await ann.answer_to(await ann.send_document(*scan("407", "12")))
    await ann.press_data(answer, "page:20").answer
    await until(lambda: "page" in ann.messages()[-1]["text"].lower() and len(ann.messages()) > 2)
    assert await told(ann.press_data(answer, "page:21")) == answers.OUT_OF_DATE
    assert labels(ann, now(ann, answer)) == BOTH
