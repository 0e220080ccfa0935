"""All faults at once, by chance: nobody is left without an answer, or without a word."""

from __future__ import annotations

import pytest

from benchmarks.storm import storm

pytestmark = pytest.mark.timeout(900)


async def test_in_a_storm_each_photo_is_answered_once_or_its_sender_is_told():
    outcome = await storm(photos=60, chats=6, seed=3, outage=1)
    assert sum(outcome.struck.values()) > 20, "it was no storm"
    assert outcome.passed, outcome
    assert outcome.answered + outcome.told == 60
    assert outcome.answered > 45, outcome
