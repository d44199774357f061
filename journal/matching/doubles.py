"""When the books hold one of our posted entries twice. Pure.

A copy bears our number, or names the reference, and has the same day and the same lines: as ours
stands there now, or as it would be sent. Our number on anything else is no copy: people copy an
entry to write the next month's (decision 0059).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from journal.books.chart import Chart
from journal.entries.entry import Entry
from journal.entries.failure import Conflict, Obstacle
from journal.entries.mapping import Prepared
from journal.entries.posting import LedgerEntry
from journal.matching.proof import Proof, numbers_borne, proof_of, sought, sums_of

_OUR_NUMBER = re.compile(r"jf-(\d+)(?:-\d+)?")


@dataclass(frozen=True, slots=True)
class Copies:
    """What the books hold of one posted entry."""

    ours: LedgerEntry | None  # what we know as ours; None: it was deleted
    others: Sequence[LedgerEntry]


def copies_of(
    ours: Prepared, shown: Iterable[LedgerEntry], owners: Mapping[str, str], chart: Chart
) -> Copies:
    """Return what of `shown` is `ours`, which is posted, and what says the same beside it.

    `owners`: ledger ids that are kept as entries of ours, and our numbers for those.
    """
    entry = ours.entry
    booked = {one.ledger_id: one for one in shown if not one.is_draft}
    known = booked.pop(entry.ledger_id or "", None)
    told = replace(sought(ours), ids={}, held="")
    ways = [told] if known is None else [told, replace(told, lines=sums_of(known, chart))]
    others = [
        one
        for one in booked.values()
        if one.ledger_id not in owners
        if any(proof_of(way, one, chart).proof is Proof.STRONG for way in ways)
    ]
    return Copies(known, others)


def doubled(other: LedgerEntry) -> Conflict:
    """Return that `other` stands in the books beside ours."""
    shown = (other.ledger_id, other.version, other.date, other.total)
    return Conflict(Obstacle.DOUBLED, *shown, mark=other.ledger_id, url=other.url)


def is_doubled(entry: Entry) -> bool:
    """Whether people know of a copy of it in the books."""
    return entry.changed is not None and entry.changed.obstacle is Obstacle.DOUBLED


def ids_borne(shown: Iterable[LedgerEntry]) -> Mapping[str, frozenset[int]]:
    """Return the ids of our entries whose numbers these bear, by their own ids in the ledger."""
    return {
        one.ledger_id: frozenset(
            int(found[1]) for text in numbers_borne(one) if (found := _OUR_NUMBER.fullmatch(text))
        )
        for one in shown
    }
