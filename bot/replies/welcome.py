"""The words of the first commands: what the bot does, and who somebody is to it."""

from __future__ import annotations

from typing import Final

from bot.replies import menus
from bot.speech import N_, apart, tr

START = N_(
    "Hello! I read handwritten digits.\n\n"
    "Write a digit or a whole number, on paper, on a whiteboard or in a paint program, and send "
    "me a picture of it. You get the number back, and how sure I am.\n\n"
    "/help tells more."
)
PARAGRAPHS: Final = (
    N_(
        "<b>Send me a picture with handwritten digits</b>: a photo, a picture or PDF as a file, a"
        " sticker, or several at once. A tap on the number in my answer copies it. Signs such as "
        "the point of 3.14 come back where I am sure of them; letters are left out."
    ),
    N_(
        "<b>It works best</b> with dark strokes on light paper, or light ones on a dark board, "
        "large in the picture, in good light, not cut off."
    ),
    N_(
        "<b>Show how</b> under an answer sends the picture back with what I saw in it. <b>✓</b> "
        "and <b>✗</b> tell me whether I was right; ✗ asks for the right digit, and I learn from "
        "it. Several pictures sent at once get one answer; ✎ under it takes one of them alone."
    ),
    N_(
        "<b>A list or a table</b> stays one: buttons under the answer give it as a CSV or XLSX file"
        ", and its sums."
    ),
    N_(
        "<b>In a group</b>, write {name} in the caption, or reply to somebody's picture with /read."
    ),
    N_(
        "/privacy says what happens to your pictures, /stats what you told me, /forget deletes "
        "that. /language changes the language that I speak. /id tells your number on Telegram."
    ),
)
HELP: Final = "\n\n".join(PARAGRAPHS)
UNKNOWN = N_("I do not know this command. /help tells what I can do.")


def help_text(name: str, *, admin: bool) -> str:
    """What the bot can do.

    Args:
        name: of the bot on Telegram, with its @.
        admin: whether to tell what only admins can do as well.
    """
    text = "\n\n".join(tr(paragraph) for paragraph in PARAGRAPHS).format(name=name)
    if not admin:
        return text
    more = [command for command in menus.ADMINS if command not in menus.EVERYBODY]
    lines = [f"/{command.command}: {command.description}" for command in more]
    return "\n".join([text, "", "<b>As an admin</b> you can also use:", *lines])


def numbers(person: int | None, group: int | None) -> str:
    """The numbers that an operator writes into the settings.

    Args:
        person: who asks; `None` where that is hidden.
        group: where it was asked; `None` in a private chat.
    """
    told = []
    if person is not None:
        told.append(tr("Your number on Telegram:") + f" {apart(f'<code>{person}</code>')}")
    if group is not None:
        told.append(tr("The number of this group:") + f" {apart(f'<code>{group}</code>')}")
    return "\n".join(told)
