"""The Bot API's HTML style, parsed as strictly as Telegram does.

Follows https://core.telegram.org/bots/api#html-style; the error texts are those of TDLib, the
library behind the Bot API.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from localtelegram.spans import MarkupError, Span, byte_offset, units

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ENTITY = re.compile(r"&(?:#(\d{1,8})|#x([0-9a-fA-F]{1,8})|([a-z]+));")
_START = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_END = re.compile(r"</([a-zA-Z0-9-]*)\s*>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")


@dataclass(slots=True)
class _Open:
    tag: str
    offset: int
    attributes: dict[str, str] = field(default_factory=dict)


def parse_html(source: str) -> tuple[str, list[Span]]:
    """Parses HTML style.

    Returns:
        The text without tags, and its entities in order.

    Raises:
        MarkupError: a tag is unknown, broken, or not closed where it should be.
    """
    shown: list[str] = []
    length = 0
    spans: list[Span] = []
    stack: list[_Open] = []
    at = 0
    while at < len(source):
        char = source[at]
        if char == "&":
            text, at = _unescape(source, at)
        elif char == "<":
            where = byte_offset(source, at)
            if source.startswith("</", at):
                at = _close(source, at, where, stack, spans, length)
            else:
                at = _open(source, at, where, stack, length)
            continue
        else:
            stop = min(
                i for i in (source.find("&", at), source.find("<", at), len(source)) if i >= 0
            )
            text, at = source[at:stop], stop
        shown.append(text)
        length += units(text)
    if stack:
        raise MarkupError(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    spans.sort(key=lambda span: (span.offset, -span.length))
    return "".join(shown), spans


def _unescape(source: str, at: int) -> tuple[str, int]:
    match = _ENTITY.match(source, at)
    if match is None:
        return "&", at + 1
    decimal, hexadecimal, name = match.groups()
    if name is not None:
        return (_NAMED[name], match.end()) if name in _NAMED else ("&", at + 1)
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        return "&", at + 1
    return chr(code), match.end()


def _open(source: str, at: int, where: int, stack: list[_Open], length: int) -> int:
    match = _START.match(source, at)
    if match is None:
        name = re.match(r"<([^\s>]*)", source[at:])
        tag = name.group(1).lower() if name else ""
        if tag in _KINDS:
            raise MarkupError(f"Unclosed start tag at byte offset {where}")
        raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {where}')
    tag = match.group(1).lower()
    if tag not in _KINDS:
        raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {where}')
    attributes = {
        found.group(1).lower(): _text(next((g for g in found.groups()[1:] if g is not None), ""))
        for found in _ATTRIBUTE.finditer(match.group(2))
    }
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
    stack.append(_Open(tag, length, attributes))
    return match.end()


def _close(
    source: str, at: int, where: int, stack: list[_Open], spans: list[Span], length: int
) -> int:
    match = _END.match(source, at)
    if not stack:
        raise MarkupError(f"Unexpected end tag at byte offset {where}")
    opened = stack.pop()
    tag = match.group(1).lower() if match else source[at + 2 : at + 12]
    if match is None or (tag and tag != opened.tag):
        raise MarkupError(
            f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", '
            f'found "</{tag}>"'
        )
    if length > opened.offset:
        _add(opened, length, stack, spans)
    return match.end()


def _add(opened: _Open, length: int, stack: list[_Open], spans: list[Span]) -> None:
    kind, extra = _KINDS[opened.tag], _extra(opened)
    size = length - opened.offset
    if kind == "text_link" and not extra:
        return
    if any(_KINDS[outer.tag] in {"code", "pre"} for outer in stack):
        if opened.tag == "code" and stack[-1].tag == "pre" and stack[-1].offset == opened.offset:
            language = opened.attributes.get("class", "")
            if language.startswith("language-"):
                stack[-1].attributes["language"] = language.removeprefix("language-")
        return
    if kind == "blockquote" and "expandable" in opened.attributes:
        kind = "expandable_blockquote"
    spans.append(Span(kind, opened.offset, size, extra))


def _extra(opened: _Open) -> dict[str, Any]:
    if opened.tag == "a":
        url = opened.attributes.get("href", "")
        return {"url": url} if url else {}
    if opened.tag == "pre" and "language" in opened.attributes:
        return {"language": opened.attributes["language"]}
    if opened.tag == "tg-emoji":
        return {"custom_emoji_id": opened.attributes.get("emoji-id", "")}
    return {}


def _text(value: str) -> str:
    out, at = "", 0
    while at < len(value):
        if value[at] == "&":
            piece, at = _unescape(value, at)
        else:
            piece, at = value[at], at + 1
        out += piece
    return out
