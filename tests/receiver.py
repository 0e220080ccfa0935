"""A web server on this machine that gets what would go to somebody else's."""

from __future__ import annotations

import contextlib

from aiohttp import web


@contextlib.asynccontextmanager
async def receiving(path: str, handler):
    """While its block runs, `handler` answers what is posted to `path`; gives host and port."""
    application = web.Application()
    application.router.add_post(path, handler)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
