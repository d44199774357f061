"""Entries that are booked the other way round on a later day: the second one follows the first."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from journal.entries.entry import MAX_REFERENCE, Entry, Line, NewEntry, OnChange
from journal.ports import Store

MARK = " reversal"
"""Behind the reference of the first entry it is that of the second."""


async def make_reversals(store: Store, connection_id: int, at: datetime) -> bool:
    """Take in the reversal of everything that is posted and has none yet; True: there was one.

    A later revision of the first makes one of the second. Until the first is in the books there is
    no second, so nothing is reversed that was skipped or refused.
    """
    firsts = await store.postings.unreversed(connection_id)
    if not firsts:
        return False
    connection = await store.books.connection(connection_id)
    reversals = [reversal_of(one) for one in firsts]
    answers = await store.intake.accept(connection, reversals, at, corrected=True)
    return any(one.taken for one in answers)


def reversal_of(first: Entry) -> NewEntry:
    """Return the second entry of a posted one that has a reversing date."""
    content = first.content
    if content.reverse_on is None:
        raise AssertionError("asked for those that have one")
    own = content.description or content.reference
    return replace(
        content,
        reference=_reference_of(first),
        date=content.reverse_on,
        reverse_on=None,
        lines=tuple(_turned(line) for line in content.lines),
        description=f"Reversal of {first.number}: {own}",
        number="",
        reverses=first.id,
        on_change=OnChange.REPLACE,
    )


def _reference_of(first: Entry) -> str:
    """Return its reference with the mark; where that is too long, our number of the first."""
    named = f"{first.content.reference}{MARK}"
    return named if len(named) <= MAX_REFERENCE else f"{first.number}{MARK}"


def _turned(line: Line) -> Line:
    return replace(line, side=line.side.other)
