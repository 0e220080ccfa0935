"""The table of methods against the Bot API's own description, and what it refuses."""

from __future__ import annotations

import json

import pytest

from localtelegram.errors import ApiError
from localtelegram.method_table import VARIANTS
from localtelegram.methods import HANDLERS
from localtelegram.schema import METHOD_FIELDS, TYPE_FIELDS, Upload, check_request
from tests.localtelegram.botapi_facts import FACTS


@pytest.fixture(scope="module")
def reference() -> dict:
    return json.loads(FACTS.read_text(encoding="utf-8"))


def spelled(kind: str) -> str:
    """`[[Integer]]` as the reference spells it."""
    return f"Array of {spelled(kind[1:-1])}" if kind.startswith("[") else kind


def compare(ours: dict, theirs: dict[str, list], what: str) -> None:
    expected = {name: (required, types) for name, (required, *types) in theirs.items()}
    written = {
        field.name: (field.required, sorted(map(spelled, field.types))) for field in ours.values()
    }
    assert written == expected, what


@pytest.mark.parametrize("method", METHOD_FIELDS)
def test_every_method_is_described_as_in_the_reference(reference, method):
    compare(METHOD_FIELDS[method], reference["methods"][method], method)


@pytest.mark.parametrize("kind", TYPE_FIELDS)
def test_every_type_is_described_as_in_the_reference(reference, kind):
    compare(TYPE_FIELDS[kind], reference["types"][kind], kind)


@pytest.mark.parametrize("union", VARIANTS)
def test_every_variant_is_in_the_reference(reference, union):
    assert sorted(VARIANTS[union].values()) == reference["unions"][union]


def test_every_described_method_is_implemented_and_the_other_way_round():
    assert HANDLERS.keys() == METHOD_FIELDS.keys()


KEYBOARD = {"inline_keyboard": [[{"text": "7", "callback_data": "d7"}]]}


def test_text_from_a_form_becomes_typed():
    values = check_request(
        "sendMessage",
        {
            "chat_id": "-42",
            "text": "7",
            "disable_notification": "true",
            "reply_markup": json.dumps(KEYBOARD),
        },
        {},
    )
    assert values == {
        "chat_id": -42,
        "text": "7",
        "disable_notification": True,
        "reply_markup": KEYBOARD,
    }


def test_a_user_name_stays_text():
    assert (
        check_request("sendChatAction", {"chat_id": "@ann", "action": "typing"}, {})["chat_id"]
        == "@ann"
    )


def test_the_type_field_chooses_the_variant():
    media = {"type": "document", "media": "attach://a", "disable_content_type_detection": True}
    upload = Upload("a.bin", "application/octet-stream", b"1")
    raw = {"chat_id": 1, "media": json.dumps([media, media])}
    values = check_request("sendMediaGroup", raw, {"a": upload})
    assert values["media"] == [media, media]


@pytest.mark.parametrize(
    ("method", "values", "why"),
    [
        ("sendMessage", {"text": "7"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("sendPhoto", {"chat_id": 1}, "there is no photo in the request"),
        ("getFile", {}, 'parameter "file_id" is required'),
        ("sendMessage", {"chat_id": 1, "text": "7", "colour": "red"}, 'unknown field "colour"'),
        ("getUpdates", {"limit": "many"}, 'field "limit" must be of type Integer'),
        ("getUpdates", {"limit": True}, 'field "limit" must be of type Integer'),
        ("sendMessage", {"chat_id": 1, "text": 7}, 'field "text" must be of type String'),
        ("deleteWebhook", {"drop_pending_updates": "maybe"}, "must be of type Boolean"),
        ("sendMessage", {"chat_id": 1, "text": "7", "reply_markup": "{"}, "it is not JSON"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "7", "reply_markup": {"keyboard_inline": []}},
            "it is none of",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "7", "reply_markup": {"inline_keyboard": [[{"data": "7"}]]}},
            'unknown field "data" of InlineKeyboardButton',
        ),
        (
            "sendMessage",
            {
                "chat_id": 1,
                "text": "7",
                "reply_markup": {"inline_keyboard": [[{"callback_data": "7"}]]},
            },
            'can\'t find field "text"',
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "7", "reply_parameters": {"message_id": "5"}},
            "must be of type Integer",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "7", "suggested_post_parameters": {}},
            "not implemented",
        ),
        ("setMyCommands", {"commands": {"command": "a"}}, "must be of type Array"),
        ("setMyCommands", {"commands": [], "scope": {"type": "moon"}}, 'unknown type "moon"'),
        ("sendMediaGroup", {"chat_id": 1, "media": [{"type": "animation"}]}, "unknown type"),
    ],
)
def test_what_does_not_fit_is_refused(method, values, why):
    with pytest.raises(ApiError) as refused:
        check_request(method, values, {})
    assert refused.value.code == 400
    assert why in refused.value.description


def test_a_file_that_nothing_names_is_refused():
    upload = Upload("a.png", "image/png", b"1")
    with pytest.raises(ApiError, match="attached and not used"):
        check_request("sendMessage", {"chat_id": 1, "text": "7"}, {"picture": upload})
