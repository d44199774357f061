"""What counts of an entry in the ledger: by this a change after posting is told from none.

Pure. Counted is what reports are made of: the day, what each account comes to on each side and in
which currency, what lines carry there (class, location, name, tax code ...), and the amounts of
tax. What lines carry is known by its id where the platform tells that: names are shown in one
answer and left out of the next, and people rename what they stand for. Words are not counted: a
memo, a number, a description, an attachment, a link, a tick of the bank's.
Nor is what people add beside ours, in a field that ours leaves empty (decision 0041).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from decimal import Decimal, InvalidOperation
from enum import Enum, auto
from typing import Final

from journal.entries.entry import Entry
from journal.entries.failure import Conflict, Obstacle
from journal.entries.mapping import Prepared
from journal.entries.posting import LedgerEntry, LedgerLine
from journal.matching.correction import says_the_same
from journal.matching.keeping import place_of

BESIDE_THE_BOOKS: Final = frozenset(
    {"Linked to", "Link", "Billable", "Due", "Attachments", "Text", "Recurring journal"}
)
"""Names of extras that no report is made of."""
_NO_FIELDS: Final[frozenset[str]] = frozenset()
_NO_IDS: Final[Mapping[str, str]] = {}


class Standing(Enum):
    """What an entry that jefail posted is now, in the ledger."""

    OURS = auto()  # it says what it said, or a person has accepted what it says
    EDITED = auto()
    GONE = auto()  # deleted, voided
    UNBOOKED = auto()  # there, and not in the books any more
    UNKNOWN = auto()  # it is not shown in a way that can be compared


OBSTACLES: Final = {
    Standing.EDITED: Obstacle.EDITED,
    Standing.GONE: Obstacle.DELETED,
    Standing.UNBOOKED: Obstacle.UNBOOKED,
}
"""What people are told of."""


def mark_of(there: LedgerEntry, fields: Set[str] | None = None) -> str:
    """Return a mark of what counts of `there`, the same however its lines are ordered or split.

    `fields`: what of its extras is looked at, by name; None: those that it has, which the mark
    names. "" where no lines are shown.
    """
    if not there.lines:
        return ""
    seen = _fields_of(there) if fields is None else fields
    counted = [
        there.date.isoformat(),
        sorted(_sums(there.lines, seen).items()),
        sorted(_within(there.extras, seen)),
        sorted([*_told(there.tax), *(one for line in there.lines for one in _tax_of(line))]),
    ]
    told = hashlib.sha256(json.dumps(counted).encode()).hexdigest()[:32]
    return json.dumps([told, *sorted(seen)])


def standing_of(entry: Entry, there: LedgerEntry | None, ours: Prepared | None) -> Standing:
    """Return what became of `entry`, which jefail posted, now that the ledger shows `there`.

    None: it is not there any more. `ours`: what the entry would come to now, for what an earlier
    release posted without keeping a mark.
    """
    if there is None:
        return Standing.GONE
    if there.is_draft:
        return Standing.UNBOOKED
    known = entry.stands_as
    if not there.lines:
        # It could be read when it was posted: so it was changed into what we cannot read.
        is_other = bool(known) and there.version not in ("", entry.ledger_version)
        return Standing.EDITED if is_other else Standing.UNKNOWN
    if known:
        is_same = mark_of(there, fields_in(known)) == known
        return Standing.OURS if is_same else Standing.EDITED
    is_as_written = bool(there.version) and there.version == entry.ledger_version
    if is_as_written or entry.has_theirs or ours is None or ours.is_incomplete:
        return Standing.OURS
    return Standing.OURS if says_the_same(ours, there) else Standing.EDITED


def is_told(entry: Entry, met: Conflict) -> bool:
    """Whether people know of `met` already: the card that asks about it says the same."""
    known = entry.changed
    return known is not None and (known.obstacle, known.mark) == (met.obstacle, met.mark)


def fields_in(mark: str) -> Set[str]:
    """Return the names of the extras that a mark looks at."""
    return frozenset(json.loads(mark)[1:]) if mark else _NO_FIELDS


def _sums(lines: Iterable[LedgerLine], fields: Set[str]) -> Counter[str]:
    """Return what comes to each account, side, currency and coding; what comes to nothing is out.

    A line of less than nothing stands on the other side.
    """
    sums: Counter[str] = Counter()
    for line in lines:
        is_debit = (line.side.sign * line.amount.minor) >= 0
        coded = sorted(_within(line.extras, fields, dict(line.ids)))
        place = (line.account_id or f"? {line.account}", is_debit, line.amount.currency, coded)
        sums[json.dumps(place)] += abs(line.amount.minor)
    return +sums


def _within(
    extras: Iterable[tuple[str, str]], fields: Set[str], ids: Mapping[str, str] = _NO_IDS
) -> Iterator[tuple[str, str]]:
    return _told(((name, value) for name, value in extras if place_of(name) in fields), ids)


def _tax_of(line: LedgerLine) -> Iterator[tuple[str, str]]:
    return _told(line.tax, dict(line.ids))


def _told(
    extras: Iterable[tuple[str, str]], ids: Mapping[str, str] = _NO_IDS
) -> Iterator[tuple[str, str]]:
    """Yield each by the id of what it names, else by its value, however numbers are written."""
    return ((place_of(name), ids.get(name) or _plain(value)) for name, value in extras)


def _plain(value: str) -> str:
    try:
        return f"{Decimal(value).normalize():f}"
    except (InvalidOperation, ValueError):
        return value


def _fields_of(there: LedgerEntry) -> Set[str]:
    """Return the fields that it fills and that count, by the places of their names."""
    shown = [*there.extras, *(one for line in there.lines for one in line.extras)]
    return {place_of(name) for name, _value in shown if name not in BESIDE_THE_BOOKS}
