"""Drawings from the page that opens in Telegram, over real HTTP; the page itself is beside."""

from __future__ import annotations

import io
import re
import struct
import zlib

import httpx
import pytest
from PIL import Image
from pydantic import HttpUrl
from reading.scenes import draw, encoded
from telegramapp import init_data

from bot.replies import drawing_page, notices
from bot.web.init_data import MOST_SECONDS
from tests.end_to_end.conftest import all_done
from tests.end_to_end.presses import choose, labels, now, press, until

SEVEN = encoded(draw("7"), ".png")


@pytest.fixture
def web(free_port):
    """Settings that let the bot poll, and serve the page here."""
    url = HttpUrl(f"http://127.0.0.1:{free_port}")
    return {"webhook_host": "127.0.0.1", "port": free_port, "web_url": url}


async def invited(person):
    """The address of the page, without the language that it is to be in."""
    return (await invitation(person)).partition("?")[0]


async def invitation(person):
    """The address of the page, as the button under the answer to /draw has it."""
    answer = await person.answer_to(await person.send_text("/draw"))
    ((button,),) = answer["reply_markup"]["inline_keyboard"]
    return button["web_app"]["url"]


async def send(address, session, picture=SEVEN, **headers):
    async with httpx.AsyncClient(headers=headers) as page:
        headers = {b"Authorization": b"tma " + session.encode(errors="surrogateescape")}
        return await page.post(f"{address}picture", content=picture, headers=headers)


def drawings(person):
    """The drawings in somebody's chat."""
    return [message for message in person.messages() if "photo" in message]


async def answered(person, count=1):
    """The answer to the newest drawing, once there are so many."""
    await until(lambda: len(drawings(person)) == count)
    return await person.answer_to(drawings(person)[-1])


async def test_a_drawing_is_read_as_if_sent_and_its_person_corrects_it(
    telegram, run_bot, web, ann, kept
):
    async with run_bot(**web):
        address = await invited(ann)
        sent = await send(address, init_data(ann.info, telegram.token))
        assert (sent.status_code, sent.json()) == (202, {})
        answer = await answered(ann)
        assert answer["text"].startswith("7\n")
        assert labels(ann, answer) == [["✓ Right", "✗ Wrong", "Show how"]]
        await choose(ann, answer, "✗ Wrong", "1")
        await until(lambda: now(ann, answer)["text"].startswith("1\n"))
        assert len(await kept.pending(9)) == 1
        await choose(ann, answer, "Show how")
        await until(lambda: len(drawings(ann)) == 2)
        assert telegram.world.menu_buttons[None]["web_app"]["url"] == address


async def test_the_page_comes_with_all_that_it_names_beside_the_webhook(
    telegram, run_bot, webhook_address, ann
):
    async with run_bot(**webhook_address), httpx.AsyncClient() as browser:
        await telegram.wait_for(lambda c: any(x.method == "setWebhook" and x.status for x in c))
        address = await invited(ann)
        page = await browser.get(address)
        assert page.headers["content-type"].startswith("text/html")
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'; script-src 'self' https://telegram.org/js/;" in policy
        assert "frame-ancestors https://web.telegram.org" in policy
        files = re.findall(r'(?:href|src)="([\w.]+)"', page.text)
        assert len(files) == 3
        for name in files:
            assert (await browser.get(address + name)).status_code == 200
        assert (await browser.get(f"{address}../healthz")).text == "alive\n"
        assert (await send(address, init_data(ann.info, telegram.token))).status_code == 202
        assert (await answered(ann))["text"].startswith("7\n")


async def test_the_page_is_in_the_language_that_was_chosen_else_in_the_browsers(run_bot, web, ann):
    async with run_bot(**web), httpx.AsyncClient(headers={"Accept-Language": "fr, en"}) as browser:
        question = await ann.answer_to(await ann.send_text("/language"))
        await press(ann, question, "Deutsch")
        address = await invitation(ann)
        assert 'lang="de"' in (await browser.get(address)).text
        assert 'lang="fr"' in (await browser.get(address.partition("?")[0])).text
        assert 'lang="en"' in (await browser.get(f"{address}x")).text


