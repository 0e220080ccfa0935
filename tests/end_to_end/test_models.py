"""Models come, are measured, swapped, chosen and rolled back, while people send pictures."""

from __future__ import annotations

import asyncio
import shutil

import numpy as np
import pytest
import pytest_asyncio
from modelfiles import SHIPPED, foreign, shifted, variant, with_external_data
from pydantic import SecretStr
from reading.scenes import draw, encoded

from bot.lifecycle import gate
from bot.lifecycle import shelf as shelves
from bot.replies import models
from bot.storage import Database

SEVEN = encoded(draw("7"))
SAME = {"error": None, "version": "x", "batch_ms": 1.0} | {
    name: {"right": 9, "count": 10} for name in ("mnist", "corrections", "scenes")
}
PASSED = {"verdict": gate.as_json(gate.judge({"candidate": SAME, "active": SAME, "unchecked": {}}))}


@pytest.fixture(autouse=True)
def no_mnist(monkeypatch, tmp_path):
    """As on a worker: nothing is cached."""
    monkeypatch.delenv("MNIST_PATH", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


@pytest.fixture
def mnist(monkeypatch, tmp_path):
    """A small MNIST, drawn."""
    from training import styles

    drawn = styles.draw(700, np.random.default_rng(5))
    path = tmp_path / "mnist.npz"
    np.savez(
        path,
        x_train=drawn.images[:600],
        y_train=drawn.labels[:600],
        x_test=drawn.images[600:],
        y_test=drawn.labels[600:],
    )
    monkeypatch.setenv("MNIST_PATH", str(path))


@pytest.fixture
def quick(monkeypatch):
    """A database that is asked often."""
    monkeypatch.setattr(shelves, "FOLLOW_SECONDS", 0.02)


@pytest.fixture
def admin(telegram):
    return telegram.user(1, "Ada")


@pytest_asyncio.fixture(autouse=True)
async def database(settings):
    """The bot's database, seen from outside.

    Opened before the bot's, for Alembic cannot make the tables twice at a time in one process.
    """
    opened = Database(settings.database_url.get_secret_value())
    opened.start()
    await opened.check()
    yield opened
    await opened.close()


async def until(condition, within=60.0):
    """Waits for a true value of `condition()`, and returns it."""
    for _ in range(int(within / 0.02)):
        if found := condition():
            return found
        await asyncio.sleep(0.02)
    raise TimeoutError


async def said(person, words, within=60.0):
    """Waits until the newest message with `words` in it is there."""

    def look():
        found = [m for m in person.messages() if words in m.get("text", "")]
        return found[-1] if found else None

    return await until(look, within)


async def seven_is_read_as(person) -> str:
    answer = await person.answer_to(await person.send_photo(SEVEN))
    return answer["text"].split("\n\n")[0]


async def read_soon_as(person, text):
    """Sends photos until one is read as `text`."""
    for _ in range(200):
        if await seven_is_read_as(person) == text:
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


async def send_model(person, content, name="model.onnx"):
    return await person.send_document(content, name, "application/octet-stream")


def buttons(message):
    markup = message.get("reply_markup", {"inline_keyboard": []})
    return [button["text"] for row in markup["inline_keyboard"] for button in row]


async def kept(database, content, *, active=False, metrics=PASSED):
    version = await database.versions.add(content, "from-a-test", {}, metrics, "trained")
    if active:
        await database.versions.activate(version.id, "1")
    return version


@pytest.fixture
def wrong_model(tmp_path):
    """A shipped model that reads each digit as the next one."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "digits.onnx").write_bytes(shifted())
    shutil.copy(SHIPPED.with_name("lines.onnx"), folder)
    return folder / "digits.onnx"


async def test_a_better_model_reads_the_next_photo(
    telegram, run_bot, admin, ann, mnist, wrong_model
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


async def test_a_worse_model_is_kept_out_and_the_reply_says_why(bot, admin, ann, mnist):
    await send_model(admin, variant("worse-0", 3.0))
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


async def test_only_admins_are_offered_the_command(bot, telegram, admin, ann):
    await until(lambda: len(telegram.made("setMyCommands")) >= 2)
    everybody, admins = (call.values for call in telegram.made("setMyCommands")[:2])
    assert "models" not in everybody["commands"]
    assert "scope" not in everybody
    assert "models" in admins["commands"]
    assert '"chat_id":1' in admins["scope"].replace(" ", "")


async def test_admins_roll_back_with_a_button(bot, quick, admin, ann, database):
    await kept(database, variant("first-0"), active=True)
    await kept(database, shifted(), active=True)
    await read_soon_as(ann, "8")
    await admin.send_text("/models")
    listing = await said(admin, "● #2")
    assert buttons(listing) == ["Roll back to #1", "Use the shipped one"]
    assert "MNIST 90.00 %, Corrections 9 of 10, Pictures 9 of 10, Speed 1.0 ms" in listing["text"]
    await admin.press(listing, "Roll back to #1")
    told = await said(admin, "I read with #1, first-0 now.")
    assert await seven_is_read_as(ann) == "7"
    old = admin.press_data(listing, "model:use:1:2")  # the same button once more
    assert (await old.answer)["text"] == models.IN_USE
    assert [a.version.id for a in await database.versions.history(9)] == [1, 2, 1]
    stale = admin.press_data(told, "model:use:2:2")  # an old button, from before
    assert (await stale.answer)["text"] == models.CHANGED
    assert (await database.versions.active()).version.id == 1


@pytest.mark.parametrize(
    "data",
    [
        "model:use:77:0",
        "model:use:x:0",
        "model:sure:1",
        "model:again:77:0",
        "model:list:1",
        "model:",
        "model:use:99999999999999999999:0",
    ],
)
async def test_data_that_nobody_offered_is_harmless(bot, admin, ann, data):
    await admin.send_text("/models")
    listing = await said(admin, "Models")
    answer = await asyncio.wait_for(admin.press_data(listing, data).answer, 10)
    assert answer["text"]
    assert await seven_is_read_as(ann) == "7"


async def test_a_kept_version_is_measured_by_a_button(bot, admin, ann, database, mnist):
    await kept(database, variant("late-0"), metrics={})
    await admin.send_text("/models")
    listing = await said(admin, "not measured yet")
    press = admin.press_data(listing, "model:use:1:0")
    assert "has not been measured" in (await press.answer)["text"]
    await admin.press(listing, "Measure #1")
    await said(admin, "I read with it from now on")
    assert (await database.versions.active()).version.id == 1


async def test_a_fresh_disk_restores_the_model_from_postgresql(
    telegram, run_bot, ann, postgres, tmp_path, quick
):
    address = SecretStr(postgres)
    outside = Database(postgres)
    outside.start()
    await outside.check()
    async with run_bot(database_url=address):
        await kept(outside, shifted(), active=True)
        await read_soon_as(ann, "8")
    await outside.close()
    async with run_bot(database_url=address, model_cache=tmp_path / "another disk"):
        await read_soon_as(ann, "8")
    async with run_bot(
        database_url=SecretStr("postgresql://bot@127.0.0.1:9/none"),
        model_cache=tmp_path / "another disk",
    ):
        assert await seven_is_read_as(ann) == "8"  # at once, though no database answers


async def test_a_model_that_does_not_load_is_told_to_the_admins(bot, quick, admin, ann, database):
    await admin.send_text("/start")
    await kept(database, variant("good-0"), active=True)
    await kept(database, b"junk", active=True)
    told = await said(admin, "does not load on this machine")
    assert "The active model #2" in told["text"]
    assert "I read with #1, good-0" in told["text"]
    assert await seven_is_read_as(ann) == "7"
    unsure = gate.judge(
        {"candidate": SAME | {"mnist": None}, "active": SAME, "unchecked": {"mnist": "none here"}}
    )
    await kept(database, variant("next-0"), metrics={"verdict": gate.as_json(unsure)})
    await admin.send_text("/models")
    listing = await said(admin, "This process reads with good-0 so far.")
    await admin.press(listing, "Use #3")  # what counts is what was decided, not what loads here
    await admin.press(await said(admin, "Use #3, from-a-test?"), "Yes, use it")
    await said(admin, "I read with #3, next-0 now.")


async def test_without_a_database_models_are_not_lost_for_words(telegram, run_bot, admin, ann):
    async with run_bot(database_url=SecretStr("postgresql://bot@127.0.0.1:9/none")):
        assert await seven_is_read_as(ann) == "7"
        await admin.send_text("/models")
        first = await said(admin, "database")
        await send_model(admin, variant("nowhere-0"))
        await until(lambda: about_it(admin)[-1] != first)


def about_it(person):
    return [m for m in person.messages() if "database" in m.get("text", "")]


async def test_stopped_while_it_measures_it_says_so(telegram, run_bot, admin):
    async with run_bot():
        await send_model(admin, variant("late-1"))
        await said(admin, models.MEASURING)
    await said(admin, models.STOPPED, within=1)


async def test_photos_are_all_answered_while_models_are_swapped(
    bot, quick, telegram, database, monkeypatch
):
    versions = [await kept(database, variant(f"swap-{n}", 0.01 * n)) for n in range(3)]
    people = [telegram.user(100 + n) for n in range(6)]
    numbers = ["407", "12", "938", "7", "5061"]

    async def ask(person, count):
        right = 0
        for n in range(count):
            text = numbers[(person.id + n) % len(numbers)]
            answer = await person.answer_to(await person.send_photo(encoded(draw(text))))
            right += answer["text"].startswith(f"{text}\n")
        return right

    async def swap():
        for n in range(6):
            await database.versions.activate(versions[n % 3].id, "1")
            await asyncio.sleep(0.15)

    *right, _ = await asyncio.gather(*(ask(person, 10) for person in people), swap())
    assert right == [10] * 6
    assert len(telegram.made("sendMessage")) == 60
