"""/draw, and what was drawn on the page: it is put into the chat, and read there as if sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from telegram.constants import ChatType

from bot.handlers.picture import answer
from bot.handlers.responses import say
from bot.handlers.sources import picture_in
from bot.replies import drawing_page
from bot.speech import use

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context
    from bot.gateway.drawings import Drawing

FILENAME: Final = "drawing.png"


async def draw_command(update: Update, context: Context) -> None:
    """Offer the page."""
    message, settings = update.message, context.services.settings
    assert message is not None
    url = settings.drawing_url
    if url is None and not settings.has_canvas:
        await say(message, drawing_page.not_served())
    elif message.chat.type != ChatType.PRIVATE:
        await say(message, drawing_page.only_private())
    elif url is None:
        await say(message, drawing_page.in_the_chat())
    else:
        await say(message, drawing_page.invitation(), drawing_page.open_button(url))


async def read_drawing(drawing: Drawing, context: Context) -> None:
    """Show the drawing in the chat, where its buttons find it again, and reply to it."""
    use(drawing.language)
    shown = await context.bot.send_photo(drawing.person, drawing.png, filename=FILENAME)
    drawing.shown = shown
    source = picture_in(shown)
    assert source is not None, "it was sent as a photo"
    await answer(context, shown, source)