@pytest.mark.parametrize("path", ["schule/%D0%B1%D0%BE%D1%82", "a%20b/"])
async def test_the_path_of_an_address_may_have_any_letters(telegram, run_bot, web, ann, path):
    async with run_bot(**web | {"web_url": HttpUrl(f"{web['web_url']}{path}")}):
        address = await invited(ann)
        assert (await send(address, init_data(ann.info, telegram.token))).status_code == 202


async def test_who_is_not_vouched_for_gets_401_and_one_line_in_the_log(
    telegram, run_bot, web, ann, caplog
):
    whole = init_data(ann.info, telegram.token)
    async with run_bot(**web):
        address = await invited(ann)
        for session, said in (
            ("none", drawing_page.not_vouched()),
            ("\udcff=1", drawing_page.not_vouched()),
            (whole.replace("Ann", "Eve"), drawing_page.not_vouched()),
            (init_data(ann.info, telegram.token, age=MOST_SECONDS + 9), drawing_page.too_old()),
        ):
            caplog.clear()
            refused = await send(address, session)
            assert (refused.status_code, refused.json()) == (401, {"error": said})
            (line,) = caplog.records
            assert line.message == "a drawing is refused"
            assert "Ann" not in str(vars(line))
            assert "hash=" not in str(vars(line))
        await all_done(ann)
        assert drawings(ann) == []


async def test_a_page_sends_one_drawing_however_often_it_asks(telegram, run_bot, web, ann):
    session = init_data(ann.info, telegram.token)
    async with run_bot(**web):
        address = await invited(ann)
        for _ in range(2):
            assert (await send(address, session)).status_code == 202
        other = await send(address, session, encoded(draw("4"), ".png"))
        assert (other.status_code, other.json()) == (401, {"error": drawing_page.used()})
        await answered(ann)
        await all_done(ann)
        assert len(drawings(ann)) == 1


def cut_behind(png):
    """The same picture, and a part behind it that says nothing of how it goes on."""
    part = b"iCCPname\0"
    end = png.rindex(b"IEND") - 4
    return png[:end] + struct.pack(">I9sI", 5, part, zlib.crc32(part)) + png[end:]


async def test_what_is_no_drawing_is_refused_and_may_be_mended(telegram, run_bot, web, ann):
    def png(*size, colour="white"):
        out = io.BytesIO()
        Image.new("L", size, colour).save(out, "PNG")
        return out.getvalue()

    session = init_data(ann.info, telegram.token)
    async with run_bot(**web):
        address = await invited(ann)
        for picture, status, said in (
            (bytes(2**20 + 1), 413, drawing_page.too_large()),
            (png(4000, 9), 422, drawing_page.too_large()),
            (png(90, 2), 422, drawing_page.too_large()),
            (png(90, 90), 422, drawing_page.nothing_drawn()),
            (SEVEN[:99], 400, drawing_page.no_image()),
            (cut_behind(SEVEN), 400, drawing_page.no_image()),
            (encoded(draw("7"), ".jpg"), 400, drawing_page.no_image()),
        ):
            refused = await send(address, session, picture)
            assert (refused.status_code, refused.json()) == (status, {"error": said})
        packed = await send(address, session, SEVEN, **{"Content-Encoding": "gzip"})
        assert (packed.status_code, packed.json()) == (400, {"error": drawing_page.no_image()})
        assert (await send(address, session)).status_code == 202
        assert (await answered(ann))["text"].startswith("7\n")


async def test_people_are_let_in_and_slowed_down_as_when_they_send(telegram, run_bot, web, ann):
    zoe, brief = telegram.user(9, "Zoe"), notices.BRIEFLY
    only = {"allowed_users": frozenset({ann.id}), "rate_per_user": 2}
    async with run_bot(**web, **only):
        address = await invited(ann)
        refused = await send(address, init_data(zoe.info, telegram.token))
        assert refused.status_code == 403
        assert refused.json()["error"] in brief.values()
        assert (await send(address, init_data(ann.info, telegram.token))).status_code == 202
        refused = await send(address, init_data(ann.info, telegram.token))
        assert refused.status_code == 429
        assert refused.json()["error"] in brief.values()
        await answered(ann)
        assert drawings(zoe) == []


async def test_without_an_address_draw_says_what_to_do_instead(bot, telegram, ann, group):
    said = await ann.answer_to(await ann.send_text("/draw"))
    assert said["text"] == drawing_page.not_served()
    assert telegram.made("setChatMenuButton") == []
