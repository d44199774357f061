"""Journal entries as an imitation keeps them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, Self

from sandbox.ledger.shelf import Drawers, Keeper

Side = Literal["debit", "credit"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line; a debit's amount is positive, a credit's negative, down to minus zero.

    `own`: what else the platform has of it, such as tracking, as its wire shows it.
    """

    amount: Decimal
    account: str  # the account's id
    description: str = ""
    own: dict[str, Any] = field(default_factory=dict)

    @property
    def side(self) -> Side:
        """The side of the entry it stands on."""
        return "credit" if self.amount.is_signed() else "debit"


def signed(side: str, amount: Decimal) -> Decimal:
    """Return an amount that is sent without a sign as a line keeps it; case does not matter."""
    return amount.copy_negate() if side.lower() == "credit" else amount


def total(lines: Iterable[Line], side: Side) -> Decimal:
    """Return the sum of one side, as an amount without a sign."""
    return sum((abs(line.amount) for line in lines if line.side == side), Decimal(0))


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry. `number` and `note` are what the platform has of the two.

    `version` counts its changes from 0.
    """

    id: str
    date: date
    currency: str
    lines: tuple[Line, ...]
    created_at: datetime
    updated_at: datetime
    number: str = ""
    note: str = ""
    url: str = ""
    is_draft: bool = False
    matched: bool = False  # with the bank's statement
    deleted: bool = False
    version: int = 0
    state: str = ""  # of a draft that an approver has to do with: "submitted", "approved" ...
    own: dict[str, Any] = field(default_factory=dict)  # as that of its lines
    by: str = ""  # the person who changed or deleted it last; "": an app

    def changed(self, at: datetime, *, by: str = "", **changes: Any) -> Self:
        """Return it as changed; no two of its states are of one second, as apps tell them apart."""
        after = max(at, self.updated_at + timedelta(seconds=1))
        return replace(self, **changes, by=by, updated_at=after, version=self.version + 1)

    @property
    def debits(self) -> Decimal:
        """The sum of its debits."""
        return total(self.lines, "debit")


class Entries:
    """The entries of all companies by id, kept over restarts."""

    def __init__(self, platform: str, keep: Keeper) -> None:
        table = keep.table(f"{platform}_entries")
        self._entries = Drawers(table, Entry)
        self._numbered: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for realm in {key.partition("/")[0] for key in table}:
            for entry in self.living(realm):
                self._numbered[realm, entry.number].add(entry.id)

    def living(self, realm: str) -> Iterator[Entry]:
        """Walk through a company's entries, oldest first, without the deleted ones."""
        return (entry for entry in self._entries.of(realm).values() if not entry.deleted)

    def get(self, realm: str, entry_id: str) -> Entry | None:
        """Return one entry, None when it never was or was deleted."""
        entry = self._entries.of(realm).get(entry_id)
        return None if entry is None or entry.deleted else entry

    def deleted(self, realm: str, entry_id: str) -> bool:
        """Say whether there was an entry of that id that was deleted."""
        entry = self._entries.of(realm).get(entry_id)
        return entry is not None and entry.deleted

    def changed(self, realm: str, since: datetime) -> list[Entry]:
        """Return what was made, changed or deleted since then, oldest change first."""
        changed = [one for one in self._entries.of(realm).values() if one.updated_at >= since]
        return sorted(changed, key=lambda one: one.updated_at)

    def numbered(self, realm: str, number: str) -> frozenset[str]:
        """Return the ids of the living entries of that number."""
        return frozenset(self._numbered.get((realm, number), ()))

    def count(self, realm: str) -> int:
        """Return how many there ever were."""
        return len(self._entries.of(realm))

    def put(self, realm: str, entry: Entry) -> None:
        """Store an entry, new or changed."""
        if (before := self._entries.of(realm).get(entry.id)) is not None:
            self._numbered[realm, before.number].discard(entry.id)
        self._entries.put(realm, entry.id, entry)
        if not entry.deleted:
            self._numbered[realm, entry.number].add(entry.id)

    def all(self, realm: str) -> Iterator[Entry]:
        """Walk through a company's entries, oldest first, the deleted ones too."""
        return iter(self._entries.of(realm).values())

    def delete(self, realm: str, entry: Entry, at: datetime, by: str = "") -> None:
        """Delete an entry; its id stays used."""
        self.put(realm, entry.changed(at, by=by, deleted=True))
