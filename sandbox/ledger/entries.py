"""Journal entries as an imitation keeps them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from sandbox.ledger.shelf import Drawers, Keeper


@dataclass(frozen=True, slots=True)
class Line:
    """One line; a debit's amount is positive, a credit's negative.

    `own`: what else the platform has of it, such as tracking, as its wire shows it.
    """

    amount: Decimal
    account: str  # the account's id
    description: str = ""
    own: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry. `number` and `note` are what the platform has of the two."""

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
    state: str = ""  # of a draft that an approver has to do with: "submitted", "approved" ...
    own: dict[str, Any] = field(default_factory=dict)  # as that of its lines

    def changed(self, at: datetime, **changes: Any) -> Self:
        """Return it as changed; no two of its states are of one second, as apps tell them apart."""
        after = max(at, self.updated_at + timedelta(seconds=1))
        return replace(self, **changes, updated_at=after)

    @property
    def debits(self) -> Decimal:
        """The sum of its debits."""
        return sum((line.amount for line in self.lines if line.amount > 0), Decimal(0))

    @property
    def credits(self) -> Decimal:
        """The sum of its credits, as a positive amount."""
        return -sum((line.amount for line in self.lines if line.amount < 0), Decimal(0))


class Entries:
    """The entries of all companies by id, kept over restarts."""

    def __init__(self, platform: str, keep: Keeper) -> None:
        self._entries = Drawers(keep.table(f"{platform}_entries"), Entry)

    def living(self, realm: str) -> Iterator[Entry]:
        """Walk through a company's entries, oldest first, without the deleted ones."""
        return (entry for entry in self._entries.of(realm).values() if not entry.deleted)

    def get(self, realm: str, entry_id: str) -> Entry | None:
        """Return one entry, None when it never was or was deleted."""
        entry = self._entries.of(realm).get(entry_id)
        return None if entry is None or entry.deleted else entry

    def count(self, realm: str) -> int:
        """Return how many there ever were."""
        return len(self._entries.of(realm))

    def put(self, realm: str, entry: Entry) -> None:
        """Store an entry, new or changed."""
        self._entries.put(realm, entry.id, entry)

    def delete(self, realm: str, entry: Entry, at: datetime) -> None:
        """Delete an entry; its id stays used."""
        self.put(realm, entry.changed(at, deleted=True))
