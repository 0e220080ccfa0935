"""The routing table: which update goes to which handler. The first that fits takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, MessageHandler, filters

from bot.handlers.album import press_see, read_album
from bot.handlers.corrections import correct
from bot.handlers.draw import draw_command
from bot.handlers.explain import outdated, show_how
from bot.handlers.filters import HasPicture, InAlbum, PressHandler, SentModel
from bot.handlers.groups import Addressed, Named, Replying
from bot.handlers.hint import hint
from bot.handlers.language import language_command, press_language
from bot.handlers.models import models_command, press_list, press_version
from bot.handlers.moved import follow_move
from bot.handlers.page import press_page
from bot.handlers.picture import read_picture
from bot.handlers.read import read_command, read_when_named
from bot.handlers.review import corrections_command, press_review
from bot.handlers.rights import (
    forget,
    press_forget,
    press_forget_hand,
    privacy,
    stats_command,
)
from bot.handlers.tables import press_table
from bot.handlers.train import cancel_command, press_cancel, train_command
from bot.handlers.turn import press_turn
from bot.handlers.typed import take_retyped, take_typed
from bot.handlers.upload import take_model
from bot.handlers.welcome import start, tell_help, tell_numbers, unknown
from bot.replies import train, verdicts
from bot.replies.buttons import SEE, SHOW_HOW
from bot.replies.languages import CHOICE
from bot.replies.presses import FIX
from bot.replies.review import REVIEW
from bot.replies.rights import FORGET, FORGET_HAND
from bot.replies.single import SEE_PAGE
from bot.replies.tables import TABLE
from bot.replies.turning import TURN

if TYPE_CHECKING:
    from bot.context import Context

ALLOWED_UPDATES: Final = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
)
"""What Telegram is asked to send: nothing that has no line in `routes`."""


def routes() -> list[BaseHandler[Update, Context, Any]]:
    """All handlers, in order."""
    new = filters.UpdateType.MESSAGE
    here = Addressed(name="Addressed")
    picture = HasPicture(name="HasPicture")
    private = filters.ChatType.PRIVATE
    return [
        MessageHandler(new & filters.StatusUpdate.MIGRATE, follow_move),
        CommandHandler("start", start, filters=new),
        CommandHandler("help", tell_help, filters=new),
        CommandHandler("id", tell_numbers, filters=new),
        CommandHandler("privacy", privacy, filters=new),
        CommandHandler("forget", forget, filters=new),
        CommandHandler("stats", stats_command, filters=new),
        CommandHandler("draw", draw_command, filters=new),
        CommandHandler("language", language_command, filters=new),
        CommandHandler("read", read_command, filters=new),
        CommandHandler("corrections", corrections_command, filters=new),
        CommandHandler("models", models_command, filters=new),
        CommandHandler("train", train_command, filters=new),
        CommandHandler("cancel", cancel_command, filters=new),
        # Before pictures, for a file of an unknown type may be one.
        MessageHandler(new & here & SentModel(name="SentModel"), take_model),
        # Before single pictures, which an album's parts are as well. An edited part is no longer
        # awaited with its album, so it is a single picture. Groups are looked at in the handler:
        # only one part has the caption that names the bot.
        MessageHandler(new & InAlbum(name="InAlbum"), read_album),
        MessageHandler(picture & here & filters.UpdateType.MESSAGES, read_picture),
        # Before texts that name the bot, for a reply to a question of the bot may do so too.
        MessageHandler(
            new & filters.TEXT & ~filters.COMMAND & Replying(name="Replying"), take_typed
        ),
        MessageHandler(
            filters.UpdateType.EDITED_MESSAGE & filters.TEXT & Replying(name="Replying"),
            take_retyped,
        ),
        # After pictures: a picture with the bot's name is itself what is to be read.
        MessageHandler(new & filters.TEXT & ~private & Named(name="Named"), read_when_named),
        PressHandler(show_how, SHOW_HOW),
        PressHandler(correct, FIX),
        PressHandler(press_table, TABLE),
        PressHandler(press_turn, TURN),
        PressHandler(press_see, SEE),
        PressHandler(press_page, SEE_PAGE),
        PressHandler(press_review, REVIEW),
        PressHandler(press_forget, FORGET),
        PressHandler(press_forget_hand, FORGET_HAND),
        PressHandler(press_language, CHOICE),
        PressHandler(press_list, verdicts.LIST),
        PressHandler(press_version, verdicts.CHOICE),
        PressHandler(press_cancel, train.CANCEL),
        PressHandler(outdated),
        # In groups, commands that nothing above took are for other bots.
        MessageHandler(new & private & filters.COMMAND, unknown),
        # Last: what nothing above took. Service messages (somebody joined) are not for the bot.
        MessageHandler(new & private & ~filters.StatusUpdate.ALL, hint),
    ]
