"""The Bot API's MarkdownV2 style, parsed as strictly as Telegram does.

Follows https://core.telegram.org/bots/api#markdownv2-style; the error texts are those of TDLib, the
library behind the Bot API.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from localtelegram.spans import MarkupError, Span, byte_offset, units

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_SIGNS = {
    "bold": "*",
    "italic": "_",
    "underline": "__",
    "strikethrough": "~",
    "spoiler": "||",
    "code": "`",
    "pre": "```",
    "text_link": "]",
    "custom_emoji": "]",
}
_NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}


@dataclass(slots=True)
class _Open:
    kind: str
    offset: int
    byte: int
    language: str = ""


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.shown: list[str] = []
        self.length = 0
        self.spans: list[Span] = []
        self.stack: list[_Open] = []

    def parse(self) -> tuple[str, list[Span]]:
        while self.at < len(self.source):
            char = self.source[self.at]
            if char == "\\" and 0 < ord(self.source[self.at + 1 : self.at + 2] or "\0") <= 126:
                self._show(self.source[self.at + 1], 2)
            elif self._inside("code", "pre") and char != "`":
                self._show(char, 1)
            elif char == "\n":
                self._newline()
            elif char not in _RESERVED:
                self._show(char, 1)
            elif self._ends():
                self._end()
            else:
                self._begin(char)
        if self._inside("blockquote"):
            self._add(self.stack.pop())
        if self.stack:
            opened = self.stack[-1]
            raise MarkupError(
                f"Can't find end of {_NAMES[opened.kind]} entity at byte offset {opened.byte}"
            )
        self.spans.sort(key=lambda span: (span.offset, -span.length))
        return "".join(self.shown), self.spans

    def _inside(self, *kinds: str) -> bool:
        return bool(self.stack) and self.stack[-1].kind in kinds

    def _show(self, text: str, consumed: int) -> None:
        self.shown.append(text)
        self.length += units(text)
        self.at += consumed

    def _newline(self) -> None:
        self._show("\n", 1)
        if self._inside("blockquote"):
            if self.source.startswith(">", self.at):
                self.at += 1
            else:
                self._add(self.stack.pop())

    def _ends(self) -> bool:
        if not self.stack:
            return False
        kind = self.stack[-1].kind
        if kind == "blockquote":
            return self.source.startswith("||", self.at) and self.source[self.at + 2 :][:1] in {
                "",
                "\n",
            }
        if kind == "italic" and self.source.startswith("__", self.at):
            return False
        return self.source.startswith(_SIGNS[kind], self.at)

    def _end(self) -> None:
        opened = self.stack.pop()
        if opened.kind == "blockquote":
            self.at += 2
            self._add(opened, kind="expandable_blockquote")
            return
        self.at += len(_SIGNS[opened.kind])
        if opened.kind in {"text_link", "custom_emoji"}:
            url = self._url()
            extra = {"url": url} if opened.kind == "text_link" else {"custom_emoji_id": url}
            if url:
                self._add(opened, extra)
            return
        self._add(opened, {"language": opened.language} if opened.language else None)

    def _url(self) -> str:
        if not self.source.startswith("(", self.at):
            return ""
        start = byte_offset(self.source, self.at)
        self.at += 1
        url = ""
        while self.at < len(self.source) and self.source[self.at] != ")":
            if self.source[self.at] == "\\":
                self.at += 1
            url += self.source[self.at : self.at + 1]
            self.at += 1
        if self.at >= len(self.source):
            raise MarkupError(f"Can't find end of a URL at byte offset {start}")
        self.at += 1
        return url

    def _begin(self, char: str) -> None:
        source, at = self.source, self.at
        opened = _Open("", self.length, byte_offset(source, at))
        if char == "_":
            opened.kind = "underline" if source.startswith("__", at) else "italic"
        elif char == "`":
            opened.kind = "pre" if source.startswith("```", at) else "code"
        elif char == "|" and source.startswith("||", at):
            opened.kind = "spoiler"
        elif char == "!" and source.startswith("![", at):
            opened.kind = "custom_emoji"
        elif char == ">" and not self.stack and (at == 0 or source[at - 1] == "\n"):
            opened.kind = "blockquote"
        elif char in "*~[":
            opened.kind = {"*": "bold", "~": "strikethrough", "[": "text_link"}[char]
        else:
            raise MarkupError(
                f"Character '{char}' is reserved and must be escaped with the preceding '\\'"
            )
        width = {"underline": 2, "pre": 3, "spoiler": 2, "custom_emoji": 2}.get(opened.kind, 1)
        self.at += width
        if opened.kind == "pre":
            self._language(opened)
        self.stack.append(opened)

    def _language(self, opened: _Open) -> None:
        stop = self.at
        while (
            stop < len(self.source)
            and not self.source[stop].isspace()
            and (self.source[stop] != "`")
        ):
            stop += 1
        if stop > self.at and self.source[stop : stop + 1].isspace():
            opened.language = self.source[self.at : stop]
            self.at = stop
        if self.source[self.at : self.at + 1] == "\n":
            self.at += 1

    def _add(
        self, opened: _Open, extra: dict[str, Any] | None = None, kind: str | None = None
    ) -> None:
        if self.length > opened.offset:
            size = self.length - opened.offset
            self.spans.append(Span(kind or opened.kind, opened.offset, size, extra or {}))


def parse_markdown(source: str) -> tuple[str, list[Span]]:
    """Parses MarkdownV2 style.

    Returns:
        The text without marks, and its entities in order.

    Raises:
        MarkupError: a reserved character is not escaped, or an entity has no end.
    """
    return _Parser(source).parse()
