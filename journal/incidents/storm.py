"""Many new cards wait for one channel: what a digest tells of them until each is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journal.entries.failure import FailureReason


@dataclass(frozen=True, slots=True)
class Gathered:
    """Cards of one book and one cause that wait."""

    book: str
    reason: FailureReason
    cards: int
    first: int  # id of the oldest incident among them
    groups: int = 1  # how many groups there are in all


@dataclass(frozen=True, slots=True)
class Storm:
    """The new cards of a channel: `cards` in all, of which `waiting` are not shown yet."""

    cards: int
    waiting: int
    groups: Sequence[Gathered] = ()  # of those that wait, the oldest first
