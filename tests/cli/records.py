"""What `read --json` prints, as values."""

from __future__ import annotations

import json


def records(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]
