"""A training takes no more of the processor than its service or container has."""

from __future__ import annotations

import os

import pytest

from bot.machine.cores import sensible_threads


@pytest.fixture(autouse=True)
def eight_cores(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)


def limit(folder, version, quota):
    folder.mkdir(parents=True, exist_ok=True)
    if version == 1:
        (folder / "cpu.cfs_quota_us").write_text(f"{-1 if quota is None else quota}\n")
        (folder / "cpu.cfs_period_us").write_text("100000\n")
    else:
        (folder / "cpu.max").write_text(f"{'max' if quota is None else quota} 100000\n")


@pytest.mark.parametrize("group", ["", "bot.slice", "bot.slice/bot.service"])
@pytest.mark.parametrize("version", [1, 2])
def test_a_limit_counts_wherever_it_is_set(tmp_path, version, group):
    member = tmp_path / "cgroup"
    controllers = {1: "4:cpu,cpuacct", 2: "0:"}[version]
    member.write_text(f"3:cpuset:/\n{controllers}:/bot.slice/bot.service\n")
    root = tmp_path / ("cpu" if version == 1 else "")
    for other in ("", "bot.slice", "bot.slice/bot.service"):
        limit(root / other, version, None)
    assert sensible_threads(groups=tmp_path, member=member) == 7
    limit(root / group, version, 300_000)
    assert sensible_threads(groups=tmp_path, member=member) == 2
    assert sensible_threads(keep=0, groups=tmp_path, member=member) == 3
    limit(root / group, version, 10_000)
    assert sensible_threads(groups=tmp_path, member=member) == 1
    assert sensible_threads(keep=0, groups=tmp_path, member=member) == 1


def test_without_control_groups_it_goes_by_the_cores(tmp_path):
    assert sensible_threads(groups=tmp_path, member=tmp_path / "none") == 7
