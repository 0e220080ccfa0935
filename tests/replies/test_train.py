"""What is said of training runs: commands stand as code, in Telegram as in a terminal."""

from __future__ import annotations

from bot.contract import Preflight
from bot.lifecycle.training_backend import Kind
from bot.replies import train
from bot.storage.model_values import RunState
from training.command import preflight


def test_what_is_missing_names_commands_as_code():
    lack = preflight.missing(("library_of_nobody",))
    assert lack is not None
    found = Preflight.refused("quick", lack)
    told = train.refused(Kind.QUICK, found, with_corrections=False)
    assert "<code>uv sync --extra training</code>" in told
    assert "`" not in told


def test_so_does_why_a_run_failed_but_not_its_last_lines():
    told = train.ended(Kind.QUICK, RunState.FAILED, "Try `a < b`.\n`x`")
    assert "<code>a &lt; b</code>" in told
    assert "<pre>`x`</pre>" in told


def test_a_lone_backtick_stays_as_it_is():
    refused = Preflight.refused("quick", "a ` b")
    assert "a ` b" in train.refused(Kind.QUICK, refused, with_corrections=False)
