"""Turns of one story that tell the same, as one: seven times "1 entry posted" is "7 entries"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from journal.ports import Event

ADDS_UP = frozenset(
    {"joined", "posted", "refused", "uncertain", "moved", "found", "checked", "drafted"}
)
"""What entries do one by one, as the platform's answers come in; a person's turn is its own."""
_SUMMED = ("count", "amounts", "numbers")


def added_up(events: Iterable[Event]) -> list[Event]:
    """Return `events` in order, those that follow each other and differ in number alone as one."""
    told: list[Event] = []
    for event in events:
        if told and _are_alike(told[-1], event):
            told[-1] = replace(event, facts=_sum(told[-1].facts or {}, event.facts or {}))
        else:
            told.append(event)
    return told


def _are_alike(one: Event, other: Event) -> bool:
    return one.kind in ADDS_UP and _told_by(one) == _told_by(other)


def _told_by(event: Event) -> tuple[Any, ...]:
    facts = event.facts or {}
    rest = {name: fact for name, fact in facts.items() if name not in _SUMMED}
    return event.kind, event.actor, rest, "count" in facts


def _sum(one: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    if "count" not in one:
        return other
    sums: defaultdict[str, int] = defaultdict(int)
    for minor, currency in (*one.get("amounts", ()), *other.get("amounts", ())):
        sums[currency] += minor
    return {
        **other,
        "count": one["count"] + other["count"],
        "amounts": [[minor, currency] for currency, minor in sums.items()],
    }
