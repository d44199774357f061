"""Turns of one story that tell the same, as one: seven times "1 entry posted" is "7 entries"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from journal.incidents.story.event import Event
from journal.incidents.story.posting import (
    DraftsLeft,
    EntriesChecked,
    EntriesFound,
    EntriesJoined,
    EntriesMoved,
    EntriesPosted,
    EntriesRefused,
    EntriesUncertain,
)

_AddsUp = (
    EntriesJoined
    | EntriesPosted
    | EntriesRefused
    | EntriesUncertain
    | EntriesMoved
    | EntriesFound
    | EntriesChecked
    | DraftsLeft
)
"""What entries do one by one, as the platform's answers come in; a person's turn is its own."""


def added_up(events: Iterable[Event]) -> list[Event]:
    """Return `events` in order, those that follow each other and differ in number alone as one."""
    told: list[Event] = []
    for event in events:
        sum_ = _sum(told[-1], event) if told else None
        if sum_ is not None:
            told[-1] = sum_
        else:
            told.append(event)
    return told


def _sum(one: Event, other: Event) -> Event | None:
    """Return both as one; None: they do not tell the same."""
    first, then = one.turn, other.turn
    if not isinstance(first, _AddsUp) or not isinstance(then, _AddsUp):
        return None
    if one.actor != other.actor or (first.entries.count is None) != (then.entries.count is None):
        return None
    both = replace(then, entries=first.entries + then.entries)
    return replace(one, turn=both) if replace(first, entries=both.entries) == both else None
