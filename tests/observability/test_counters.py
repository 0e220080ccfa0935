from __future__ import annotations

from bot.gateway.update_queue import UpdateQueue
from bot.observability.counters import BOUNDS, Counters, Durations, memory
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
    counters = Counters()
    counters.arrived()
    counters.pictures["read"] += 1
    before = Totals(counters)
    counters.arrived()
    counters.turned_away("busy")
    counters.turned_away("stranger")
    since = Totals(counters).since(before)
    assert (since["updates"], since["read"], since["turned_away"], since["errors"]) == (1, 0, 2, 0)


async def test_the_state_says_what_waits_and_how_long_ago_something_came():
    counters, update_queue = Counters(), UpdateQueue(5)
    assert state(counters, update_queue)["last_update_s"] is None
    counters.arrived()
    counters.waited(1.5)
    await update_queue.put("update")
    told = state(counters, update_queue)
    assert (told["queue"], told["longest_wait_ms"], told["last_update_s"]) == (1, 1500, 0)


def test_memory_is_in_bytes():
    assert 2**24 < memory() < 2**34
