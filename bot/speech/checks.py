"""What is wrong with a translation, in words for who translates."""

from __future__ import annotations

import re
from collections import Counter
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

from bot.speech.texts import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from babel.messages.catalog import Catalog, Message

LIMIT: Final = re.compile(r"at most (\d+) characters")
"""In a remark above a marked text."""
_KEPT: Final = {
    "tags": re.compile(r"</?[a-z]+[^>]*>"),
    "commands": re.compile(r"(?<![\w<])/[a-z]+"),
    "signs": re.compile("[✓✗✎•…◀▶]"),
    "line breaks": re.compile(r"\n"),
    "names": re.compile(r"DATABASE_URL|JPEG|PNG|WebP|GIF|BMP|TIFF|HEIC|AVIF|PDF|CSV|XLSX|Telegram"),
}
"""What a translation has as often as the English text."""
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_COUNTS: Final = range(1, 1000)


def problems(catalogue: Catalog, template: Catalog) -> list[str]:
    """What is wrong with a translation, each with the text that it is about.

    Args:
        catalogue: the translation.
        template: all texts.
    """
    found = []
    wanted = {_name(message): message for message in texts_of(template)}
    there = {_name(message): message for message in texts_of(catalogue)}
    found += [f"{name!r}: it is not among the texts" for name in there if name not in wanted]
    for name, message in wanted.items():
        if name not in there:
            found.append(f"{name!r}: it is missing; `python -m bot.speech` puts it in")
            continue
        found += [f"{name!r}: {why}" for why in _of_one(there[name], message, catalogue)]
    return found


def _of_one(given: Message, wanted: Message, catalogue: Catalog) -> Iterator[str]:
    texts = [text or "" for text in _forms(given.string)]
    if given.fuzzy:
        yield "the English text has changed; look at it, then take the mark `fuzzy` away"
        return
    if given.pluralizable != wanted.pluralizable:
        yield "one of the English text and its translation has a plural"
        return
    if not all(texts):
        yield "it is not translated" if not any(texts) else "a plural form is not translated"
        return
    if wanted.pluralizable and len(texts) != catalogue.num_plurals:
        yield f"it has {len(texts)} plural forms instead of {catalogue.num_plurals}"
        return
    many = _forms(wanted.id)[-1] or ""
    limit = min((int(n) for c in wanted.auto_comments for n in LIMIT.findall(c)), default=4096)
    for form, text in enumerate(texts):
        yield from _of_form(text, many)
        if len(text) > limit:
            yield f"it has {len(text)} characters instead of at most {limit}"
        lost = _fields(many) - _fields(text)
        if lost and not (lost == {"count"} and _is_of_one(catalogue, form)):
            yield f"it lacks {', '.join(sorted(lost))} in braces"


def _of_form(text: str, english: str) -> Iterator[str]:
    try:
        if strange := _fields(text) - _fields(english):
            yield f"it has {', '.join(sorted(strange))} in braces, which the English text has not"
    except ValueError as error:
        yield f"its braces are wrong: {error}"
    for what, pattern in _KEPT.items():
        if Counter(pattern.findall(text)) != Counter(pattern.findall(english)):
            yield f"its {what} are not those of the English text"
    if text.strip() != text:
        yield "it begins or ends with a space"
    if _DIRECTIONS.search(text):
        yield "it has marks of direction, which the bot puts in where they are needed"


def _fields(text: str) -> set[str]:
    """The fields in braces; other languages do with a number what English does with an ordinal."""
    fields = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    return {"number" if name == "ordinal" else name for name in fields}


def _is_of_one(catalogue: Catalog, form: int) -> bool:
    """Whether a plural form goes with a count of one and no other."""
    from gettext import c2py

    rule = c2py(catalogue.plural_expr)
    return [count for count in _COUNTS if rule(count) == form] == [1]


def _forms(text: Any) -> Sequence[str | None]:
    return text if isinstance(text, tuple | list) else (text,)


def _name(message: Message) -> str:
    """The English text, in the singular."""
    return _forms(message.id)[0] or ""
