"""The journal entries of all companies, and the look-up by document number."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sandbox.ledger.shelf import Drawers, Keeper
from sandbox.quickbooks.entries import Entry
from sandbox.quickbooks.faults import RefusedError, deleted, not_found


class EntryStore:
    """Entries by company and Id, kept over restarts; Ids count up and are never used twice."""

    def __init__(self, keep: Keeper) -> None:
        table = keep.table("quickbooks_entries")
        self._entries = Drawers(table, Entry)
        self._numbers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for realm in {key.partition("/")[0] for key in table}:
            for entry in self.living(realm):
                self._numbers[realm, entry.doc_number].add(entry.id)

    def living(self, realm: str) -> Iterator[Entry]:
        """Walk through a company's entries, oldest first, without the deleted ones."""
        return (entry for entry in self._entries.of(realm).values() if not entry.deleted)

    def get(self, realm: str, entry_id: str) -> Entry:
        """Return one entry.

        Raises:
            RefusedError: 610, it never was or was deleted.
        """
        entry = self._entries.of(realm).get(entry_id)
        if entry is None:
            raise RefusedError(not_found())
        if entry.deleted:
            raise RefusedError(deleted())
        return entry

    def next_id(self, realm: str) -> str:
        """Return the Id of the next new entry; nothing is ever removed, so the count tells."""
        return str(len(self._entries.of(realm)) + 1)

    def put(self, realm: str, entry: Entry) -> None:
        """Store an entry, new or changed."""
        before = self._entries.of(realm).get(entry.id)
        if before is not None:
            self._numbers[realm, before.doc_number].discard(entry.id)
        self._entries.put(realm, entry.id, entry)
        if not entry.deleted:
            self._numbers[realm, entry.doc_number].add(entry.id)

    def changed(self, realm: str, since: datetime) -> list[Entry]:
        """Return what was made, changed or deleted since then, oldest change first."""
        changed = [one for one in self._entries.of(realm).values() if one.updated_at >= since]
        return sorted(changed, key=lambda one: one.updated_at)

    def delete(self, realm: str, entry_id: str, at: datetime) -> None:
        """Delete an entry; its Id stays used. Raises RefusedError as `get` does."""
        self.put(realm, replace(self.get(realm, entry_id), deleted=True, updated_at=at))

    def taken_by(self, realm: str, entry: Entry) -> str | None:
        """Return the Id of another entry with the same document number, if there is one."""
        if not entry.doc_number:
            return None
        others = self._numbers[realm, entry.doc_number] - {entry.id}
        return min(others, default=None)
