"""Bodies that are no text, form or address: refused in words, and nobody else is harmed."""

from __future__ import annotations

import aiohttp
import pytest
import pytest_asyncio

from localtelegram.run import ADMIN, serve_demo

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "multipart/form-data; boundary=a"}
CODED = {"Content-Type": "application/x-www-form-urlencoded"}
HALF = b'{"me": 1001, "chat": 1001, "chat_id": 1001, "text": "half a smile: \\ud83d"}'
UTF8 = "Bad Request: strings must be encoded in UTF-8"


@pytest_asyncio.fixture
async def demo():
    async with serve_demo(port=0) as running:
        yield running


@pytest.fixture
def post(demo):
    async def send(path, data, headers):
        where = f"{demo.url}/bot{demo.token}{path}" if path.count("/") == 1 else demo.url + path
        async with (
            aiohttp.ClientSession() as http,
            http.post(where, data=data, headers=headers) as answer,
        ):
            return answer.status, await answer.json()

    return send


def form(file_name: bytes) -> bytes:
    """A person's file, in a form."""
    fields = {b"me": b"1001", b"chat": b"1001", b"as": b"file"}
    parts = [b'name="%s"\r\n\r\n%s' % field for field in fields.items()]
    parts += [b'name="file"; filename="%s"\r\nContent-Type: image/png\xff\r\n\r\nabc' % file_name]
    begin = b"--a\r\nContent-Disposition: form-data; "
    return b"".join(begin + part + b"\r\n" for part in parts) + b"--a--\r\n"


async def test_half_a_character_is_taken_from_nobody(demo, post):
    assert await post("/demo/text", HALF, JSON) == (
        400,
        {"error": "There is half a character in this text."},
    )
    for body, headers in ((HALF, JSON), (b"chat_id=1001&text=\xff", CODED)):
        status, said = await post("/sendMessage", body, headers)
        assert (status, said["description"]) == (400, UTF8)
    assert demo.server.user(ADMIN).messages() == []


async def test_a_file_may_have_any_name(post):
    status, _ = await post("/demo/files", form(b"a\xff.png"), FORM)
    assert status == 200
    status, said = await post("/getUpdates", b"{}", JSON)
    assert status == 200
    assert said["result"][0]["message"]["document"]["file_name"] == "a?.png"


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data", FORM["Content-Type"]])
async def test_what_is_no_form_is_refused(post, kind):
    said = await post("/demo/files", b"x", {"Content-Type": kind})
    assert said == (400, {"error": "This is not a form."})


async def test_what_is_no_address_is_no_webhook(post):
    status, said = await post("/setWebhook", b'{"url": "http://[nowhere"}', JSON)
    assert (status, said["description"]) == (400, "Bad Request: bad webhook: URL is invalid")


async def test_methods_are_known_by_any_capitals(post):
    assert (await post("/GETme", b"{}", JSON))[0] == 200
