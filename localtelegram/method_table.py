"""What the methods of the Bot API take, for the methods that this server implements.

Written from the Bot API reference (https://core.telegram.org/bots/api, version 10.1), one entry a
method or type: `name:Type` is optional, `name!:Type` required, `A|B` a choice, `[A]` an array. A
type that is named here but not described in `TYPES` exists in the reference and is not implemented:
a request that uses it is refused in plain words.
"""

from __future__ import annotations

_PLACE = (
    "business_connection_id:String chat_id!:Integer|String message_thread_id:Integer "
    "direct_messages_topic_id:Integer "
)
_DELIVERY = (
    "disable_notification:Boolean protect_content:Boolean allow_paid_broadcast:Boolean "
    "message_effect_id:String "
)
_REPLY = (
    "suggested_post_parameters:SuggestedPostParameters reply_parameters:ReplyParameters "
    "reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply"
)
_CAPTION = "caption:String parse_mode:String caption_entities:[MessageEntity] "
_EDITED = (
    "business_connection_id:String chat_id:Integer|String message_id:Integer "
    "inline_message_id:String reply_markup:InlineKeyboardMarkup "
)
_SCOPE = "scope:BotCommandScope language_code:String "

METHODS: dict[str, str] = {
    "getMe": "",
    "getUpdates": "offset:Integer limit:Integer timeout:Integer allowed_updates:[String]",
    "setWebhook": (
        "url!:String certificate:InputFile ip_address:String max_connections:Integer "
        "allowed_updates:[String] drop_pending_updates:Boolean secret_token:String"
    ),
    "deleteWebhook": "drop_pending_updates:Boolean",
    "getWebhookInfo": "",
    "sendMessage": (
        _PLACE + "text!:String parse_mode:String entities:[MessageEntity] "
        "link_preview_options:LinkPreviewOptions " + _DELIVERY + _REPLY
    ),
    "sendPhoto": (
        _PLACE + "photo!:InputFile|String " + _CAPTION + "show_caption_above_media:Boolean "
        "has_spoiler:Boolean " + _DELIVERY + _REPLY
    ),
    "sendDocument": (
        _PLACE
        + "document!:InputFile|String thumbnail:InputFile|String "
        + _CAPTION
        + "disable_content_type_detection:Boolean "
        + _DELIVERY
        + _REPLY
    ),
    "sendMediaGroup": (
        _PLACE + "media!:[InputMediaAudio]|[InputMediaDocument]|[InputMediaLivePhoto]|"
        "[InputMediaPhoto]|[InputMediaVideo] " + _DELIVERY + "reply_parameters:ReplyParameters"
    ),
    "sendChatAction": (
        "business_connection_id:String chat_id!:Integer|String message_thread_id:Integer "
        "action!:String"
    ),
    "editMessageText": (
        _EDITED + "text:String parse_mode:String entities:[MessageEntity] "
        "link_preview_options:LinkPreviewOptions rich_message:InputRichMessage"
    ),
    "editMessageCaption": _EDITED + _CAPTION + "show_caption_above_media:Boolean",
    "editMessageReplyMarkup": _EDITED,
    "answerCallbackQuery": (
        "callback_query_id!:String text:String show_alert:Boolean url:String cache_time:Integer"
    ),
    "getFile": "file_id!:String",
    "getChatMember": "chat_id!:Integer|String user_id!:Integer",
    "setMyCommands": "commands!:[BotCommand] " + _SCOPE,
    "deleteMyCommands": _SCOPE,
    "getMyCommands": _SCOPE,
    "setMyDescription": "description:String language_code:String",
    "getMyDescription": "language_code:String",
    "setMyShortDescription": "short_description:String language_code:String",
    "getMyShortDescription": "language_code:String",
    "setChatMenuButton": "chat_id:Integer menu_button:MenuButton",
    "getChatMenuButton": "chat_id:Integer",
}

_MEDIA = "type!:String media!:String " + _CAPTION
_CHAT_SCOPE = "type!:String chat_id!:Integer|String"

