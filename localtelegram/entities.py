"""Formatted text: parse modes, explicit entities, and what Telegram finds by itself.

Offsets and lengths are in UTF-16 code units, as the Bot API counts them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from localtelegram.errors import bad_request
from localtelegram.markup_html import parse_html
from localtelegram.spans import MarkupError, Span, covered, units

MAX_TEXT = 4096
MAX_CAPTION = 1024

_FOUND = re.compile(
    r"(?P<url>(?:https?://|t\.me/)[^\s<>\"]*[^\s<>\".,;:!?)])"
    r"|(?P<mention>(?<![\w@])@[A-Za-z]\w{3,31}\b)"
    r"|(?P<bot_command>(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?!\w|/))"
)
_KNOWN = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    }
)


@dataclass(frozen=True, slots=True)
class Formatted:
    """Text as it is shown, and the entities on it."""

    text: str
    entities: list[dict[str, Any]]


def found_entities(text: str) -> list[dict[str, Any]]:
    """Commands, mentions and links that Telegram marks in any text."""
    if not any(sign in text for sign in "/@"):
        return []
    return [
        {
            "type": match.lastgroup,
            "offset": units(text[: match.start()]),
            "length": units(match.group()),
        }
        for match in _FOUND.finditer(text)
    ]


def format_text(
    text: str, parse_mode: str | None, entities: list[dict[str, Any]] | None
) -> Formatted:
    """Parses the text of a request.

    Args:
        text: as the bot sent it.
        parse_mode: `HTML`, in any case; without it, `entities` hold.
        entities: explicit entities.

    Returns:
        The text without its markup and surrounding white space, and all its entities.

    Raises:
        ApiError: the markup is broken, in Telegram's words, or the parse mode is not known.
    """
    spans = [_given(entity, text) for entity in entities or []]
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad_request("unsupported parse_mode")
        try:
            text, spans = parse_html(text)
        except MarkupError as error:
            raise bad_request(f"can't parse entities: {error}") from None
    text, spans = _trim(text, spans)
    marked = [span.to_json() for span in spans]
    opaque = [(span.offset, span.offset + span.length) for span in spans if span.kind in _OPAQUE]
    for entity in found_entities(text):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if not any(start < b and a < end for a, b in opaque):
            marked.append(entity)
    marked.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return Formatted(text, marked)


_BLANK = "".join(map(chr, range(33)))
"""What Telegram takes for a space or a line break; a space that does not break is neither."""
_OPAQUE = frozenset({"code", "pre", "text_link"})


def _given(entity: dict[str, Any], text: str) -> Span:
    kind = entity["type"]
    if kind not in _KNOWN:
        raise bad_request(f"can't parse entities: unknown entity type {kind!r}")
    offset, length = entity["offset"], entity["length"]
    if offset < 0 or length <= 0 or offset + length > units(text):
        raise bad_request("can't parse entities: entity is outside of the text")
    extra = {k: v for k, v in entity.items() if k not in {"type", "offset", "length"}}
    return Span(kind, offset, length, extra)


def _trim(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """Without blanks at both ends; spans are moved and cut accordingly, and begin with no blank.

    So it is with text of one width, too: its first line loses what it is indented by.
    """
    first = len(text) - len(text.lstrip(_BLANK))
    text = text.strip(_BLANK)
    end = units(text)
    kept = []
    for span in spans:
        start = max(span.offset - first, 0)
        stop = min(span.offset + span.length - first, end)
        within = covered(text, {"offset": start, "length": stop - start})
        start += len(within) - len(within.lstrip(_BLANK))
        if stop > start:
            kept.append(Span(span.kind, start, stop - start, span.extra))
    return text, kept
