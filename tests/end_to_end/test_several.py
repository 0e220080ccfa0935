"""Two web processes serve one bot at one real PostgreSQL."""

from __future__ import annotations

import asyncio

from modelfiles import shifted
from reading.scenes import draw, encoded

from bot.lifecycle.cache import checksum
from bot.replies import corrections, rights
from tests.end_to_end.modelchat import PASSED, said
from tests.end_to_end.presses import ask, choose, copied, labels, press, question, reply, until
from tests.end_to_end.several import two_processes

SEVEN = encoded(draw("7"))
SOON = 60


async def test_two_processes_are_one_bot(telegram, postgres, shared, tmp_path, ann, ben, admin):
    async with two_processes(telegram, tmp_path, postgres) as both:
        await albums(telegram, both, ann)
        await a_correction(both, ben, shared)
        await a_typed_number(both, ann, shared)
        await a_swap(both, ann, admin, shared)
        assert {call.values["url"] for call in telegram.made("setWebhook")} == {both.url}
        assert telegram.made("deleteWebhook") == []


async def albums(telegram, both, ann):
    """The parts of an album go to both in turn; one of them answers for all."""
    for _ in range(2):
        before, told = len(both.passed), len(telegram.made("sendMessage"))
        album = await ann.send_album([encoded(draw(text)) for text in ("407", "12", "9", "31")])
        answer = await ann.answer_to(album[0], within=SOON)
        lines = answer["text"].split("\n")
        assert lines[0] == "I read all 4 pictures:"
        assert [line.split(" (")[0] for line in lines[1:5]] == ["1. 407", "2. 12", "3. 9", "4. 31"]
        assert {place for place, _ in both.passed[before:]} == {0, 1}
        await asyncio.sleep(2)
        assert len(telegram.made("sendMessage")) == told + 1, "it is answered once"


async def a_correction(both, ben, shared):
    """One process answers, the other hears what is wrong with it."""
    both.only = 0
    answer = await ask(ben, SEVEN)
    both.only = 1
    assert "7 is a 2" in await choose(ben, answer, "✗ Wrong", "2")
    both.only = 0
    await until(lambda: labels(ben, answer) == [["✓ Right", "✗ 7 → 2", "Show how"]])
    assert "Changed" in await choose(ben, answer, "✗ 7 → 2", "1")
    assert [one.actual for one in await shared.corrections.pending(9)] == [1]
    both.only = None


async def a_typed_number(both, ann, shared):
    """One process asks for the number, the other is told it; /forget knows of the question."""
    both.only = 0
    answer = await ask(ann, encoded(draw("407")))
    asked = await question(ann, answer, "✗ Wrong", corrections.TYPE)
    both.only = 1
    assert (await reply(ann, asked, "401"))["text"].startswith("Thank you! I have corrected")
    assert copied(ann, answer) == ["401", "407"]
    assert [(one.said, one.actual) for one in await shared.corrections.pending(9)] == [
        (7, 1),
        (7, 1),
    ]
    forget = await ann.answer_to(await ann.send_text("/forget"))
    await press(ann, forget, "Delete it all")
    assert (await reply(ann, asked, "409"))["text"] == corrections.FOR_WHICH
    again = await question(ann, answer, "✗ 7 → 1", corrections.TYPE)
    both.only = 0
    assert (await ann.answer_to(await ann.send_text("/forget")))["text"] == rights.NOTHING
    both.only = 1
    assert (await reply(ann, again, "409"))["text"] == corrections.FOR_WHICH
    both.only = None


async def a_swap(both, ann, admin, shared):
    """An admin chooses a model at one process; the other reads with it as well."""
    content = shifted()
    version = await shared.versions.add(content, "shifted", {}, PASSED, "uploaded")
    assert version.sha256 == checksum(content)
    both.only = 0
    await admin.send_text("/models")
    listing = await said(admin, "shifted")
    use = next(word for row in labels(admin, listing) for word in row if str(version.id) in word)
    await choose(admin, listing, use)
    both.only = 1
    async with asyncio.timeout(30):
        while not (await ask(ann, SEVEN))["text"].startswith("8\n"):  # noqa: ASYNC110
            await asyncio.sleep(0.5)
    both.only = 0
    assert (await ask(ann, SEVEN))["text"].startswith("8\n")
