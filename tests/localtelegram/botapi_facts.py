"""Makes `data/botapi.json`: what the Bot API takes, as facts, without the reference's sentences.

    python -m tests.localtelegram.botapi_facts API.json

API.json is the reference as data, as github.com/PaulSonOfLars/telegram-bot-api-spec makes it.
Of every method and type: its fields, each with its types and whether it is required; of a type that
is one of several, which these are.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FACTS = Path(__file__).parent / "data" / "botapi.json"


def facts(reference: dict[str, Any]) -> dict[str, Any]:
    """The facts of a reference: `{"version", "methods": {name: fields}, "types": ..., "unions"}`.

    `fields` are `{name: [required, type, ...]}`, as the reference spells types.
    """

    def fields(described: dict[str, Any]) -> dict[str, list[Any]]:
        return {
            one["name"]: [one["required"], *sorted(one["types"])]
            for one in described.get("fields", [])
        }

    return {
        "version": reference["version"],
        "methods": {name: fields(one) for name, one in sorted(reference["methods"].items())},
        "types": {name: fields(one) for name, one in sorted(reference["types"].items())},
        "unions": {
            name: sorted(one["subtypes"])
            for name, one in sorted(reference["types"].items())
            if one.get("subtypes")
        },
    }


def written(found: dict[str, Any]) -> str:
    """As JSON with a line for each method and type, so that a new version is read as a diff."""
    parts = []
    for key, value in found.items():
        if isinstance(value, dict):
            lines = ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items())
            parts.append(f"{json.dumps(key)}: {{\n{lines}\n}}")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    FACTS.write_text(written(facts(told)), encoding="utf-8")
