"""Requests over real sockets, each with a server that does one thing."""

import asyncio
import contextlib
import socket

import pytest
from aiohttp import web
from telegram import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.gateway.transport import AiohttpRequest, NotSent, Patience, why

TOKEN = "123:secret"
SHORT = Patience(pool=0.3, connect=0.3, read=0.3)


@contextlib.asynccontextmanager
async def server(answer):
    """The address of a server that answers every request with `answer(request)`."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/bot{TOKEN}/getMe"
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def requests(connections=4, patience=SHORT):
    request = AiohttpRequest(connections, patience)
    await request.initialize()
    try:
        yield request
    finally:
        await request.shutdown()


async def silent(request):
    await asyncio.sleep(30)


async def hangs_up(request):
    request.transport.close()
    return web.Response()


async def well(request):
    return web.json_response({"ok": True, "result": 7})


async def test_an_answer_is_passed_on_whatever_its_status():
    async def answer(request):
        return web.Response(status=418, body=b"no")

    async with server(answer) as url, requests() as request:
        assert await request.do_request(url, "POST") == (418, b"no")


async def test_parameters_and_files_arrive():
    arrived = {}

    async def answer(request):
        form = await request.post()
        for name, value in form.items():
            is_file = isinstance(value, web.FileField)
            arrived[name] = (
                (value.filename, value.content_type, value.file.read()) if is_file else value
            )
        return web.Response()

    photo = InputFile(b"\xff\xd8picture", filename="drawn.jpg")
    given = [
        RequestParameter("chat_id", 5, None),
        RequestParameter("caption", "é & ü", None),
        RequestParameter("photo", None, [photo]),
    ]
    async with server(answer) as url, requests() as request:
        await request.do_request(url, "POST", RequestData(given[:2]))
        assert arrived == {"chat_id": "5", "caption": "é & ü"}
        await request.do_request(url, "POST", RequestData(given))
    assert arrived["caption"] == "é & ü"
    assert arrived["photo"] == ("drawn.jpg", "image/jpeg", b"\xff\xd8picture")


async def test_where_nobody_listens_nothing_was_sent():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with requests() as request:
        for address in (f"127.0.0.1:{port}", "nowhere.invalid"):
            with pytest.raises(NotSent) as raised:
                await request.do_request(f"http://{address}/bot{TOKEN}/getMe", "POST")
            assert TOKEN not in str(raised.value)
            told = why(raised.value)
            # Where the network swallows questions for names, patience ends first.
            assert told.startswith(("aiohttp.ClientConnector", "aiohttp.ConnectionTimeout"))
            assert told.endswith(f" at {address.partition(':')[0]}")


def test_what_others_say_stays_out_of_the_log():
    assert why(NetworkError(f"cannot open https://example.org/bot{TOKEN}")) == "NetworkError"


async def test_without_a_free_connection_nothing_was_sent():
    async with server(silent) as url, requests(1, Patience(0.3, 0.3, 30)) as request:
        first = asyncio.create_task(request.do_request(url, "POST"))
        await asyncio.sleep(0.05)
        with pytest.raises(NotSent):
            await request.do_request(url, "POST")
        first.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await first


async def test_silence_may_mean_that_it_arrived():
    async with server(silent) as url, requests() as request:
        with pytest.raises(TimedOut) as raised:
            await request.do_request(url, "POST")
    assert not isinstance(raised.value, NotSent)
    assert TOKEN not in str(raised.value)


async def test_a_call_may_have_more_patience_than_usual():
    async def slow(request):
        await asyncio.sleep(0.6)
        return web.Response()

    async with server(slow) as url, requests() as request:
        assert (await request.do_request(url, "POST", read_timeout=5))[0] == 200
        assert (await request.do_request(url, "POST", read_timeout=None))[0] == 200


async def test_a_connection_that_breaks_may_have_delivered_it():
    async with server(hangs_up) as url, requests() as request:
        with pytest.raises(NetworkError) as raised:
            await request.do_request(url, "POST")
    assert type(raised.value) is NetworkError
    assert TOKEN not in str(raised.value)


async def test_an_answer_that_ends_too_early_is_no_answer():
    async def cut(request):
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"{")
        request.transport.close()
        return response

    async with server(cut) as url, requests() as request:
        with pytest.raises(NetworkError):
            await request.do_request(url, "POST")


async def test_a_connection_that_the_server_closed_meanwhile_is_not_used_again():
    async def once(request):
        response = web.json_response({"ok": True, "result": 1})
        asyncio.get_running_loop().call_later(0.05, request.transport.close)
        return response

    async with server(once) as url, requests() as request:
        for _ in range(3):
            assert await request.post(url) == 1
            await asyncio.sleep(0.15)


async def test_the_proxy_of_the_environment_is_used(monkeypatch):
    asked = []

    async def proxy(request):
        asked.append(str(request.url))
        return web.json_response({"ok": True, "result": 1})

    async with server(proxy) as url:
        monkeypatch.setenv("http_proxy", url.partition("/bot")[0])
        async with requests() as request:
            assert await request.post("http://api.example.invalid/bot1/getMe") == 1
    assert asked == ["http://api.example.invalid/bot1/getMe"]


async def test_it_can_be_opened_and_closed_again():
    request = AiohttpRequest(1, SHORT)
    with pytest.raises(RuntimeError, match="not initialized"):
        await request.do_request("http://127.0.0.1:9/", "POST")
    async with server(well) as url:
        for _ in range(2):
            await request.initialize()
            await request.initialize()
            assert await request.post(url) == 7
            await request.shutdown()
            await request.shutdown()


async def test_where_a_proxy_opens_no_way_nothing_was_sent(monkeypatch):
    async def proxy(request):
        return web.Response(status=503)

    async with server(proxy) as url:
        monkeypatch.setenv("https_proxy", url.partition("/bot")[0])
        async with requests() as request:
            with pytest.raises(NotSent) as raised:
                await request.do_request(f"https://api.example.invalid/bot{TOKEN}/getMe", "POST")
    assert TOKEN not in str(raised.value)
