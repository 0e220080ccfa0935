"""Models come, are measured, and let in or not."""

from __future__ import annotations

import asyncio
import shutil

import pytest
from modelfiles import SHIPPED, foreign, shifted, variant, with_external_data

from bot.replies import models
from tests.end_to_end.modelchat import (
    buttons,
    said,
    send_model,
    seven_is_read_as,
)

pytestmark = pytest.mark.usefixtures("no_mnist", "database")


@pytest.fixture
def wrong_model(tmp_path):
    """A shipped model that reads each digit as the next one."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "digits.onnx").write_bytes(shifted())
    shutil.copy(SHIPPED.with_name("lines.onnx"), folder)  # as where an older bot was deployed
    return folder / "digits.onnx"


async def test_a_better_model_reads_the_next_photo(
    telegram, run_bot, admin, ann, drawn_mnist, wrong_model
):
    async with run_bot(model_path=wrong_model):
        assert await seven_is_read_as(ann) == "8"
        await send_model(admin, variant("better-0"))
        told = await said(admin, "better-0, kept as #1. It is as good or better")
        assert await seven_is_read_as(ann) == "7"
        assert "Corrections \u2013" in " ".join(told["text"].split())
        assert told["text"].count("✓") == 3
    async with run_bot(model_path=wrong_model):  # a restart
        assert await seven_is_read_as(ann) == "7"


async def test_a_worse_model_is_kept_out_and_the_reply_says_why(bot, admin, ann, drawn_mnist):
    await send_model(admin, shifted("worse-0"))
    told = await said(admin, "worse-0, kept as #1. I do not read with it.")
    assert "points worse, and 0.1 are allowed." in told["text"]
    assert "Pictures:" in told["text"]
    assert buttons(told) == []
    assert await seven_is_read_as(ann) == "7"
    await admin.send_text("/models")
    listing = await said(admin, "kept out: MNIST, Pictures")
    assert "Use #1" not in buttons(listing)
    press = admin.press_data(listing, "model:sure:1:0")
    assert (await press.answer)["text"].startswith("#1 stays out. MNIST:")
    assert await seven_is_read_as(ann) == "7"


async def test_what_was_not_checked_waits_for_the_admin(bot, admin, ann, ben):
    await send_model(admin, variant("unsure-0"))
    told = await said(admin, "unsure-0, kept as #1. Nothing speaks against it")
    assert "MNIST: there is no MNIST on this machine" in told["text"]
    assert buttons(told) == ["Use it anyway"]
    assert (await (ben.press_data(told, "model:sure:1:0")).answer)["text"] == models.ONLY_ADMINS
    await admin.press(told, "Use it anyway")
    asked = await said(admin, "Use #1, unsure-0?")
    assert buttons(asked) == ["Yes, use it", "No"]
    presses = [await admin.press(asked, "Yes, use it") for _ in range(3)]
    await asyncio.gather(*(press.answer for press in presses))
    await admin.send_text("/models")
    listing = await said(admin, "● #1 unsure-0")
    assert listing["text"].count("●") == 1
    assert buttons(listing)[0] == "Roll back to the shipped one"
    assert await seven_is_read_as(ann) == "7"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not an ONNX model"),
        (b"\x08\x08" + b"junk" * 1000, "not an ONNX model"),
        (foreign(), "only input must be 'image'"),
        (with_external_data("/etc/hostname"), "not an ONNX model"),
    ],
    ids=["empty", "junk", "foreign", "external"],
)
async def test_a_file_that_does_not_fit_is_not_kept(bot, admin, ann, database, content, words):
    await send_model(admin, content, "MODEL.ONNX")
    told = await said(admin, "I cannot use this model:")
    assert words in told["text"]
    assert "It is not kept." in told["text"]
    assert await database.versions.listed(5) == []
    assert await seven_is_read_as(ann) == "7"


async def test_a_file_beyond_what_telegram_gives_is_refused(bot, telegram, admin):
    await admin.send_document(b"x", "m.onnx", None, length=20 * 1024 * 1024 + 1)
    await said(admin, models.TOO_LARGE)
    assert telegram.made("getFile") == []


async def test_nobody_else_may_send_models_or_see_them(bot, telegram, ann, group):
    file = await send_model(ann, variant("mine-0"))
    assert (await ann.answer_to(file))["text"] == models.NO_MODELS_FROM_YOU
    await send_model_to_group(ann, group)
    await ann.send_text("/models")
    assert await said(ann, models.ONLY_ADMINS)
    assert telegram.made("getFile") == []
    assert [m for m in ann.messages(group) if m["from"]["is_bot"]] == []


async def send_model_to_group(person, group):
    await person.send_document(b"x", "m.onnx", "application/octet-stream", chat=group)


async def test_stopped_while_it_measures_it_says_so(telegram, run_bot, admin):
    async with run_bot():
        await send_model(admin, variant("late-1"))
        await said(admin, models.MEASURING)
    await said(admin, models.STOPPED, within=1)
