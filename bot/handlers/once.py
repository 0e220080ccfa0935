"""What a press asks for, done once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Hashable

    from bot.context import Context


async def once(context: Context, press: Hashable, work: Awaitable[bool]) -> bool:
    """Do what a press asks for; where it was not done, another press may ask for it again.

    Args:
        context: the bot's.
        press: as `shown` knows it.
        work: says whether it was done.

    Returns:
        What the work says.
    """
    done = False
    try:
        done = await work
        return done
    finally:
        if not done:
            context.services.shown.forget(press)
