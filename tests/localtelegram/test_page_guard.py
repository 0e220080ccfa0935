"""What other web sites and careless clients cannot do to the chat page."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.cli.demo import demo as demo_command
from localtelegram.page_routes import add_page
from localtelegram.run import ADMIN, DemoError, serve_demo
from localtelegram.server import BotApiServer

ROOT = Path(__file__).parents[2]


@pytest_asyncio.fixture
async def demo():
    async with serve_demo(port=0) as running:
        yield running


@pytest_asyncio.fixture
async def http():
    async with aiohttp.ClientSession() as session:
        yield session


async def test_the_page_and_its_files_are_served_with_a_policy(demo, http):
    async with http.get(demo.url) as answer:
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        page = await answer.text()
    for name in ("style.css", "chat.js", "icon.svg"):
        assert name in page
        async with http.get(f"{demo.url}/page/{name}") as answer:
            assert answer.status == 200
    for path in ("/page/../run.py", "/page/%2e%2e%2frun.py", "/page/none.js"):
        async with http.get(demo.url + path) as answer:
            assert answer.status == 404


@pytest.mark.parametrize("path", ["/", "/page/chat.js", "/demo/events?me=1001", "/demo/file/x"])
async def test_a_foreign_name_for_this_address_is_refused(demo, http, path):
    async with http.get(demo.url + path, headers={"Host": "evil.example:8080"}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "null"])
async def test_a_foreign_site_cannot_send(demo, http, origin):
    body = {"me": ADMIN, "chat": ADMIN, "text": "/start"}
    async with http.post(f"{demo.url}/demo/text", json=body, headers={"Origin": origin}) as answer:
        assert answer.status == 403
    assert demo.server.user(ADMIN).messages() == []
    async with http.post(f"{demo.url}/demo/text", json=body, headers={"Origin": demo.url}) as own:
        assert own.status == 200
    assert [message["text"] for message in demo.server.user(ADMIN).messages()] == ["/start"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("text", {"me": ADMIN, "chat": ADMIN, "text": " "}, 400),
        ("text", {"me": ADMIN, "chat": ADMIN, "text": "x" * 4097}, 400),
        ("text", {"me": 5, "chat": ADMIN, "text": "7"}, 404),
        ("text", {"me": ADMIN, "chat": "x", "text": "7"}, 400),
        ("press", {"me": ADMIN, "chat": ADMIN, "message_id": 1, "row": 0, "column": 0}, 404),
    ],
)
async def test_nonsense_is_refused_in_words(demo, http, path, body, status):
    async with http.post(f"{demo.url}/demo/{path}", json=body) as answer:
        assert answer.status == status
        assert (await answer.json())["error"]


async def test_only_json_is_taken_as_json(demo, http):
    async with http.post(f"{demo.url}/demo/text", data=b'{"me": 1}') as answer:
        assert answer.status == 415


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "127.1.2.3:80", "[::1]:8080"])
async def test_every_name_of_this_machine_will_do(demo, http, host):
    async with http.get(demo.url, headers={"Host": host}) as answer:
        assert answer.status == 200


async def test_beyond_loopback_any_host_name_will_do(http):
    async with BotApiServer(host="0.0.0.0", extend=add_page) as open_server:
        async with http.get(open_server.url, headers={"Host": "my-laptop.lan:8080"}) as answer:
            assert answer.status == 200
        headers = {"Host": "my-laptop.lan:8080", "Origin": "https://evil.example"}
        async with http.get(open_server.url, headers=headers) as answer:
            assert answer.status == 403


async def test_a_taken_port_leads_to_the_next(demo, caplog):
    port = int(demo.url.rpartition(":")[2])
    async with serve_demo(port=port) as second:
        assert second.url != demo.url
        assert f"port {port} is taken" in caplog.text


@pytest.mark.parametrize("port", [-1, 65536, 99999])
async def test_what_is_no_port_is_said_to_be_none(port):
    with pytest.raises(DemoError, match=f"^{port} is no port"):
        async with serve_demo(port=port):
            pass


async def test_data_must_be_a_folder(tmp_path):
    (tmp_path / "README.md").write_text("mine")
    for place in ("README.md", "README.md/inner"):
        with pytest.raises(DemoError, match="Name a folder"):
            await demo_command(
                "127.0.0.1", 0, browser=False, stop=asyncio.Event(), data=tmp_path / place
            )
    assert (tmp_path / "README.md").read_text() == "mine"


@pytest.mark.parametrize("kept", [True, False])
def test_the_start_says_whether_anything_is_kept(tmp_path, kept):
    given = ["--data", str(tmp_path / "kept")] if kept else []
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--no-browser", *given]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline() + process.stdout.readline()
        process.terminate()
    assert ("stays" in said) is kept
    assert ("--data FOLDER" in said) is not kept


async def test_an_address_that_is_not_ours_is_told_plainly():
    with pytest.raises(DemoError, match=r"Cannot listen on 203\.0\.113\.1"):
        async with serve_demo(host="203.0.113.1", port=8080):
            pass
