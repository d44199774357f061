"""How much one caller may ask: a bucket of calls for each, and so many bodies at once.

Kept in this process: several processes together let through as many times more.
"""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Final

from starlette.requests import Request

from bot.web.problems import TOO_FAST, Problem

A_MINUTE: Final = 600
BURST: Final = 100
MOST_KEPT: Final = 10_000
"""Callers whose buckets are kept; beyond that the full ones are forgotten, which is no change."""


@dataclass(slots=True)
class Pace:
    """A bucket for each caller, which fills evenly. `now`: seconds, only growing."""

    now: Callable[[], float]
    a_minute: float = A_MINUTE
    burst: float = BURST
    what: str = "calls a minute are taken for a book"
    _left: dict[Hashable, tuple[float, float]] = field(default_factory=dict)  # calls, since when

    def take(self, caller: Hashable) -> None:
        """Count one call. Raises Problem: it is one too many; it says when to come again."""
        left, at = self._now_left(caller)
        if left < 1:
            seconds = ceil((1 - left) * 60 / self.a_minute)
            raise Problem(
                TOO_FAST,
                f"At most {self.a_minute:g} {self.what}.",
                headers={"Retry-After": str(seconds)},
            )
        self._left[caller] = (left - 1, at)
        if len(self._left) > MOST_KEPT:
            self._forget_full()

    def give_back(self, caller: Hashable) -> None:
        """Take back what was counted last: it was none of those that are limited."""
        left, at = self._now_left(caller)
        self._left[caller] = (min(self.burst, left + 1), at)

    def _now_left(self, caller: Hashable) -> tuple[float, float]:
        at = self.now()
        left, since = self._left.get(caller, (self.burst, at))
        return min(self.burst, left + (at - since) * self.a_minute / 60), at

    def _forget_full(self) -> None:
        """Forget callers whose buckets are full again, and the oldest where that is not enough."""
        full = [one for one in self._left if self._now_left(one)[0] >= self.burst]
        for one in full:
            del self._left[one]
        oldest = sorted(self._left, key=lambda one: self._left[one][1])
        for one in oldest[: max(0, len(self._left) - MOST_KEPT // 2)]:
            del self._left[one]


@dataclass(slots=True)
class Crowd:
    """So many bodies of one caller are read at once; another is asked to come again."""

    most: int
    _there: Counter[Hashable] = field(default_factory=Counter)

    @contextmanager
    def one(self, caller: Hashable) -> Iterator[None]:
        """Hold a place while inside. Raises Problem: there is none."""
        if self._there[caller] >= self.most:
            raise Problem(
                TOO_FAST,
                f"At most {self.most} bodies are read at once. Send one after the other.",
                headers={"Retry-After": "1"},
            )
        self._there[caller] += 1
        try:
            yield
        finally:
            self._there[caller] -= 1
            if not self._there[caller]:
                del self._there[caller]


def caller_of(request: Request) -> str:
    """Return where a request comes from, as the proxy before us says; "" where nothing does.

    Of IPv6 it is the network of 64 bits: anyone who has one address there has all of them.
    """
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