TYPES: dict[str, str] = {
    "InlineKeyboardMarkup": "inline_keyboard!:[[InlineKeyboardButton]]",
    "InlineKeyboardButton": (
        "text!:String icon_custom_emoji_id:String style:String url:String callback_data:String "
        "web_app:WebAppInfo login_url:LoginUrl switch_inline_query:String "
        "switch_inline_query_current_chat:String "
        "switch_inline_query_chosen_chat:SwitchInlineQueryChosenChat copy_text:CopyTextButton "
        "callback_game:CallbackGame pay:Boolean"
    ),
    "CopyTextButton": "text!:String",
    "WebAppInfo": "url!:String",
    "MenuButtonCommands": "type!:String",
    "MenuButtonDefault": "type!:String",
    "MenuButtonWebApp": "type!:String text!:String web_app!:WebAppInfo",
    "ReplyKeyboardMarkup": (
        "keyboard!:[[KeyboardButton]] is_persistent:Boolean resize_keyboard:Boolean "
        "one_time_keyboard:Boolean input_field_placeholder:String selective:Boolean"
    ),
    "KeyboardButton": (
        "text!:String icon_custom_emoji_id:String style:String "
        "request_users:KeyboardButtonRequestUsers request_chat:KeyboardButtonRequestChat "
        "request_managed_bot:KeyboardButtonRequestManagedBot request_contact:Boolean "
        "request_location:Boolean request_poll:KeyboardButtonPollType web_app:WebAppInfo"
    ),
    "ReplyKeyboardRemove": "remove_keyboard!:Boolean selective:Boolean",
    "ForceReply": "force_reply!:Boolean input_field_placeholder:String selective:Boolean",
    "ReplyParameters": (
        "message_id!:Integer chat_id:Integer|String allow_sending_without_reply:Boolean "
        "quote:String quote_parse_mode:String quote_entities:[MessageEntity] "
        "quote_position:Integer checklist_task_id:Integer poll_option_id:String"
    ),
    "MessageEntity": (
        "type!:String offset!:Integer length!:Integer url:String user:User language:String "
        "custom_emoji_id:String unix_time:Integer date_time_format:String"
    ),
    "LinkPreviewOptions": (
        "is_disabled:Boolean url:String prefer_small_media:Boolean prefer_large_media:Boolean "
        "show_above_text:Boolean"
    ),
    "InputMediaPhoto": _MEDIA + "show_caption_above_media:Boolean has_spoiler:Boolean",
    "InputMediaDocument": _MEDIA + "thumbnail:String disable_content_type_detection:Boolean",
    "BotCommand": "command!:String description!:String",
    "BotCommandScopeDefault": "type!:String",
    "BotCommandScopeAllPrivateChats": "type!:String",
    "BotCommandScopeAllGroupChats": "type!:String",
    "BotCommandScopeAllChatAdministrators": "type!:String",
    "BotCommandScopeChat": _CHAT_SCOPE,
    "BotCommandScopeChatAdministrators": _CHAT_SCOPE,
    "BotCommandScopeChatMember": _CHAT_SCOPE + " user_id!:Integer",
}

VARIANTS: dict[str, dict[str, str]] = {
    "InputMedia": {
        "animation": "InputMediaAnimation",
        "audio": "InputMediaAudio",
        "document": "InputMediaDocument",
        "live_photo": "InputMediaLivePhoto",
        "photo": "InputMediaPhoto",
        "video": "InputMediaVideo",
    },
    "MenuButton": {
        "commands": "MenuButtonCommands",
        "default": "MenuButtonDefault",
        "web_app": "MenuButtonWebApp",
    },
    "BotCommandScope": {
        "default": "BotCommandScopeDefault",
        "all_private_chats": "BotCommandScopeAllPrivateChats",
        "all_group_chats": "BotCommandScopeAllGroupChats",
        "all_chat_administrators": "BotCommandScopeAllChatAdministrators",
        "chat": "BotCommandScopeChat",
        "chat_administrators": "BotCommandScopeChatAdministrators",
        "chat_member": "BotCommandScopeChatMember",
    },
}
"""Types that are one of several, told apart by their `type` field."""
