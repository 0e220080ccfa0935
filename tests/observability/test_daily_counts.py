from __future__ import annotations

import pytest

from bot.observability.counters import BOUNDS, Counters, Durations
from bot.observability.daily_counts import DailyCounts
from bot.replies import stats
from bot.replies.tables import PHONE
from bot.storage import Database, StorageDown
from bot.storage.correction_values import Tally
from localtelegram.entities import format_text
from localtelegram.spans import covered
from tests.storage.answering import recovered

OVERVIEW = stats.Overview(
    read=(12_345, 67),
    refused=(8, 0),
    tally=Tally(pending=2, approved=1, right=27, wrong=2),
    latency={"read": (0.0254, 1.25)},
    memory=150 << 20,
    uptime=7_320,
    model="release-<1>",
)


def test_times_have_their_names_above_them_in_telegram():
    shown = format_text(stats.everything(OVERVIEW), "HTML", None)
    [table] = [entity for entity in shown.entities if entity["type"] == "pre"]
    head, row = covered(shown.text, table).splitlines()
    assert head.split() == ["median", "95", "%"]
    assert len(head) == len(row) <= PHONE
    assert head.index("median") + len("median") == row.index("25 ms") + len("25 ms")


def test_what_admins_are_told():
    text = stats.everything(OVERVIEW)
    assert "Pictures answered with a number: 12,345, today 67" in text
    assert "Pictures without a digit: 8, today 0" in text
    assert "Answers judged: 29, right: 27 (93.1\u00a0%)" in text
    assert "Corrections: 3 (2 waiting, 1 approved)" in text
    assert "up 2 h 2 min" in text
    assert "Memory: 150 MB" in text
    assert "release-&lt;1&gt;" in text
    assert "reading      25 ms    1.2 s" in text


def test_who_has_said_nothing_is_told_how():
    assert "✓ and ✗" in stats.own(Tally())
    assert "Answers judged: 1, right: 1 (100\u00a0%)" in stats.own(Tally(right=1))


def test_a_quantile_is_within_its_bucket():
    durations = Durations()
    assert durations.quantile(0.5) is None
    for seconds in [0.003] * 50 + [0.04] * 45 + [0.7] * 5:
        durations.add(seconds)
    assert 0 < durations.quantile(0.25) <= 0.005
    assert 0.025 < durations.quantile(0.9) <= 0.05
    assert 0.5 < durations.quantile(0.99) <= 1.0


def test_what_takes_longer_than_all_bounds_counts_as_the_last_one():
    durations = Durations()
    durations.add(1000.0)
    assert durations.quantile(0.5) == BOUNDS[-1]


@pytest.fixture
async def database(tmp_path):
    opened = Database(f"sqlite:///{tmp_path}/folder/bot.sqlite3")
    yield opened
    await opened.close()


async def test_what_cannot_be_entered_is_kept_for_the_next_time(database, tmp_path):
    blocked = tmp_path / "folder"
    blocked.write_text("no folder")
    database.start()
    counters = Counters()
    daily_counts = DailyCounts(counters, database)
    counters.pictures.update({"read": 3, "busy": 9})
    with pytest.raises(StorageDown):
        await daily_counts.enter()
    blocked.unlink()
    counters.pictures["read"] += 1
    await recovered(database, within=60)
    await daily_counts.enter()
    assert await database.state.counted() == {"read": 4}
    counters.pictures["refused"] += 2
    await daily_counts.enter()
    assert await database.state.counted() == {"read": 4, "refused": 2}
