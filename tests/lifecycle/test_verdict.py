"""The gate's verdict over figures."""

from __future__ import annotations

import copy
import json

import pytest

from bot.lifecycle import gate
from bot.lifecycle.gate import Check, State
from bot.lifecycle.promotion import Outcome
from bot.replies import verdicts
from bot.replies.tables import PHONE
from localtelegram.entities import format_text
from localtelegram.spans import covered

ONE = {
    "error": None,
    "version": "quick-1",
    "mnist": {"right": 4971, "count": 5000},
    "corrections": {"right": 18, "count": 20},
    "scenes": {"right": 44, "count": 48},
    "batch_ms": 2.0,
}


def figures(unchecked=None, **changed):
    return {
        "active": copy.deepcopy(ONE),
        "candidate": copy.deepcopy(ONE) | changed,
        "unchecked": unchecked or {},
    }


def found(verdict, check):
    [finding] = [f for f in verdict.findings if f.check is check]
    return finding


def test_the_same_again_passes():
    verdict = gate.judge(figures())
    assert verdict.passed
    assert [f.check for f in verdict.findings] == list(Check)
    assert {f.state for f in verdict.findings} == {State.PASSED}


@pytest.mark.parametrize(
    ("check", "value", "state", "words"),
    [
        (Check.MNIST, {"right": 4966, "count": 5000}, State.PASSED, ""),
        (Check.MNIST, {"right": 4965, "count": 5000}, State.FAILED, "0.12 points worse"),
        (Check.CORRECTIONS, {"right": 20, "count": 20}, State.PASSED, ""),
        (Check.CORRECTIONS, {"right": 17, "count": 20}, State.FAILED, "1 of 20 more are wrong"),
        (Check.SCENES, {"right": 44, "count": 48}, State.PASSED, ""),
        (Check.SCENES, {"right": 42, "count": 48}, State.FAILED, "2 of 48 more are wrong"),
    ],
)
def test_each_share_has_its_limit(check, value, state, words):
    verdict = gate.judge(figures(**{check.value: value}))
    finding = found(verdict, check)
    assert finding.state is state
    assert words in finding.why
    assert finding.new == pytest.approx(value["right"] / value["count"])
    assert verdict.passed is (state is State.PASSED)
    assert verdict.failed == (() if state is State.PASSED else (finding,))
    assert not verdict.may_insist


@pytest.mark.parametrize(("taken", "passes"), [(0.1, True), (4.0, True), (4.1, False)])
def test_twice_as_slow_is_the_limit(taken, passes):
    verdict = gate.judge(figures(batch_ms=taken))
    assert verdict.passed is passes
    if not passes:
        assert "2.0 times as slow" in found(verdict, Check.SPEED).why


def test_what_could_not_be_checked_needs_somebody_to_insist():
    verdict = gate.judge(figures({"mnist": "there is no MNIST"}, mnist=None))
    assert not verdict.passed
    assert verdict.may_insist
    assert [(f.check, f.why) for f in verdict.unchecked] == [(Check.MNIST, "there is no MNIST")]
    worse = gate.judge(figures({}, mnist=None, scenes={"right": 1, "count": 48}))
    assert not worse.may_insist


def test_no_corrections_are_nothing_to_be_worse_at():
    given = figures({"corrections": "there are none"}, corrections=None)
    del given["active"]["corrections"]
    verdict = gate.judge(given)
    assert verdict.passed
    assert found(verdict, Check.CORRECTIONS).state is State.NOTHING


def test_an_active_model_that_does_not_load_leaves_it_to_the_admin():
    given = figures(
        dict.fromkeys(("mnist", "corrections", "scenes", "speed"), "nothing to compare")
    )
    given["active"] = {"error": "torn"}
    del given["candidate"]["batch_ms"]
    verdict = gate.judge(given)
    assert verdict.may_insist
    assert len(verdict.unchecked) == 4


def test_what_does_not_load_is_not_compared():
    verdict = gate.judge(figures() | {"candidate": {"error": "It is no model."}})
    assert not verdict.loads
    assert [f.why for f in verdict.failed] == ["It is no model."]
    assert not verdict.may_insist


@pytest.mark.parametrize("broken", [{}, {"candidate": ONE}, {"candidate": 1, "active": ONE}])
def test_what_is_not_figures_is_refused(broken):
    with pytest.raises(ValueError, match="the figures have no"):
        gate.judge(broken)


@pytest.mark.parametrize(
    "broken",
    [
        {"mnist": 4971},
        {"mnist": {"right": 4971}},
        {"mnist": {"right": 0, "count": 0}},
        {"scenes": {"right": "x", "count": 48}},
        {"batch_ms": "fast"},
    ],
)
def test_incomplete_figures_are_refused(broken):
    with pytest.raises(ValueError, match=r"incomplete|invalid literal"):
        gate.judge(figures(**broken))


def test_a_verdict_is_kept_as_json():
    verdict = gate.judge(figures({"mnist": "none"}, mnist=None, batch_ms=9.0))
    assert gate.from_json(json.loads(json.dumps(gate.as_json(verdict)))) == verdict
    assert gate.from_json(gate.as_json(gate.Verdict(()))) == gate.Verdict(())


@pytest.mark.parametrize("kept", [None, {}, "x", [{}], [{"check": "unheard of"}], [3]])
def test_what_is_no_verdict_is_none(kept):
    assert gate.from_json(kept) is None


def test_the_reply_shows_both_side_by_side_and_what_failed():
    verdict = gate.judge(figures(mnist={"right": 4900, "count": 5000}))
    text = verdicts.outcome(Outcome(7, "quick-<2>", verdict, active=False))
    assert "quick-&lt;2&gt;</b>, kept as #7" in text
    assert "MNIST: 1.42 points worse, and 0.1 are allowed." in text
    rows = text.partition("<pre>")[2].removesuffix("</pre>").splitlines()
    assert rows[1].split() == ["MNIST", "99.42", "%", "98.00", "%", "✗"]
    assert rows[2].split() == ["Corrections", "18/20", "18/20", "✓"]
    assert max(map(len, rows)) <= PHONE
    assert verdicts.buttons(Outcome(7, "", verdict, active=False), 3) is None


def test_the_columns_have_their_names_above_them_in_telegram():
    shown = format_text(verdicts.table(gate.judge(figures())), "HTML", None)
    head, *rows = covered(shown.text, shown.entities[0]).splitlines()
    assert head.split() == ["old", "new"]
    assert {len(row[:-2]) for row in rows} == {len(head)}


def test_buttons_fit_into_callback_data():
    verdict = gate.judge(figures({"mnist": "none"}, mnist=None))
    markup = verdicts.buttons(Outcome(999_999_999, "", verdict, active=False), 999_999_998)
    [[button]] = markup.inline_keyboard
    assert button.callback_data == "model:use:999999999:999999998"
    assert len(button.callback_data.encode()) <= 64
