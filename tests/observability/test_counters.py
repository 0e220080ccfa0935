from __future__ import annotations

from bot.gateway.update_queue import Inbox
from bot.observability.counters import BOUNDS, Durations, Vitals, memory
from bot.observability.heartbeat import Totals, state


def test_each_duration_is_in_the_bucket_of_the_next_bound():
    durations = Durations()
    for seconds in (0.0, BOUNDS[0], BOUNDS[0] + 1e-9, BOUNDS[-1], BOUNDS[-1] + 1):
        durations.add(seconds)
    assert durations.counts[:2] == [2, 1]
    assert durations.counts[-2:] == [1, 1]
    assert sum(durations.counts) == 5
    assert durations.total == sum((0.0, BOUNDS[0], BOUNDS[0] + 1e-9, BOUNDS[-1], BOUNDS[-1] + 1))


def test_the_longest_is_that_since_it_was_asked():
    durations = Durations()
    durations.add(3)
    durations.add(2)
    assert durations.longest() == 3
    assert durations.longest() == 0
    durations.add(1)
    assert durations.longest() == 1


def test_a_heartbeat_counts_from_the_one_before():
    vitals = Vitals()
    vitals.arrived()
    vitals.pictures["read"] += 1
    before = Totals(vitals)
    vitals.arrived()
    vitals.turned_away("busy")
    vitals.turned_away("stranger")
    since = Totals(vitals).since(before)
    assert (since["updates"], since["read"], since["turned_away"], since["errors"]) == (1, 0, 2, 0)


async def test_the_state_says_what_waits_and_how_long_ago_something_came():
    vitals, inbox = Vitals(), Inbox(5)
    assert state(vitals, inbox)["last_update_s"] is None
    vitals.arrived()
    vitals.waited(1.5)
    await inbox.put("update")
    told = state(vitals, inbox)
    assert (told["queue"], told["longest_wait_ms"], told["last_update_s"]) == (1, 1500, 0)


def test_memory_is_in_bytes():
    assert 2**24 < memory() < 2**34
