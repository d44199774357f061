"""Whether an entry that a platform shows is in the books, by the state the platform gives it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TypedDict

from journal.entries.posting import Unbooked


class Standing(TypedDict):
    """Two fields of a `LedgerEntry`."""

    is_draft: bool
    unbooked: Unbooked


def standing(known: Mapping[str, Unbooked], state: str, *, booked: Container[str]) -> Standing:
    """Return how an entry of that `state` stands; only the states in `booked` are in the books.

    `known`: what other states mean. One that nobody knows is outside the books, since to take it
    for posted could lose an entry, and a person is told.
    """
    if state in booked:
        return Standing(is_draft=False, unbooked=Unbooked.DRAFT)
    return Standing(is_draft=True, unbooked=known.get(state, Unbooked.OTHER))
