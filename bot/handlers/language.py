"""In which language an update is answered, and /language, where each chooses one.

It is the sender's, in a group as well: what they chose, else what their Telegram app is set to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Message, User
from telegram.constants import ChatType

from bot.handlers.responses import edit, message_of, say, tell
from bot.handlers.rights import asked_by
from bot.replies import languages
from bot.speech import language_of, use

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context


async def speak(update: Update, context: Context) -> None:
    """Speak the language of who sent an update, in all that comes of it."""
    sender = update.effective_sender
    if not isinstance(sender, User):  # who writes in the name of a chat shows no language
        return
    use(language_of(sender.language_code))
    services, message = context.services, update.effective_message
    in_album = isinstance(message, Message) and message.media_group_id is not None
    # Who is refused is to cost next to nothing, and an album is gathered as it comes.
    if in_album or services.admission.refuses(update):
        chosen = services.languages.known(sender.id)
    else:
        chosen = await services.languages.of(sender.id)
    if chosen is not None:
        use(chosen)


async def speak_with(sender: User, context: Context) -> None:
    """Speak somebody's language in all that comes of an album of theirs, once it is gathered."""
    use(await context.services.languages.of(sender.id) or language_of(sender.language_code))


async def language_command(update: Update, context: Context) -> None:
    """Ask which language to speak."""
    message = update.message
    assert message is not None
    person = await asked_by(message)
    if person is not None:
        chosen = await context.services.languages.of(person)
        await say(message, languages.WHICH, languages.buttons(chosen))


async def press_language(update: Update, context: Context) -> None:
    """Speak what was chosen with who pressed, whoever had asked."""
    query = update.callback_query
    assert query is not None
    choice = (query.data or "").removeprefix(languages.PREFIX)
    language = None if choice == languages.APP else choice
    person = query.from_user
    kept = await context.services.languages.choose(person.id, language)
    use(language or language_of(person.language_code))
    text, message = languages.confirmed(language, kept=kept), message_of(query)
    if message is None or message.chat.type != ChatType.PRIVATE:
        await tell(query, text, alert=True)
        return
    await tell(query)
    await edit(message, text, languages.buttons(language))
