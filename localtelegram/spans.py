"""A formatted stretch of text, and how long text is to Telegram."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class MarkupError(ValueError):
    """The markup cannot be parsed; the message is what follows "can't parse entities: "."""


@dataclass(frozen=True, slots=True)
class Span:
    """One entity: its type, place and length in UTF-16 code units, and its further fields."""

    kind: str
    offset: int
    length: int
    extra: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The entity as the Bot API gives it."""
        return {"type": self.kind, "offset": self.offset, "length": self.length, **self.extra}


def units(text: str) -> int:
    """Length of a text in UTF-16 code units."""
    return len(text) + sum(char > "\uffff" for char in text) if not text.isascii() else len(text)


def covered(text: str, entity: dict[str, Any]) -> str:
    """The piece of a text that an entity is on."""
    wide = text.encode("utf-16-le", "surrogatepass")
    start = 2 * entity["offset"]
    return wide[start : start + 2 * entity["length"]].decode("utf-16-le", "surrogatepass")


def byte_offset(text: str, index: int) -> int:
    """Where a character begins in the UTF-8 form of a text, as Telegram's messages count."""
    return len(text[:index].encode("utf-8", "surrogatepass"))
