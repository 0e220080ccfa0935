"""Faults on request: when each of them strikes, and the server that they strike."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from benchmarks.fault_kinds import Fault, Strike
from localtelegram.journal import Call
from localtelegram.server import BotApiServer, CarryOut

Condition = Callable[[Mapping[str, Any]], bool]


@dataclass(slots=True)
class Rule:
    """When a fault strikes.

    Attributes:
        method: a method of the Bot API, `DOWNLOAD`, or `*` for all.
        fault: what happens.
        times: how often at most, None for ever.
        probability: of striking, each time that it could.
        skip: how many requests pass before the first strike.
        delay: seconds between the request and the strike.
        where: whether a request with these raw parameters is meant; all if None.
        struck: how often it has struck.
    """

    method: str
    fault: Fault
    times: int | None = 1
    probability: float = 1.0
    skip: int = 0
    delay: float = 0.0
    where: Condition | None = None
    struck: int = field(default=0, init=False)


class Faults:
    """The faults that are to come."""

    def __init__(self, seed: int = 0) -> None:
        self._rules: list[Rule] = []
        self._random = random.Random(seed)

    def add(
        self,
        method: str,
        fault: Fault,
        *,
        times: int | None = 1,
        probability: float = 1.0,
        skip: int = 0,
        delay: float = 0.0,
        where: Condition | None = None,
    ) -> Rule:
        """Adds a fault, see `Rule`; the rule that is returned tells how often it has struck."""
        rule = Rule(method, fault, times, probability, skip, delay, where)
        self._rules.append(rule)
        return rule

    def reseed(self, seed: int) -> None:
        """Begins chance anew."""
        self._random.seed(seed)

    def clear(self) -> None:
        """No more faults."""
        self._rules.clear()

    def take(self, method: str, values: Mapping[str, Any]) -> Rule | None:
        """The fault that hits this request, if one does."""
        for rule in self._rules:
            if rule.method not in {method, "*"} or (rule.where and not rule.where(values)):
                continue
            if rule.times is not None and rule.struck >= rule.times:
                continue
            if rule.skip > 0:
                rule.skip -= 1
                continue
            if rule.probability < 1.0 and self._random.random() >= rule.probability:
                continue
            rule.struck += 1
            return rule
        return None


class FaultyServer(BotApiServer):
    """The local Bot API server on a bad day.

    Attributes:
        faults: what shall go wrong.
    """

    def __init__(self, **given: Any) -> None:
        """As `BotApiServer`; nothing goes wrong yet."""
        super().__init__(**given)
        self.faults = Faults()

    async def respond(
        self, request: web.Request, call: Call, carry_out: CarryOut
    ) -> web.StreamResponse:
        """Carries a call out, unless a fault is in the way."""
        rule = self.faults.take(call.method, call.values)
        if rule is None:
            return await carry_out()
        await asyncio.sleep(rule.delay)
        return await rule.fault.strike(Strike(request, carry_out, self.closing))
