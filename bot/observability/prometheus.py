"""The bot's figures as Prometheus reads them."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from bot.observability.counters import BOUNDS, OUTCOMES, memory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.metrics_core import Metric

    from bot.observability.observed import Observed

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST


def exposition(bot: Observed) -> bytes:
    """Everything there is to tell now, in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures(bot))
    return generate_latest(registry)


class Figures(Collector):
    """Translates `Counters`, whose counts are the only ones that are kept."""

    def __init__(self, bot: Observed) -> None:
        self._bot = bot

    def collect(self) -> Iterator[Metric]:
        """Each figure."""
        counters = self._bot.counters
        yield CounterMetricFamily("digits_updates", "Updates that came.", counters.updates)
        pictures = CounterMetricFamily("digits_pictures", "Pictures.", labels=["outcome"])
        for outcome in OUTCOMES:
            pictures.add_metric([outcome], counters.pictures[outcome])
        yield pictures
        refused = CounterMetricFamily("digits_turned_away", "Updates refused.", labels=["why"])
        for why, count in counters.refusals.items():
            refused.add_metric([why], count)
        yield refused
        yield CounterMetricFamily("digits_errors", "Unforeseen exceptions.", counters.errors)
        stages = HistogramMetricFamily(
            "digits_stage_seconds", "Time of each stage of an answer.", labels=["stage"]
        )
        bounds = [*(str(bound) for bound in BOUNDS), "+Inf"]
        for stage, durations in counters.stages.items():
            counts = accumulate(durations.counts)
            stages.add_metric([stage], list(zip(bounds, counts, strict=True)), durations.total)
        yield stages
        yield from self._now()

    def _now(self) -> Iterator[Metric]:
        bot = self._bot
        yield GaugeMetricFamily(
            "digits_queue", "Updates that are not finished.", bot.update_queue.unfinished
        )
        yield GaugeMetricFamily("digits_memory_bytes", "Memory of the process.", memory())
        yield GaugeMetricFamily("digits_uptime_seconds", "Since the start.", bot.counters.uptime)
        yield InfoMetricFamily(
            "digits_model", "The model that reads.", {"version": bot.models.current.name}
        )
