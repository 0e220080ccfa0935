"""Checks what a bot sends against the table of the Bot API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localtelegram.errors import ApiError, bad_request
from localtelegram.method_table import METHODS, TYPES, VARIANTS


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a method or type.

    Attributes:
        name: as the Bot API names it.
        required: whether a request without it is refused.
        types: the alternatives, an array as `[T]`.
    """

    name: str
    required: bool
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request as a part of `multipart/form-data`."""

    filename: str
    mime: str
    data: bytes


Fields = dict[str, Field]
Json = Any
"""A value whose type is what is being checked."""


def _parse(line: str) -> Fields:
    fields = {}
    for item in line.split():
        head, types = item.split(":")
        name = head.removesuffix("!")
        fields[name] = Field(name, head.endswith("!"), tuple(types.split("|")))
    return fields


METHOD_FIELDS: dict[str, Fields] = {name: _parse(line) for name, line in METHODS.items()}
TYPE_FIELDS: dict[str, Fields] = {name: _parse(line) for name, line in TYPES.items()}

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_SCALARS = frozenset({"Integer", "String", "Boolean", "InputFile"})


def check_request(
    method: str, raw: Mapping[str, Any], uploads: Mapping[str, Upload]
) -> dict[str, Any]:
    """Turns the parameters of a request into typed values.

    Args:
        method: a name that is in `METHOD_FIELDS`.
        raw: values as they came: strings from a form or query, JSON values from a JSON body.
        uploads: the files of the request, by the name of their part.

    Returns:
        The parameters with integers, booleans, lists and dicts in place of their text; a file field
        holds its `Upload`.

    Raises:
        ApiError: a field is unknown, missing, or not of its type.
    """
    fields = METHOD_FIELDS[method]
    values: dict[str, Any] = {}
    for name, value in raw.items():
        field = fields.get(name)
        if field is None:
            raise bad_request(f'unknown field "{name}" of {method}')
        if value is None:
            continue
        values[name] = _value(field, value, name, text_allowed=True)
    for name, upload in uploads.items():
        field = fields.get(name)
        if field is not None and "InputFile" in field.types:
            values[name] = upload
        elif not any(f"attach://{name}" in str(value) for value in raw.values()):
            raise bad_request(f'file "{name}" is attached and not used by {method}')
    for field in fields.values():
        if field.required and field.name not in values:
            raise _missing(method, field.name)
    return values


def _missing(method: str, name: str) -> ApiError:
    if name == "chat_id":
        return bad_request("chat_id is empty")
    if method == "sendMessage" and name == "text":
        return bad_request("message text is empty")
    if name in {"photo", "document", "sticker"}:
        return bad_request(f"there is no {name} in the request")
    return bad_request(f'parameter "{name}" is required')


def _value(field: Field, value: Json, where: str, *, text_allowed: bool) -> Json:
    structured = [kind for kind in field.types if kind not in _SCALARS]
    if structured:
        if text_allowed and isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise bad_request(f"can't parse {where}: it is not JSON") from None
        return _structure(structured, value, where)
    for kind in field.types:
        parsed = _scalar(kind, value, text_allowed=text_allowed)
        if parsed is not None:
            return parsed
    raise bad_request(f'field "{where}" must be of type {" or ".join(field.types)}')


def _scalar(kind: str, value: Json, *, text_allowed: bool) -> Json:
    """The value as `kind`, or None where it is not one."""
    if kind == "Boolean":
        if isinstance(value, bool):
            return value
        return _BOOLEANS.get(value.lower()) if text_allowed and isinstance(value, str) else None
    if kind == "Integer":
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if text_allowed and isinstance(value, str) and value.lstrip("-").isdecimal():
            return int(value)
        return None
    return value if isinstance(value, str) else None


def _structure(kinds: list[str], value: Json, where: str) -> Json:
    if kinds[0].startswith("["):
        if not isinstance(value, list):
            raise bad_request(f'field "{where}" must be of type Array')
        inner = [kind[1:-1] for kind in kinds]
        return [_item(inner, item, f"{where}[{i}]") for i, item in enumerate(value)]
    return _object(kinds, value, where)


def _item(kinds: list[str], item: Json, where: str) -> Json:
    field = Field(where, required=True, types=tuple(kinds))
    return _value(field, item, where, text_allowed=False)


def _object(kinds: list[str], value: Json, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise bad_request(f"can't parse {where}: expected an Object")
    kind = _choose(kinds, value, where)
    fields = TYPE_FIELDS.get(kind)
    if fields is None:
        raise bad_request(f'"{where}" ({kind}) is not implemented by this local server')
    checked: dict[str, Any] = {}
    for name, inner in value.items():
        field = fields.get(name)
        if field is None:
            raise bad_request(f'can\'t parse {where}: unknown field "{name}" of {kind}')
        if inner is not None:
            checked[name] = _value(field, inner, f"{where}.{name}", text_allowed=False)
    for field in fields.values():
        if field.required and field.name not in checked:
            raise bad_request(f"can't parse {where}: can't find field \"{field.name}\"")
    return checked


def _choose(kinds: list[str], value: dict[str, Any], where: str) -> str:
    """Which of the types the object is: by its `type` field, or by the field that only one has."""
    if kinds[0].startswith("InputMedia"):
        variants = VARIANTS["InputMedia"]
        allowed = set(kinds)
    elif kinds[0] in VARIANTS:
        variants = VARIANTS[kinds[0]]
        allowed = set(variants.values())
    else:
        return _by_required_field(kinds, value, where)
    kind = variants.get(str(value.get("type")), "")
    if kind not in allowed:
        raise bad_request(f'can\'t parse {where}: unknown type "{value.get("type")}"')
    return kind


def _by_required_field(kinds: list[str], value: dict[str, Any], where: str) -> str:
    if len(kinds) == 1:
        return kinds[0]
    for kind in kinds:
        if all(field.name in value for field in TYPE_FIELDS[kind].values() if field.required):
            return kind
    raise bad_request(f"can't parse {where}: it is none of {', '.join(kinds)}")
