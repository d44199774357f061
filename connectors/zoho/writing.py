"""Writing journals: made, changed in place, and published where they were left as drafts."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.path import path_of
from connectors.silence import not_read, unreadable
from connectors.zoho import outcomes
from connectors.zoho.calls import Calls
from connectors.zoho.journals import WireJournal
from connectors.zoho.look_up import JOURNALS, LookUp
from connectors.zoho.wire import read_one
from journal.entries.posting import LedgerEntry, Outcome, ReadyEntry
from journal.errors import LedgerError


@dataclass(frozen=True, slots=True)
class Writing:
    """Writes to one organisation. Every call raises LedgerError where no answer came."""

    calls: Calls
    look_up: LookUp

    async def create(self, entry: ReadyEntry, body: bytes) -> Outcome:
        """Make a journal of `body`, which is `entry` as Zoho takes it."""
        reply = await self.calls.write(JOURNALS, body)
        return outcomes.created(reply, entry, body, self.calls.settings, self.calls.realm)

    async def change(self, entry: ReadyEntry, there: LedgerEntry, body: bytes) -> Outcome:
        """Put `body` in place of the journal `there`."""
        reply = await self.calls.change(path_of(JOURNALS, there.ledger_id), body)
        reply = outcomes.about_changing(reply)
        return outcomes.replaced(reply, entry, body, self.calls.settings, self.calls.realm)

    async def publish(self, entry: ReadyEntry, body: bytes, draft: LedgerEntry) -> Outcome:
        """Publish `draft` when it says what `entry` does: someone else may have typed it.

        What its lines choose otherwise than `body`, which is `entry` as Zoho takes it, is told.
        """
        path = path_of(JOURNALS, draft.ledger_id)
        try:
            content = await self.calls.get(path)
            if not read_one(content.get("journal"), WireJournal).tells(entry):
                return outcomes.differs(entry)
        except LedgerError as error:
            return not_read(error)
        reply = await self.calls.write(f"{path}/status/publish")
        if reply.failure is not None:
            return outcomes.not_published(reply, reply.failure, entry)
        return await self._as_published(draft.ledger_id, body)

    async def _as_published(self, journal_id: str, body: bytes) -> Outcome:
        """Return how a journal stands once it was published: the answer to that shows none."""
        try:
            journal = await self.look_up.one(journal_id)
        except LedgerError as error:
            return unreadable(str(error), http_status=None, trace="")
        if journal is None:
            return unreadable("The journal is not shown", http_status=None, trace="")
        return outcomes.posted(journal, self.look_up.ours(journal), body)
