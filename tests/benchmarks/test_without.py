"""What a rule is worth: taken out in a process of its own, wherever the reader has it by name."""

import importlib
import inspect
import subprocess
import sys

import pytest

from benchmarks.reader_rules import RULES, Rule
from benchmarks.without import page


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.module}.{rule.name}")
def test_what_takes_a_rules_place_takes_its_arguments(rule):
    function = getattr(importlib.import_module(f"bot.reading.{rule.module}"), rule.name)
    parameters = inspect.signature(function).parameters
    inspect.signature(rule.instead).bind(*parameters)
    assert rule.purpose


def test_a_rule_is_taken_out_of_every_module_that_uses_it():
    script = (
        "from benchmarks.reader_rules import RULES, take_out\n"
        "rule = next(rule for rule in RULES if rule.name == 'without_rings')\n"
        "take_out(rule)\n"
        "from bot.reading.layout import rings, writing\n"
        "print(rings.without_rings is rule.instead, writing.without_rings is rule.instead)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True"]


def test_the_page_counts_what_is_lost_and_won():
    before = [("7", True, 0.9), ("", False, 0.6), ("12", True, 0.9), ("3", True, 0.9)]
    after = [("1", False, 0.9), ("4", True, 0.6), ("12", True, 0.5), ("3", True, 0.9)]
    rule = Rule("line.words", "name_length", lambda string: 0, "the name in x = 5")
    told = page([(rule, after)], before)
    assert "| `line.words.name_length` | the name in x = 5 | 2 | 1 | 1 |" in told
    assert "4 pictures" in told
